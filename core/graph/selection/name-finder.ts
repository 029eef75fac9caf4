import type { Node, NodeId } from '../../parse/node.ts'
import type { ProjectPaths } from '../../project/project.ts'
import { qualifiedFolder } from './qualified-folder.ts'
import { compileWildcard, hasWildcard, type TextTest } from './wildcard.ts'

/** Finds nodes by name. */
export interface NameFinder {
  /**
   * The nodes that a name means: those called so, those whose fully qualified name it is, with or without the package,
   * and those below the folder that it names. With wildcards the whole of one of these names must fit; dots are
   * characters as any other then.
   */
  readonly find: (name: string) => ReadonlySet<NodeId>
  /** Every name that means something: nodes, and folders with their qualified names. */
  readonly names: () => readonly string[]
}

/** Nodes with the same folder, which for a unit test ends with its model. */
interface Folder {
  /** Its qualified name without the package (empty for the outermost one) and with it. */
  readonly names: readonly [string, string]
  readonly nodes: Node[]
}

/** Makes a finder over those nodes that names can mean: sources and exposures have methods of their own. */
export function createNameFinder(nodes: Iterable<Node>, paths: ProjectPaths): NameFinder {
  const folders = memoize(() => groupByFolder(nodes, paths))
  const index = memoize(() => indexNames(folders()))
  const names = memoize(() => [...index().keys()])
  return {
    find: (name) =>
      hasWildcard(name) ? findFitting(folders(), compileWildcard(name)) : new Set(index().get(name)?.flat()),
    names,
  }
}

function groupByFolder(nodes: Iterable<Node>, paths: ProjectPaths): readonly Folder[] {
  const folders = new Map<string, Folder>()
  for (const node of nodes) {
    if (node.kind === 'source' || node.kind === 'exposure') continue
    const key = `${node.path.slice(0, node.path.lastIndexOf('/') + 1)}:${node.kind === 'unit_test' ? node.model : ''}`
    const folder = folders.get(key)
    if (folder === undefined) folders.set(key, { names: folderNames(node, paths), nodes: [node] })
    else folder.nodes.push(node)
  }
  return [...folders.values()]
}

function folderNames(node: Node, paths: ProjectPaths): readonly [string, string] {
  const [ownPackage = '', ...inside] = qualifiedFolder(node, paths)
  return [inside.join('.'), [ownPackage, ...inside].join('.')]
}

/** Each name → lists of the nodes that it means; a folder's nodes are one list, whatever the folder is called. */
function indexNames(folders: readonly Folder[]): ReadonlyMap<string, readonly (readonly NodeId[])[]> {
  const index = new Map<string, (readonly NodeId[])[]>()
  const add = (name: string, ids: readonly NodeId[]): void => {
    const lists = index.get(name)
    if (lists === undefined) index.set(name, [ids])
    else lists.push(ids)
  }
  for (const { names, nodes } of folders) {
    const all = nodes.map(({ id }) => id)
    for (const folder of names) for (const prefix of dottedPrefixes(folder)) add(prefix, all)
    for (const { id, name } of nodes) {
      const own = [id]
      add(name, own)
      for (const part of dottedPrefixes(name)) for (const folder of names) add(joinNames(folder, part), own)
    }
  }
  return index
}

function findFitting(folders: readonly Folder[], fits: TextTest): ReadonlySet<NodeId> {
  const found = new Set<NodeId>()
  for (const { names, nodes } of folders) {
    for (const { id, name } of nodes) {
      if (fits(name) || names.some((folder) => fits(joinNames(folder, name)))) found.add(id)
    }
  }
  return found
}

function joinNames(folder: string, name: string): string {
  return folder === '' ? name : `${folder}.${name}`
}

/** A name and what stands before each of its dots; none for no name. */
function dottedPrefixes(name: string): readonly string[] {
  if (name === '') return []
  const prefixes = [name]
  for (let dot = name.indexOf('.'); dot !== -1; dot = name.indexOf('.', dot + 1))
    prefixes.push(name.slice(0, dot))
  return prefixes
}

function memoize<T>(compute: () => T): () => T {
  let known: { readonly value: T } | undefined
  return () => (known ??= { value: compute() }).value
}
