// The time of a node's newest rows, and the limits of its config → whether they are fresh enough.
import type { FreshnessCheck } from '../../compile/freshness-check.ts'
import { diagnostic, type Diagnostic } from '../../errors/diagnostic.ts'
import type { AgedOutcome } from '../../events.ts'
import { ageOf, type AgeLimit } from '../../parse/age-limit.ts'
import type { Located } from '../../project/project.ts'
import { wordAge, wordLimit } from './word-age.ts'

/** When a node's newest rows came, and the time now by the clock of who told it; in milliseconds since the epoch. */
export interface Newest {
  /** Undefined where there are no rows. */
  readonly newest: number | undefined
  readonly lookedAt: number
}

/** Clocks differ by this much without anybody being wrong, in milliseconds. */
const tolerance = 60_000

/** Judges how old a node's newest rows are. No rows are older than any limit. */
export function judgeAge(check: FreshnessCheck, { newest, lookedAt }: Newest): AgedOutcome {
  const { warnAfter, errorAfter } = check.freshness
  const age = newest === undefined ? undefined : lookedAt - newest
  const passed = (limit: Located<AgeLimit> | undefined): boolean =>
    limit !== undefined && (age ?? Infinity) > ageOf(limit.value)
  const verdict = passed(errorAfter) ? 'fail' : passed(warnAfter) ? 'warn' : 'pass'
  return {
    status: 'aged',
    verdict,
    newest,
    age,
    lookedAt,
    limits: { warnAfter: warnAfter?.value, errorAfter: errorAfter?.value },
    diagnostics: diagnosticsOf(check, verdict, { newest, age }),
  }
}

function diagnosticsOf(
  check: FreshnessCheck,
  verdict: AgedOutcome['verdict'],
  { newest, age }: Pick<AgedOutcome, 'newest' | 'age'>,
): readonly Diagnostic[] {
  const { freshness } = check
  if (verdict === 'pass') return age !== undefined && age < -tolerance ? [explainFuture(check, age)] : []
  const limit = verdict === 'fail' ? freshness.errorAfter : freshness.warnAfter
  if (limit === undefined) return []
  const params = {
    ...subjectOf(check),
    age: age === undefined ? undefined : wordAge(age),
    newest: newest === undefined ? undefined : wordMoment(newest),
    limit: wordLimit(limit.value),
  }
  const severity = verdict === 'fail' ? 'error' : 'warning'
  return [diagnostic('stale', params, { at: limit.at, severity })]
}

function explainFuture(check: FreshnessCheck, age: number): Diagnostic {
  const params = { ...subjectOf(check), ahead: wordAge(-age) }
  return diagnostic('from-the-future', params, { at: check.freshness.at, severity: 'note' })
}

function subjectOf({ name, kind, reading }: FreshnessCheck) {
  return { name, kind, what: reading.kind === 'files' ? ('file' as const) : ('row' as const) }
}

/** `2026-07-01 06:00:00 UTC`. */
function wordMoment(moment: number): string {
  const date = new Date(moment)
  if (Number.isNaN(date.getTime())) return ''
  return `${date.toISOString().slice(0, -5).replace('T', ' ')} UTC`
}
