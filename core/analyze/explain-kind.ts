import { isUnused, type SqlNode } from './sql-node.ts'

/** Functions and words that answer differently from one run to the next. */
const changing: ReadonlySet<string> = new Set(
  `clock_timestamp current_catalog current_database current_date current_query current_role current_schema current_setting
   current_time current_timestamp current_user currval gen_random_uuid get_current_timestamp getdate getvariable lastval
   localtime localtimestamp nextval now pg_sleep rand random session_user setseed statement_timestamp system_user
   timeofday today transaction_timestamp txid_current user utc_date utc_time utc_timestamp uuid uuidv4
   uuidv7`.split(/\s+/u),
)

/** Whether a name, written like a column, may be a word that the database answers by itself. */
export function isChanging(name: string): boolean {
  return changing.has(name.toLowerCase())
}

/** Why a function that is not on the allow-list forbids merging. */
export function explainFunction(name: string, withParentheses: boolean): string {
  const written = `${name.toLowerCase()}${withParentheses ? '()' : ''}`
  return isChanging(name) ? `it uses ${written}, whose answer changes` : `it uses ${written}`
}

const phrases: ReadonlyMap<string, string> = new Map([
  ...['subquery', 'select', 'exists', 'any', 'all', 'union'].map(
    (kind) => [kind, 'it has a subquery'] as const,
  ),
  ...['parameter', 'placeholder'].map((kind) => [kind, 'it has a parameter'] as const),
  ...['sum', 'count', 'min', 'max'].map((kind) => [kind, `it computes with ${kind}()`] as const),
  ['window_function', 'it uses a window function'],
  ['star', 'it does not list its columns'],
])

/** Why an expression of a kind that is not on the allow-list forbids merging. */
export function explainKind(node: SqlNode): string {
  const phrase = phrases.get(node.kind)
  if (phrase !== undefined) return phrase
  if (isChanging(node.kind)) return explainFunction(node.kind, true)
  // The parser keeps the written name of every aggregate function.
  if (typeof node.parts['name'] === 'string') return explainFunction(node.parts['name'], true)
  return `it has an expression that is not analysed (${node.kind.replaceAll('_', ' ')})`
}

/** Why an expression of a known kind forbids merging when it has a field beyond the known ones. */
export function explainForm(node: SqlNode): string {
  const { query, subquery, distinct, order_by: order } = node.parts
  if (!isUnused(query) || !isUnused(subquery)) return 'it has a subquery'
  if (!isUnused(distinct)) return `it uses ${node.kind}(distinct …)`
  if (!isUnused(order)) return `it has an order by inside ${node.kind}()`
  return `it has an expression in a form that is not analysed (${node.kind.replaceAll('_', ' ')})`
}
