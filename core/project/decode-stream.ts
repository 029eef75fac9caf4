// A file's bytes, in pieces → its text, in pieces.
import { diagnostic } from '../errors/diagnostic.ts'
import type { Span } from '../errors/span.ts'
import { XformError } from '../errors/xform-error.ts'

/**
 * Decodes a stream of bytes as UTF-8 without holding more than a piece of it; a byte order mark is dropped. Throws an
 * `XformError` that says on which line where the bytes are no text, or where the file cannot be read.
 */
export async function* decodeStream(path: string, bytes: AsyncIterable<Buffer>): AsyncGenerator<string> {
  const decoder = new TextDecoder('utf-8', { fatal: true })
  let line = 1
  const decode = (piece: Buffer | undefined): string => {
    try {
      return piece === undefined ? decoder.decode() : decoder.decode(piece, { stream: true })
    } catch {
      throw new XformError([diagnostic('not-utf8', undefined, { at: lineSpan(path, line + badLine(piece)) })])
    }
  }
  for await (const piece of bytes) {
    const text = decode(piece)
    line += countLines(text)
    yield text
  }
  const rest = decode(undefined)
  if (rest !== '') yield rest
}

/** How many lines of a piece come before the first byte that is part of no character. */
function badLine(piece: Buffer | undefined): number {
  if (piece === undefined) return 0
  const text = piece.toString('utf8')
  return countLines(text.slice(0, Math.max(0, text.indexOf('\uFFFD', 1))))
}

function countLines(text: string): number {
  let count = 0
  for (let at = text.indexOf('\n'); at !== -1; at = text.indexOf('\n', at + 1)) count++
  return count
}

function lineSpan(path: string, line: number): Span {
  return { path, line, column: 1, endLine: line, endColumn: 1 }
}
