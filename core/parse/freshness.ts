// `freshness` of a source's table, a model or a seed → how old its newest rows may be.
import type { Located, PlainValue } from '../project/project.ts'
import { duration } from '../project/schema/duration.ts'
import { object, required } from '../project/schema/object.ts'
import type { Read, Reader, Report } from '../project/schema/reader.ts'
import { choice, refuse, sql, wholeNumber, word } from '../project/schema/scalars.ts'
import { ageOf, type AgeLimit } from './age-limit.ts'
import type { FreshnessConfig } from './config.ts'
import { optional } from './optional.ts'
import { configReader, reportUnused, valueOf, type ConfigGrammar, type Saying } from './said.ts'

const limitMap = object(
  { count: required(wholeNumber({ least: 0 })), period: required(choice(['minute', 'hour', 'day'])) },
  { owner: 'a limit of freshness' },
)

const ageLimit: Reader<AgeLimit> = {
  expected: 'a duration of whole minutes, or a map with the keys count and period',
  jsonSchema: { anyOf: [duration.jsonSchema, limitMap.jsonSchema] },
  read(tree, report) {
    if (tree.kind === 'map') return limitMap.read(tree, report)
    const found = duration.read(tree, () => undefined)
    const limit = found === undefined ? undefined : limitOf(found)
    if (limit !== undefined) return limit
    const hint = 'Write a number and a unit, such as 12 hours, or { count: 12, period: hour }.'
    return refuse(tree, { expected: this.expected, hint }, report)
  },
}

/** The same length of time in the largest unit that it is whole in. */
function limitOf(milliseconds: number): AgeLimit | undefined {
  const periods = ['day', 'hour', 'minute'] as const
  const period = periods.find((one) => milliseconds % ageOf({ count: 1, period: one }) === 0)
  return period && { count: milliseconds / ageOf({ count: 1, period }), period }
}

const limitKeys = { warn_after: ageLimit, error_after: ageLimit, filter: sql }

const sourceFreshnessKeys = limitKeys

const builtFreshnessKeys = { ...limitKeys, column: word }

const owner = '"freshness"'

const sourceFreshnessGrammar: ConfigGrammar<typeof sourceFreshnessKeys> = {
  keys: sourceFreshnessKeys,
  notes: {
    owner,
    advice: {
      column: 'Write `loaded_at_field` beside `freshness`.',
      loaded_at_field: 'Write it beside `freshness`.',
      loaded_at_query: 'Write it beside `freshness`.',
    },
  },
}

const builtFreshnessGrammar: ConfigGrammar<typeof builtFreshnessKeys> = {
  keys: builtFreshnessKeys,
  notes: {
    owner,
    advice: {
      build_after:
        'A run builds whatever is selected, however old it is: `freshness` says here how old the newest rows may be (`warn_after`, `error_after`).',
      loaded_at_field: 'Write `column`.',
      loaded_at_query: 'Write `column`.',
    },
  },
}

/** How old the newest rows of a source's table may be. */
export const sourceFreshness = configReader(sourceFreshnessGrammar)

/** The same for what the project builds, where it also says which column tells. */
export const builtFreshness = configReader(builtFreshnessGrammar)

type FreshnessSaying = Saying<Read<typeof builtFreshness>> | undefined

/** What was said of freshness, complete; undefined where no limit is said. */
export function completeFreshness(saying: FreshnessSaying): FreshnessConfig | undefined {
  const said = valueOf(saying)
  const warnAfter = locate(said?.warn_after)
  const errorAfter = locate(said?.error_after)
  if (saying === undefined || (warnAfter === undefined && errorAfter === undefined)) return undefined
  return {
    at: saying.at,
    ...optional('warnAfter', warnAfter),
    ...optional('errorAfter', errorAfter),
    ...optional('filter', valueOf(said?.filter)),
    ...optional('column', locate(said?.column)),
  }
}

function locate<T>(saying: Saying<T> | undefined): Located<T> | undefined {
  const value = valueOf(saying)
  return saying === undefined || value === undefined ? undefined : { value, at: saying.at }
}

/** Reports freshness without limits, and a warning that could never come. */
export function checkFreshness(saying: FreshnessSaying, report: Report): void {
  const said = valueOf(saying)
  if (saying === undefined || said === undefined) return
  const warnAfter = locate(said.warn_after)
  const errorAfter = locate(said.error_after)
  if (warnAfter === undefined && errorAfter === undefined && Object.keys(said).length > 0) {
    const because = 'neither `warn_after` nor `error_after` is said'
    reportUnused('freshness', { because, at: saying.at }, report)
  }
  if (warnAfter === undefined || errorAfter === undefined) return
  if (ageOf(warnAfter.value) < ageOf(errorAfter.value)) return
  reportUnused('warn_after', { because: '`error_after` is not longer', at: warnAfter.at }, report)
}

/** Freshness by the keys that users write, as the artifacts have it. */
export function writtenFreshness({ warnAfter, errorAfter, filter }: FreshnessConfig): WrittenFreshness {
  return {
    warn_after: warnAfter === undefined ? null : { ...warnAfter.value },
    error_after: errorAfter === undefined ? null : { ...errorAfter.value },
    filter: filter?.value ?? null,
  }
}

type WrittenFreshness = Readonly<Record<'warn_after' | 'error_after' | 'filter', PlainValue>>
