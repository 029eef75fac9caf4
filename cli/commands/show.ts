import { randomUUID } from 'node:crypto'
import {
  diagnostic,
  locateWord,
  wordProblem,
  type CompiledQuery,
  type ResultTable,
} from '../../core/index.ts'
import { exitCodes, type CommandRunner, type Invocation } from '../command.ts'
import { compileNodes, openAdapter, select } from '../context.ts'
import { inlineModel, openProject, placeOfTarget, type OpenProject } from '../open-project.ts'
import { readCount } from '../read-count.ts'
import { renderResult } from '../render/result.ts'
import { reported, type Reporting } from '../reporting.ts'

const usualLimit = 10

/** `xform show`: the first rows of a model's query, of a snapshot, or of a query of the user's own; builds nothing. */
export const show: CommandRunner = reported(preview, true)

async function preview(invocation: Invocation, reporting: Reporting): Promise<number> {
  const { world } = invocation
  const limit = limitOf(invocation, reporting)
  const open = await openProject(invocation, reporting)
  if (open === undefined) return exitCodes.usage
  const ids = await choose(open, invocation, reporting)
  if (reporting.failed) return exitCodes.usage
  if (invocation.options.saveAsUnitTest !== undefined) {
    const { saveUnitTest } = await import('../save-unit-test.ts')
    return saveUnitTest(ids, { open, invocation, reporting, limit })
  }
  const run = { id: randomUUID(), startedAt: world.now() }
  const { nodes } = compileNodes(open, ids, { run, reporting })
  if (reporting.failed) return exitCodes.usage
  const queries = nodes.filter((node) => node.kind !== 'seed')
  for (const query of queries) {
    const code = await showQuery(query, { open, invocation, reporting, limit, titled: queries.length > 1 })
    if (code !== exitCodes.success) return code
  }
  return reporting.failed ? exitCodes.usage : exitCodes.success
}

async function choose(
  open: OpenProject,
  invocation: Invocation,
  reporting: Reporting,
): Promise<ReadonlySet<string>> {
  const { inline, select: selected, selector } = invocation.options
  if (inline !== undefined) return new Set([inlineModel(open)])
  if (selected !== undefined || selector !== undefined)
    return select(open, invocation, { kinds: ['model', 'snapshot'], reporting })
  reporting.report([diagnostic('nothing-to-show', undefined)])
  return new Set()
}

function limitOf({ options }: Invocation, reporting: Reporting): number {
  if (options.limit === undefined) return usualLimit
  const limit = readCount(options.limit, { smallest: 0, largest: 1_000_000 })
  if (limit !== undefined) return limit
  const params = { option: '--limit', value: options.limit, smallest: 0, largest: 1_000_000 }
  reporting.report([diagnostic('wrong-number', params)])
  return usualLimit
}

interface Showing {
  readonly open: OpenProject
  readonly invocation: Invocation
  readonly reporting: Reporting
  readonly limit: number
  readonly titled: boolean
}

async function showQuery(node: CompiledQuery, showing: Showing): Promise<number> {
  const { open, invocation, reporting, limit, titled } = showing
  const adapter = await openAdapter(open, { reporting, threads: 1, command: 'show' })
  if (adapter === undefined) return exitCodes.usage
  try {
    const { signal } = invocation.world
    const stands = `select * from ${adapter.dialect.relation(node.relation)}`
    const query = isGrown(node) ? stands : node.full.text
    const result = await adapter.session((session) => session.select(query, limit), signal)
    if (titled) reporting.output.write(`${node.name}\n`)
    reporting.output.write(print(result, showing))
    return exitCodes.success
  } catch (error) {
    const problem = adapter.explain(error)
    if (problem === undefined) throw error
    const isOwn = problem.offset === undefined || isGrown(node)
    const place = isOwn ? undefined : locateWord(node.full, problem.offset)
    const nowhere = problem.kind === 'connection' ? placeOfTarget(open) : { at: node.at }
    reporting.report([wordProblem(problem, place ?? nowhere)])
    return problem.kind === 'connection' ? exitCodes.usage : exitCodes.failure
  } finally {
    await adapter.close()
  }
}

/** What has grown is more than its query alone could tell. */
function isGrown(node: CompiledQuery): boolean {
  return node.kind === 'snapshot' || node.intake !== undefined
}

function print(result: ResultTable, { invocation, reporting }: Showing): string {
  const { output = 'text' } = invocation.options
  return renderResult(result, output === 'json' || output === 'csv' ? output : 'table', reporting.output)
}
