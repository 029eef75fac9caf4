import { endedWell, type NodeResult } from '../../core/index.ts'
import { formatNumber } from '../render/count.ts'

/** How many nodes ended in which way. */
export interface Tally {
  readonly ok: number
  readonly failed: number
  readonly skipped: number
  /** Were under way and were rolled back. */
  readonly cancelled: number
  /** Were given up before they began. */
  readonly notStarted: number
}

/** Counts nothing yet. */
export const emptyTally: Tally = { ok: 0, failed: 0, skipped: 0, cancelled: 0, notStarted: 0 }

/** The tally with one more node. */
export function countNode(tally: Tally, result: NodeResult): Tally {
  const kind = endOf(result)
  return { ...tally, [kind]: tally[kind] + 1 }
}

/** Counts the nodes of a run by how they ended. */
export function tallyNodes(results: readonly NodeResult[]): Tally {
  return results.reduce(countNode, emptyTally)
}

/** How a node ended, as the tally names it. */
export function endOf({ outcome, thread }: NodeResult): keyof Tally {
  if (endedWell(outcome)) return 'ok'
  if (outcome.status === 'error' || outcome.status === 'tested' || outcome.status === 'aged') return 'failed'
  if (outcome.status === 'skipped') return 'skipped'
  return thread === 0 ? 'notStarted' : 'cancelled'
}

/** How a node ended, in words. */
export const endWords: Readonly<Record<keyof Tally, string>> = {
  ok: 'ok',
  failed: 'failed',
  skipped: 'skipped',
  cancelled: 'cancelled and rolled back',
  notStarted: 'not started',
}

const ends: readonly (keyof Tally)[] = ['ok', 'failed', 'skipped', 'cancelled', 'notStarted']

/** The tally in words, without what is zero: `10 ok, 1 failed, 1 skipped`. */
export function describeTally(tally: Tally): string {
  return ends
    .filter((end) => tally[end] > 0)
    .map((end) => `${formatNumber(tally[end])} ${endWords[end]}`)
    .join(', ')
}

/** How many nodes there are in all. */
export function countNodes(tally: Tally): number {
  return ends.reduce((sum, end) => sum + tally[end], 0)
}
