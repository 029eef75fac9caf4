// The text of a flow's query → whether it is so plain that nobody has to parse it.

/** Words without which no query looks at more than one row of its driver, and calls that look at one row each. */
const acrossRows =
  /\b(?:group|having|distinct|limit|offset|fetch|over|qualify|union|except|intersect|tablesample|sample|right|full|left|semi|anti|asof|natural|exists|pivot|recursive)\b/iu
const call = /([a-z_]\w*)\s*\(/giu

const plainCalls: ReadonlySet<string> = new Set(
  `abs and as cast ceil ceiling char character coalesce concat concat_ws date_part date_trunc decimal else extract floor from
   greatest ifnull in initcap least length lower ltrim md5 not now nullif numeric on or regexp_replace replace round rtrim
   select split_part strftime strptime substr substring then time timestamp to_char to_date to_timestamp trim try_cast upper
   using values varchar when where`.split(/\s+/u),
)

/** Whether nothing in a query speaks for a look at more than one row. That of a query that is not plain is for the parser to say. */
export function isPlainFlow(sql: string, driver: string): boolean {
  if (acrossRows.test(sql) || sql.split(driver).length > 2) return false
  return [...sql.matchAll(call)].every(([, name = '']) => plainCalls.has(name.toLowerCase()))
}
