// The clauses of a select beside its output and its group by → what stands against merging, and where it reads from.
import {
  asList,
  asName,
  asNode,
  asParts,
  canonicalName,
  isUnused,
  otherFields,
  type SqlName,
  type SqlNode,
} from './sql-node.ts'

const phrases: ReadonlyMap<string, string> = new Map([
  ['with', 'it has a with clause'],
  ['having', 'it has a having clause'],
  ['qualify', 'it has a qualify clause'],
  ['order_by', 'it has an order by'],
  ['limit', 'it has a limit'],
  ['fetch', 'it has a limit'],
  ['top', 'it has a limit'],
  ['offset', 'it has an offset'],
  ['distinct', 'it selects distinct rows'],
  ['distinct_on', 'it selects distinct rows'],
  ['windows', 'it has a window clause'],
  ['sample', 'it takes a sample'],
  ['joins', 'it joins another relation'],
  ['lateral_views', 'it joins another relation'],
])

/** Why a select is not plain: a clause, or nothing if it has only an output, a source, a where and a group by. */
export function refuseClauses(select: SqlNode): string | undefined {
  const [other] = otherFields(select, ['expressions', 'from', 'where_clause', 'group_by']).toSorted(byPhrase)
  if (other === undefined) return undefined
  return phrases.get(other) ?? `it has a clause that is not analysed (${other.replaceAll('_', ' ')})`
}

/** What the phrases know comes first, in their order. */
function byPhrase(left: string, right: string): number {
  const order = [...phrases.keys(), ...[left, right].filter((field) => !phrases.has(field))]
  return order.indexOf(left) - order.indexOf(right)
}

/** The name in front of the driver's columns, if a select reads the driver and nothing else; else why not. */
export function readRelation(select: SqlNode, driver: string): { readonly name: string } | string {
  const from = { kind: 'from', parts: asParts(select.parts['from']) }
  const sources = asList(from.parts['expressions'])
  if (sources.length > 1) return 'it joins another relation'
  const source = asNode(sources[0])
  if (source === undefined) return 'it does not read its driver'
  if (source.kind === 'subquery' || source.kind === 'pivot') return `it has a ${source.kind}`
  if (source.kind !== 'table') return 'it does not read its driver alone'
  const { schema, catalog, alias } = source.parts
  const name = asName(source.parts['name'])
  const isDriver = name !== undefined && isUnused(schema) && isUnused(catalog) && isSameName(name, driver)
  if (!isDriver) return 'it does not read its driver'
  if (otherFields(source, ['name', 'alias']).length > 0 || otherFields(from, ['expressions']).length > 0) {
    return 'it reads its driver in a form that is not analysed'
  }
  return { name: canonicalName(asName(alias) ?? name) }
}

/** A name without quotes is folded by some databases, so it surely is the driver's only if that is in lower case. */
function isSameName(name: SqlName, driver: string): boolean {
  return (name.quoted ? name.text : name.text.toLowerCase()) === driver
}
