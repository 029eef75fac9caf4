// Which names in a query carry the rows of its driver: its own, and those of the common table expressions that read it.
import { asList, asName, asNode, asParts, isUnused, type SqlNode } from './sql-node.ts'

/** Names in lower case, and how often the driver is read through each. */
export type Carriers = ReadonlyMap<string, number>

/** The carriers in a query. A common table expression counts as often as its own query reads the driver. */
export function findCarriers(query: unknown, driver: string): Carriers {
  const carriers = new Map([[driver.toLowerCase(), 1]])
  for (const expression of withExpressions(query)) {
    const name = asName(asParts(expression)['alias'])?.text.toLowerCase()
    const reads = countReads(asParts(expression)['this'], carriers)
    if (name !== undefined && reads > 0) carriers.set(name, reads)
  }
  return carriers
}

/** All common table expressions at and below a value, each after those that it can read. */
function withExpressions(value: unknown): readonly unknown[] {
  const own = asList(asParts(asParts(value)['with'])['ctes'])
  return [
    ...own.flatMap((expression) => [...withExpressions(asParts(expression)['this']), expression]),
    ...inside(value).flatMap(withExpressions),
  ]
}

/** The parts of a value, without its with clause. */
function inside(value: unknown): readonly unknown[] {
  const fields = Object.entries(asParts(value)).flatMap(([field, part]) => (field === 'with' ? [] : [part]))
  return [...asList(value), ...fields]
}

/**
 * How often a part of a query reads the driver. The branches of a `union all` each give rows of their own, so that they
 * count as often as the one that reads it most.
 */
export function countReads(value: unknown, carriers: Carriers): number {
  const node = asNode(value)
  if (node?.kind === 'table') return carriers.get(tableName(node) ?? '') ?? 0
  if (node?.kind === 'union' && node.parts['all'] === true) {
    return Math.max(countReads(node.parts['left'], carriers), countReads(node.parts['right'], carriers))
  }
  return inside(value).reduce<number>((sum, part) => sum + countReads(part, carriers), 0)
}

function tableName(node: SqlNode): string | undefined {
  const isPlain = isUnused(node.parts['schema']) && isUnused(node.parts['catalog'])
  return isPlain ? asName(node.parts['name'])?.text.toLowerCase() : undefined
}
