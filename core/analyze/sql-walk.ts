import { asList, asNode, asParts, type SqlNode } from './sql-node.ts'

/** Every node at or below a value, except what stands below nodes that are not to be entered. */
export function nodesIn(
  value: unknown,
  isClosed: (node: SqlNode) => boolean = () => false,
): readonly SqlNode[] {
  const found: SqlNode[] = []
  const waiting: unknown[] = [value]
  while (waiting.length > 0) {
    const next = waiting.pop()
    const node = asNode(next)
    if (node !== undefined) found.push(node)
    if (node !== undefined && isClosed(node)) continue
    waiting.push(...asList(next), ...Object.values(asParts(next)))
  }
  return found
}
