// The bytes of a file → its text, or why they are none.
import { isUtf8 } from 'node:buffer'
import { diagnostic, type Diagnostic } from '../errors/diagnostic.ts'
import { fileSpan, indexLines } from '../errors/span.ts'

/** The text of a file, or what is wrong with it. */
export type TextReading =
  { readonly ok: true; readonly text: string } | { readonly ok: false; readonly diagnostic: Diagnostic }

/** Decodes a file as UTF-8. A byte order mark is dropped; anything that is not text is refused. */
export function decodeText(path: string, bytes: Buffer): TextReading {
  if (bytes.includes(0)) {
    return { ok: false, diagnostic: diagnostic('binary-file', undefined, { at: fileSpan(path) }) }
  }
  const text = bytes.toString('utf8')
  if (isUtf8(bytes)) return { ok: true, text: text.startsWith('\uFEFF') ? text.slice(1) : text }
  const offset = Math.max(0, text.indexOf('\uFFFD'))
  const at = indexLines({ path, text }).span(offset, offset + 1)
  return { ok: false, diagnostic: diagnostic('not-utf8', undefined, { at }) }
}
