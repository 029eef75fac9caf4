// The text of a `.env` file → names and values.
import { diagnostic, type Diagnostic } from '../errors/diagnostic.ts'
import { indexLines } from '../errors/span.ts'
import type { SourceFile } from './source-file.ts'
import { recordOf } from './tree.ts'

/** A `.env` file, read. */
export interface DotEnv {
  readonly values: Readonly<Record<string, string>>
  readonly diagnostics: readonly Diagnostic[]
}

const blank = /[ \t]*(?:#[^\n]*)?(?:\r?\n|$)/uy
const assignment = /[ \t]*(?:export[ \t]+)?(?<name>[A-Za-z_]\w*)[ \t]*=[ \t]*/uy
const single = /'(?<value>[^'\n]*)'/uy
const double = /"(?<value>[^"\\]*(?:\\[^][^"\\]*)*)"/uy
const bare = /(?<value>[^\s#'"](?:[^\n#]|(?<=\S)#)*)?/uy

/**
 * Reads `NAME=value` lines: blank lines and `#` comments are skipped, `export` may stand in front, single quotes keep a
 * value as it is, double quotes know `\n`, `\r`, `\t`, `\"`, `\\`, `\$` and may go over several lines. The last of equal
 * names wins. A line that is none of this is reported; its text is not repeated, because it may hold a secret.
 */
export function parseDotEnv(file: SourceFile): DotEnv {
  const { text } = file
  const index = indexLines(file)
  const values: (readonly [string, string])[] = []
  const diagnostics: Diagnostic[] = []
  let offset = 0
  while (offset < text.length) {
    const afterBlank = matchAt(blank, text, offset)
    if (afterBlank !== undefined) {
      offset = afterBlank.end
      continue
    }
    const line = readLine(text, offset)
    if (line.ok) values.push([line.name, line.value])
    else diagnostics.push(diagnostic(line.problem, undefined, { at: index.span(line.at, line.end) }))
    offset = line.end
  }
  return { values: recordOf(values), diagnostics }
}

type Line =
  | { readonly ok: true; readonly name: string; readonly value: string; readonly end: number }
  | {
      readonly ok: false
      readonly problem: 'bad-env-line' | 'unclosed-env-quote'
      readonly at: number
      readonly end: number
    }

function readLine(text: string, start: number): Line {
  const head = matchAt(assignment, text, start)
  if (head === undefined) return { ok: false, problem: 'bad-env-line', at: start, end: lineEnd(text, start) }
  const quote = text[head.end]
  const quoted = quote === '"' ? double : quote === "'" ? single : bare
  const value = matchAt(quoted, text, head.end)
  if (value === undefined) {
    return { ok: false, problem: 'unclosed-env-quote', at: head.end, end: lineEnd(text, head.end) }
  }
  const rest = matchAt(blank, text, value.end)
  if (rest === undefined)
    return { ok: false, problem: 'bad-env-line', at: value.end, end: lineEnd(text, value.end) }
  const written = value.groups['value'] ?? ''
  const content = quote === '"' ? resolveEscapes(written) : quote === "'" ? written : written.trimEnd()
  return { ok: true, name: head.groups['name'] ?? '', value: content, end: rest.end }
}

const escapes: ReadonlyMap<string, string> = new Map([
  ['n', '\n'],
  ['r', '\r'],
  ['t', '\t'],
  ['"', '"'],
  ['\\', '\\'],
  ['$', '$'],
])

function resolveEscapes(text: string): string {
  return text.replaceAll(/\\([^])/gu, (whole, letter: string) => escapes.get(letter) ?? whole)
}

interface Match {
  readonly end: number
  readonly groups: Readonly<Record<string, string | undefined>>
}

function matchAt(pattern: RegExp, text: string, at: number): Match | undefined {
  pattern.lastIndex = at
  const match = pattern.exec(text)
  return match === null ? undefined : { end: at + match[0].length, groups: match.groups ?? {} }
}

function lineEnd(text: string, at: number): number {
  const end = text.indexOf('\n', at)
  return end === -1 ? text.length : end
}
