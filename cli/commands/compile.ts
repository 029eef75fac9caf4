import { randomUUID } from 'node:crypto'
import { targetFolder, type CompiledNode } from '../../core/index.ts'
import { openArtifacts } from '../artifacts.ts'
import { exitCodes, type CommandRunner, type Invocation } from '../command.ts'
import { compileNodes, select } from '../context.ts'
import { openProject } from '../open-project.ts'
import { count } from '../render/count.ts'
import { reported, type Reporting } from '../reporting.ts'

/** `xform compile`: writes the SQL of the selected models and snapshots to target/compiled; needs no database. */
export const compileCommand: CommandRunner = reported(compileSelected)

async function compileSelected(invocation: Invocation, reporting: Reporting): Promise<number> {
  const open = await openProject(invocation, reporting)
  if (open === undefined) return exitCodes.usage
  const ids = await select(open, invocation, { kinds: ['model', 'snapshot'], reporting })
  if (reporting.failed) return exitCodes.usage
  const run = { id: randomUUID(), startedAt: invocation.world.now() }
  const compiled = compileNodes(open, ids, { run, reporting })
  if (reporting.failed) return exitCodes.usage
  const artifacts = openArtifacts({ open, invocation, run, compiled, reporting })
  reporting.report(await artifacts.finish())
  if (invocation.options.quiet !== true) {
    reporting.errorOutput.write(`Compiled ${inWords(compiled.nodes)} to ${targetFolder}/compiled/.\n`)
  }
  return exitCodes.success
}

function inWords(nodes: readonly CompiledNode[]): string {
  const snapshots = nodes.filter(({ kind }) => kind === 'snapshot').length
  const models = count(nodes.length - snapshots, 'model')
  return snapshots === 0 ? models : `${models} and ${count(snapshots, 'snapshot')}`
}
