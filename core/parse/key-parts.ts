import { diagnostic } from '../errors/diagnostic.ts'
import type { Span } from '../errors/span.ts'
import type { Report } from '../project/schema/reader.ts'
import { codeOf } from './sql-scan.ts'

/** What a config says of a key. */
export interface SaidKey {
  readonly option: 'unique_key' | 'key'
  /** Columns and expressions. */
  readonly parts: readonly string[]
  readonly at: Span | undefined
}

/** Several columns in one text are one expression, whose values no table can hold: each such part is an error. */
export function checkKeyParts({ option, parts, at }: SaidKey, report: Report): void {
  for (const part of parts) {
    if (!holdsComma(part)) continue
    const columns = part.split(',').map((column) => column.trim())
    report(diagnostic('key-with-comma', { option, key: part, list: `[${columns.join(', ')}]` }, { at }))
  }
}

/** Whether a comma stands outside of brackets, quotes and comments. */
function holdsComma(expression: string): boolean {
  const innermost = /\([^()]*\)|\[[^[\]]*\]|\{[^{}]*\}|"[^"]*"/gu
  let code = codeOf(expression)
  while (code.search(innermost) !== -1) code = code.replaceAll(innermost, '')
  return code.includes(',')
}
