// A section of `xform.yml` such as `models:` → the tree of defaults by folder.
import { diagnostic } from '../errors/diagnostic.ts'
import type { FolderDefaults } from './project.ts'
import type { Reader, Report } from './schema/reader.ts'
import { refuse } from './schema/scalars.ts'
import { isNothing, recordOf, type MapTree, type TreeEntry } from './tree.ts'

/**
 * The keys of a config whose value is a map. Any other map is a folder, unless its key begins with `+`, which always
 * means a key of the config.
 */
export const mapValuedKeys: ReadonlySet<string> = new Set([
  'meta',
  'grants',
  'persist_docs',
  'column_types',
  'pre_hook',
  'post_hook',
  'pre-hook',
  'post-hook',
  'contract',
  'freshness',
  'docs',
  'snapshot_meta_column_names',
])

/** Reads the defaults of one kind of node: what holds for all of them, and below it what holds in each folder. */
export const folderDefaults: Reader<FolderDefaults> = {
  expected: 'a map of config keys and folders',
  jsonSchema: { type: 'object' },
  read(tree, report) {
    return tree.kind === 'map'
      ? readLevel(tree, report)
      : refuse(tree, { expected: 'a map of config keys and folders' }, report)
  },
}

function readLevel(tree: MapTree, report: Report): FolderDefaults {
  const config = new Map<string, TreeEntry>()
  const folders: (readonly [string, FolderDefaults])[] = []
  for (const entry of tree.entries) {
    const marked = entry.key.startsWith('+')
    const key = marked ? entry.key.slice(1) : entry.key
    if (!marked && !mapValuedKeys.has(key) && entry.value.kind === 'map') {
      folders.push([key, { ...readLevel(entry.value, report), at: entry.keyAt }])
      continue
    }
    const first = config.get(key)
    if (first === undefined) config.set(key, { ...entry, key })
    else reportTwice(entry, first, report)
  }
  return { config: [...config.values()].filter(isSaid), folders: recordOf(folders), at: tree.at }
}

function isSaid({ value }: TreeEntry): boolean {
  return !isNothing(value)
}

function reportTwice({ key, keyAt }: TreeEntry, first: TreeEntry, report: Report): void {
  const related = [{ message: 'It stands here first', at: first.keyAt }]
  report(diagnostic('yaml-duplicate-key', { key }, { at: keyAt, related }))
}
