// A text that stands in another file, such as a hook in YAML → its template, with places in that file.
import type { Located } from '../project/project.ts'
import { parseSnippet, parseTemplate, type ParsedTemplate } from '../template/parse-template.ts'

/**
 * Parses a template that stands in another file. Where it stands there letter by letter, its places are exact;
 * otherwise each of them is the whole text.
 */
export function parseLocated({ value, at }: Located<string>): ParsedTemplate {
  const verbatim = at.line === at.endLine && at.endColumn - at.column === value.length
  if (!verbatim) return parseSnippet(value, at)
  const before = '\n'.repeat(at.line - 1) + ' '.repeat(at.column - 1)
  return parseTemplate({ path: at.path, text: before + value }, { start: before.length })
}
