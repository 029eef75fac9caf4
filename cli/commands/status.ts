import { randomUUID } from 'node:crypto'
import { listFiles, readStatus } from '../../core/index.ts'
import { exitCodes, type CommandRunner, type Invocation } from '../command.ts'
import { openAdapter } from '../context.ts'
import { compileGrowing } from '../growing-models.ts'
import { openProject } from '../open-project.ts'
import { renderStatus, renderStatusJson } from '../render/status.ts'
import { reported, type Reporting } from '../reporting.ts'
import { withAdapter } from '../with-adapter.ts'

/** `xform status`: how far flows, states and change logs have got; reads only. */
export const status: CommandRunner = reported(show, true)

async function show(invocation: Invocation, reporting: Reporting): Promise<number> {
  const { options, world, command } = invocation
  const open = await openProject(invocation, reporting)
  if (open === undefined) return exitCodes.usage
  const run = { id: randomUUID(), startedAt: world.now() }
  const nodes = await compileGrowing(open, invocation, { run, reporting })
  if (reporting.failed) return exitCodes.usage
  const adapter = await openAdapter(open, { reporting, threads: 1, command })
  if (adapter === undefined) return exitCodes.usage
  return withAdapter({ invocation, open, adapter, reporting }, async () => {
    const found = await readStatus(adapter, nodes, {
      signal: world.signal,
      listFiles: (config) => listFiles(config, { folder: open.project.folder, now: world.now() }),
    })
    const { columns: width, color } = reporting.output
    const text =
      options.json === true
        ? renderStatusJson(open.project.target.name, found)
        : renderStatus(found, { width, color, now: world.now() })
    reporting.output.write(text)
    return exitCodes.success
  })
}
