// Columns of text → the type that holds every value of a column as it was written.
import { quoteIdentifier as quote } from '../../core/adapter/literal.ts'
import type { Row } from '../../core/adapter/session.ts'

/** What a text can be: each kind has a bit of its own, so that one pass over a column finds all that are in it. */
const kinds = {
  whole: 1,
  longWhole: 2,
  decimal: 4,
  boolean: 8,
  day: 16,
  timestamp: 32,
  moment: 64,
  text: 128,
} as const

const day = String.raw`\d{4}-\d\d-\d\d`
const timestamp = String.raw`${day}[ T]\d\d:\d\d(:\d\d(\.\d{1,6})?)?`

/** Longer texts are no numbers and no dates. */
const longest = 40

/** Where a column's texts come from: fields of csv, which can be anything; texts in quotes; numbers of JSON. */
export type TextOrigin = 'field' | 'quoted' | 'number'

/**
 * A query for one row that says of each column (`kinds_0`, `kinds_1` …) which kinds of text it holds. What stands in
 * quotes is no number. A number of JSON with a fraction is a double to every reader of JSON, however many digits it has.
 *
 * What would lose something as a number is a text: a zero in front (`007`, a postal code), a plus sign (a telephone
 * number), more digits than fit. Dates are written year first: no guess is made which of 01/02/2024 is the month.
 */
export function kindsQuery(
  from: string,
  columns: readonly { readonly name: string; readonly origin: TextOrigin }[],
): string {
  const masks = columns.map(
    ({ name, origin }, index) => `bit_or(${kindOf(quote(name), origin)}) as kinds_${index}`,
  )
  return `select ${masks.join(', ')} from (${from})`
}

function kindOf(value: string, origin: TextOrigin): string {
  const fits = (pattern: string): string => `regexp_full_match(${value}, ' *(${pattern}) *')`
  const casts = (type: string): string => `try_cast(${value} as ${type}) is not null`
  const digits = `length(regexp_replace(regexp_replace(${value}, '[eE].*', ''), '^[-0. ]*|[. ]', '', 'g'))`
  const whole = origin === 'number' ? String.raw`\d*` : String.raw`\d{0,14}`
  const keepsAll = origin === 'number' ? `regexp_matches(${value}, '[.eE]')` : `${digits} <= 17`
  const plain = `
    when ${fits(String.raw`-?(0|[1-9]\d{0,14})`)} then ${kinds.whole}
    when ${fits(String.raw`-?[1-9]\d{15,18}`)} and ${casts('bigint')} then ${kinds.longWhole}
    when ${fits(String.raw`-?((0|[1-9]${whole})(\.\d*)?|\.\d+)([eE][-+]?\d{1,3})?`)} and ${keepsAll}
      and isfinite(try_cast(${value} as double)) then ${kinds.decimal}
    when lower(${value}) in ('true', 'false') then ${kinds.boolean}`
  return `case when ${value} is null then 0 when strlen(${value}) > ${longest} then ${kinds.text}${origin === 'quoted' ? '' : plain}
    when ${fits(day)} and ${casts('date')} then ${kinds.day}
    when ${fits(timestamp)} and ${casts('timestamp')} then ${kinds.timestamp}
    when ${fits(String.raw`${timestamp}(Z|[-+]\d\d(:?\d\d)?)`)} and ${casts('timestamptz')} then ${kinds.moment}
    else ${kinds.text} end`
}

/** The types that the kinds stand for, in the order of the query's columns. */
export function typesOf([row = {}]: readonly Row[]): readonly string[] {
  return Object.values(row).map((mask) => typeOf(Number(mask ?? 0)))
}

/** The narrowest type for the kinds that a column holds; text where there is none, and where there are no values. */
export function typeOf(mask: number): string {
  const isOnly = (...allowed: readonly number[]): boolean =>
    mask !== 0 && (mask & ~allowed.reduce((all, one) => all | one, 0)) === 0
  if (isOnly(kinds.whole, kinds.longWhole)) return 'BIGINT'
  if (isOnly(kinds.whole, kinds.decimal)) return 'DOUBLE'
  if (isOnly(kinds.boolean)) return 'BOOLEAN'
  if (isOnly(kinds.day)) return 'DATE'
  if (isOnly(kinds.day, kinds.timestamp)) return 'TIMESTAMP'
  return isOnly(kinds.moment) ? 'TIMESTAMP WITH TIME ZONE' : 'VARCHAR'
}
