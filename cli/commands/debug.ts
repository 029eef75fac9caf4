import { wordProblem } from '../../core/index.ts'
import { exitCodes, type CommandRunner, type Invocation } from '../command.ts'
import { openAdapter } from '../context.ts'
import { openProject, placeOfTarget } from '../open-project.ts'
import { count } from '../render/count.ts'
import { reported, type Reporting } from '../reporting.ts'

/** `xform debug`: is the configuration right, the driver there, the database reachable, the role allowed. */
export const debug: CommandRunner = reported(examine)

async function examine(invocation: Invocation, reporting: Reporting): Promise<number> {
  const { output } = reporting
  const line = (ok: boolean, what: string, detail: string): void => {
    output.write(`${ok ? 'ok  ' : 'FAIL'}  ${what.padEnd(14)}  ${detail}\n`)
  }
  line(true, 'xform', `${invocation.world.version} on Node ${process.versions.node}`)
  const open = await openProject(invocation, reporting)
  if (open === undefined) return exitCodes.usage
  const { project, graph } = open
  line(true, 'project', `${project.config.name}, ${count(graph.nodes.size, 'node')}`)
  line(true, 'target', `${project.target.name} (${project.target.type}), schema ${project.target.schema}`)
  const adapter = await openAdapter(open, { reporting, threads: 1, command: 'debug' })
  if (adapter === undefined) return exitCodes.usage
  try {
    const { server, checks } = await adapter.debug(invocation.world.signal)
    line(true, 'connection', server)
    for (const { what, ok, hint } of checks)
      line(ok, 'right', ok || hint === undefined ? what : `${what}: ${hint}`)
    return checks.every(({ ok }) => ok) ? exitCodes.success : exitCodes.usage
  } catch (error) {
    const problem = adapter.explain(error)
    if (problem === undefined) throw error
    line(false, 'connection', problem.message.split('\n')[0] ?? '')
    reporting.report([wordProblem(problem, placeOfTarget(open))])
    return exitCodes.usage
  } finally {
    await adapter.close()
  }
}
