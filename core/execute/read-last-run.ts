// A target's journal → the last run, and what of it did not come to its end.
import type { Adapter } from '../adapter/adapter.ts'
import { textOf } from '../adapter/session.ts'
import type { Graph } from '../graph/graph.ts'
import type { NodeId } from '../parse/node.ts'
import { existingLayout } from '../state/catalog.ts'
import { parseJournalRun, selectLastRun, selectResults, type JournalRun } from '../state/last-run.ts'

/** A run, and the ends of its nodes that the journal knows. */
export interface LastRun extends JournalRun {
  /** Node → how it ended; what was cut off is not in it. */
  readonly ends: ReadonlyMap<NodeId, string>
}

/** Reads the newest run of some commands on a target; undefined where there is none. */
export async function readLastRun(
  adapter: Adapter,
  {
    target,
    commands,
    signal,
  }: { readonly target: string; readonly commands: readonly string[]; readonly signal: AbortSignal },
): Promise<LastRun | undefined> {
  const { texts } = adapter
  return adapter.session(async (session) => {
    const stands = await session.query(existingLayout(texts))
    if (stands.length === 0) return undefined
    const [row] = await session.query(selectLastRun(texts, target, commands))
    if (row === undefined) return undefined
    const run = parseJournalRun(row)
    const results = await session.query(selectResults(texts, run.runId))
    const ends = new Map(results.map((one) => [textOf(one['node_id']), textOf(one['status'])] as const))
    return { ...run, ends }
  }, signal)
}

/** These ends need no second try. */
const good: ReadonlySet<string> = new Set(['success', 'pass', 'warn'])

/**
 * The nodes of a run that have to be tried again: those that were not built or failed. A test that was to run inside a
 * node's transaction has run where that was committed. A run that came to its end has remembered all but the nodes that it
 * had nothing to do for.
 */
export function leftOf({ status, nodes, ends, arguments: asked }: LastRun, graph: Graph): readonly NodeId[] {
  const unsaid = status === 'running' ? '' : 'success'
  const isDone = (id: NodeId): boolean => good.has(ends.get(id) ?? unsaid)
  const audited = asked['audit'] !== false
  return nodes.filter((id) => {
    const node = graph.nodes.get(id)
    if (node === undefined || isDone(id)) return false
    const isOpen = node.kind === 'test' && audited && !ends.has(id)
    if (!isOpen) return true
    const built = (graph.upstream.get(id) ?? []).filter((read) => nodes.includes(read))
    return built.length === 0 || !built.every(isDone)
  })
}
