// A section of defaults in `xform.yml` → what it says of a node, by the node's folders.
import { diagnostic } from '../errors/diagnostic.ts'
import { suggest } from '../errors/suggest.ts'
import type { FolderDefaults } from '../project/project.ts'
import type { Report } from '../project/schema/reader.ts'
import { mergeSaid, readSaid, type ConfigGrammar, type ConfigKeys, type Said } from './said.ts'

/** Defaults that have been read: each level together with those above it. */
export interface FolderConfig<K extends ConfigKeys> {
  readonly said: Said<K>
  readonly folders: ReadonlyMap<string, FolderConfig<K>>
}

/** Reads the defaults of every folder, once. */
export function readFolderConfig<K extends ConfigKeys>(
  section: FolderDefaults,
  grammar: ConfigGrammar<K>,
  report: Report,
): FolderConfig<K> {
  const readLevel = (level: FolderDefaults, above: Said<K>): FolderConfig<K> => {
    const said = mergeSaid(above, readSaid(level.config, grammar, report))
    const folders = Object.entries(level.folders).map(
      ([name, below]) => [name, readLevel(below, said)] as const,
    )
    return { said, folders: new Map(folders) }
  }
  return readLevel(section, {})
}

/** What the defaults say of a node: those of the nearest of its folders (or of its name) that has some. */
export function lookUpFolderConfig<K extends ConfigKeys>(
  config: FolderConfig<K>,
  parts: readonly string[],
): Said<K> {
  let level = config
  for (const part of parts) {
    const below = level.folders.get(part)
    if (below === undefined) break
    level = below
  }
  return level.said
}

/** What the defaults of a section should match. */
export interface MatchedPaths {
  readonly section: FolderDefaults
  /** Of each node: its folders below the section's path, and its name. */
  readonly paths: readonly (readonly string[])[]
  readonly projectName: string
}

/** How many folders get a suggestion: each costs a look at all names. */
const mostSuggestions = 20

/** Warns of folders (and names) among the defaults that no node is in: their defaults hold for nothing. */
export function reportUnmatched({ section, paths, projectName }: MatchedPaths, report: Report): void {
  if (Object.keys(section.folders).length === 0) return
  const known = new Set(paths.flatMap((parts) => parts.map((_, index) => keyOf(parts.slice(0, index + 1)))))
  let suggestions = mostSuggestions
  const visit = (level: FolderDefaults, above: readonly string[]): void => {
    for (const [name, below] of Object.entries(level.folders)) {
      const parts = [...above, name]
      if (known.has(keyOf(parts))) {
        visit(below, parts)
        continue
      }
      const siblings = suggestions-- > 0 ? siblingsOf(paths, above) : []
      const isProject = above.length === 0 && name === projectName
      const suggestion = isProject ? undefined : suggest(name, siblings)
      report(
        diagnostic(
          'unmatched-defaults',
          { name, suggestion, isProject },
          { at: below.at, severity: 'warning' },
        ),
      )
    }
  }
  visit(section, [])
}

function siblingsOf(paths: readonly (readonly string[])[], above: readonly string[]): ReadonlySet<string> {
  const beside = paths.filter((parts) => above.every((part, index) => parts[index] === part))
  return new Set(beside.flatMap((parts) => parts[above.length] ?? []))
}

function keyOf(parts: readonly string[]): string {
  return parts.join('/')
}
