import type { ModelNode, Node, SeedNode, SnapshotNode, SourceNode } from '../parse/node.ts'

/** What `ref` can mean. */
export type Referable = ModelNode | SeedNode | SnapshotNode

/** Things by their names, and the names as a list. */
interface Named<T> {
  readonly byName: ReadonlyMap<string, T>
  readonly names: readonly string[]
}

/** The nodes that references can mean, by the names that references use. */
export interface NameIndex {
  readonly referables: Named<Referable>
  /** Source → table → node. */
  readonly sources: Named<Named<SourceNode>>
  /** Table → the sources that have one of this name. */
  readonly sourcesOfTable: ReadonlyMap<string, readonly string[]>
}

/** Indexes nodes by name. Of several with the same name the first keeps it. */
export function indexNames(nodes: readonly Node[]): NameIndex {
  const referables = nodes.filter(isReferable)
  const tables = nodes.filter((node) => node.kind === 'source')
  const bySource = groupBy(tables, (table) => table.source)
  const byTable = groupBy(tables, (table) => table.name)
  return {
    referables: named(referables.map((node) => [node.name, node])),
    sources: named(
      [...bySource].map(([source, group]) => [source, named(group.map((table) => [table.name, table]))]),
    ),
    sourcesOfTable: new Map([...byTable].map(([table, group]) => [table, group.map(({ source }) => source)])),
  }
}

/** Whether a `ref` can mean the node. */
export function isReferable(node: Node): node is Referable {
  return node.kind === 'model' || node.kind === 'seed' || node.kind === 'snapshot'
}

function named<T>(entries: readonly (readonly [string, T])[]): Named<T> {
  const byName = new Map(entries.toReversed())
  return { byName, names: [...byName.keys()] }
}

function groupBy<T>(items: readonly T[], keyOf: (item: T) => string): ReadonlyMap<string, readonly T[]> {
  const groups = new Map<string, T[]>()
  for (const item of items) {
    const group = groups.get(keyOf(item))
    if (group === undefined) groups.set(keyOf(item), [item])
    else group.push(item)
  }
  return groups
}
