// What is remembered of a microbatch model + its config + the clock → the periods to build.
import type { MicrobatchConfig } from '../parse/config.ts'
import { addPeriods, namePeriod, periodsOf, startOfPeriod, type Stretch } from './period.ts'

/** A stretch of event time that has been built. */
export interface BuiltStretch extends Stretch {
  /** Built so late that no row of it was still to come. */
  readonly settled: boolean
  /** The SQL that built it; null where that is not known. */
  readonly fingerprint: string | null
}

/** What the choice depends on. */
export interface PeriodChoice {
  readonly config: MicrobatchConfig
  readonly built: readonly BuiltStretch[]
  /** In milliseconds since the epoch. */
  readonly now: number
  /** What the command line asks for, whatever is remembered. */
  readonly asked: Stretch | undefined
}

/** A model split into more periods than this is taken for a mistake in its config. */
export const mostPeriods = 100_000

/**
 * The periods to build, oldest first: those that were asked for; else those since `begin` that have never been built, those
 * whose rows were still to come when they were, and the last `lookback` ones up to now. One more than `mostPeriods` means
 * too many.
 */
export function choosePeriods({ config, built, now, asked }: PeriodChoice): readonly Stretch[] {
  const { batchSize: size, begin, lookback } = config
  if (asked !== undefined) return periodsOf(asked, size, mostPeriods + 1)
  const current = startOfPeriod(now, size)
  const open = addPeriods(current, -lookback, size)
  const all = periodsOf({ start: begin, end: addPeriods(current, 1, size) }, size, mostPeriods + 1)
  const isSettled = coverage(built.filter(({ settled }) => settled))
  return all.filter((period) => period.start >= open || !isSettled(period))
}

/** Whether a row of a period that is built now may still come: late rows come at most `lookback` periods late. */
export function isSettledAt(
  now: number,
  { start }: Stretch,
  { lookback, batchSize }: MicrobatchConfig,
): boolean {
  return now >= addPeriods(start, lookback + 1, batchSize)
}

/** How many of the stretches that stay as they are were built by other SQL. */
export function countOlder(
  built: readonly BuiltStretch[],
  { periods, fingerprint }: { readonly periods: readonly Stretch[]; readonly fingerprint: string },
): number {
  const isRebuilt = coverage(periods)
  return built.filter((one) => one.fingerprint !== null && one.fingerprint !== fingerprint && !isRebuilt(one))
    .length
}

/** The choice in words, for the action's reason. */
export function describePeriods(
  periods: readonly Stretch[],
  { config, older }: { readonly config: MicrobatchConfig; readonly older: number },
): string {
  const [first] = periods
  const last = periods.at(-1)
  const name = (period: Stretch): string => namePeriod(period, config.batchSize)
  const oldSql =
    older === 0
      ? ''
      : `; ${older === 1 ? '1 earlier period was' : `${older} earlier periods were`} built by older SQL`
  if (first === undefined || last === undefined) return `no period has begun since begin${oldSql}`
  const which = first === last ? name(first) : `${periods.length} periods, ${name(first)} to ${name(last)}`
  return `${which}${oldSql}`
}

/** Tells whether a stretch lies wholly in some others, which may touch or overlap. */
function coverage(stretches: readonly Stretch[]): (stretch: Stretch) => boolean {
  const merged: { start: number; end: number }[] = []
  for (const { start, end } of stretches.toSorted((a, b) => a.start - b.start)) {
    const last = merged.at(-1)
    if (last !== undefined && start <= last.end) last.end = Math.max(last.end, end)
    else merged.push({ start, end })
  }
  return ({ start, end }) => {
    // The last one that begins at or before the stretch is the only one that can hold it.
    let low = 0
    let high = merged.length
    while (low < high) {
      const middle = (low + high) >>> 1
      if ((merged[middle]?.start ?? 0) <= start) low = middle + 1
      else high = middle
    }
    const found = merged[low - 1]
    return found !== undefined && found.end >= end
  }
}
