import { diagnostic, type Diagnostic } from '../errors/diagnostic.ts'
import type { Node } from '../parse/node.ts'
import { describeNode } from './describe-node.ts'
import { isReferable } from './name-index.ts'

/** Nodes of which no two can be mistaken for each other, and what was wrong with the others. */
export interface DistinctNodes {
  readonly nodes: readonly Node[]
  readonly diagnostics: readonly Diagnostic[]
}

/** Keeps the first node of each name; every further one is reported where it is defined. */
export function dropDuplicates(nodes: readonly Node[]): DistinctNodes {
  const taken = new Map<string, Node>()
  const kept: Node[] = []
  const diagnostics: Diagnostic[] = []
  for (const node of nodes) {
    const keys = nameKeys(node)
    const first = keys.map((key) => taken.get(key)).find((found) => found !== undefined)
    if (first === undefined) {
      for (const key of keys) taken.set(key, node)
      kept.push(node)
    } else {
      diagnostics.push(reportDuplicate(node, first))
    }
  }
  return { nodes: kept, diagnostics }
}

/** What must be unique about a node: its id, and the name by which a `ref` means it whatever its kind. */
function nameKeys(node: Node): readonly string[] {
  return isReferable(node) ? [node.id, `ref.${node.name}`] : [node.id]
}

function reportDuplicate(node: Node, first: Node): Diagnostic {
  const words = describeNode(first)
  return diagnostic(
    'duplicate-name',
    { what: describeNode(node), first: words, hasAlias: isReferable(node) },
    { at: node.at, related: [{ message: `${words} is defined here first`, at: first.at }] },
  )
}
