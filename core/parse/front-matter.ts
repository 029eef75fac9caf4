// A model's file → the YAML between `---` lines at its top, and where its SQL begins.
import { diagnostic, type Diagnostic } from '../errors/diagnostic.ts'
import { refuse } from '../project/schema/scalars.ts'
import type { SourceFile } from '../project/source-file.ts'
import { isNothing, type TreeEntry } from '../project/tree.ts'
import { parseYaml } from '../project/yaml.ts'

/** The head of a file. Without front matter there are no entries, and the SQL begins at the beginning. */
export interface FrontMatter {
  readonly entries: readonly TreeEntry[]
  /** The offset at which the template begins. */
  readonly start: number
  readonly diagnostics: readonly Diagnostic[]
}

/** Reads front matter. It begins with a first line of exactly `---` and ends with the next such line. */
export function readFrontMatter(file: SourceFile): FrontMatter {
  const { path, text } = file
  const opening = /^---[ \t]*\r?\n/u.exec(text)
  if (opening === null) return { entries: [], start: 0, diagnostics: [] }
  const from = opening[0].length
  const closing = /^---[ \t]*\r?(?:\n|$)/mu.exec(text.slice(from))
  if (closing === null) {
    const at = { path, line: 1, column: 1, endLine: 1, endColumn: 4 }
    return {
      entries: [],
      start: text.length,
      diagnostics: [diagnostic('unclosed-front-matter', undefined, { at })],
    }
  }
  const start = from + closing.index + closing[0].length
  return { ...readEntries({ path, text: `\n${text.slice(from, from + closing.index)}` }), start }
}

/** The text begins with an empty line in place of the first `---`, so that places are those of the file. */
function readEntries(yaml: SourceFile): Omit<FrontMatter, 'start'> {
  const { root, diagnostics } = parseYaml(yaml)
  if (root === undefined || isNothing(root)) return { entries: [], diagnostics }
  if (root.kind === 'map') return { entries: root.entries, diagnostics }
  const findings = [...diagnostics]
  refuse(root, { expected: 'a map of config keys' }, (finding) => findings.push(finding))
  return { entries: [], diagnostics: findings }
}
