// A standing table that no period is remembered of was built by somebody else: its rows are taken as they are.
import type { Diagnostic } from '../errors/diagnostic.ts'
import type { MicrobatchConfig } from '../parse/config.ts'
import type { BuiltStretch } from './choose-periods.ts'
import { ownEventTime, type PeriodsInput } from './microbatch.ts'
import { startOfPeriod } from './period.ts'

/** The query for the table's latest event time: one row, `latest`, in milliseconds since the epoch. */
export function selectLatest({
  node,
  dialect,
  standing,
}: Pick<PeriodsInput, 'node' | 'dialect' | 'standing'>):
  { readonly sql: string } | { readonly diagnostic: Diagnostic } {
  const own = ownEventTime({ node, dialect }, standing.exists ? standing.columns : [])
  if ('diagnostic' in own) return own
  const latest = `cast(floor(extract(epoch from max(${dialect.quote(own.column.name)})) * 1000) as bigint)`
  return { sql: `select ${latest} as latest from ${dialect.relation(node.relation)}` }
}

/** What counts as built: all before the period of the latest event time, which may be in the future. Undefined where that is nothing. */
export function adoptedStretch(
  latest: number | undefined,
  { batchSize, begin }: MicrobatchConfig,
  now: number,
): BuiltStretch | undefined {
  if (latest === undefined) return undefined
  const start = startOfPeriod(begin, batchSize)
  const end = startOfPeriod(Math.min(latest, now), batchSize)
  return end <= start ? undefined : { start, end, settled: true, fingerprint: null }
}
