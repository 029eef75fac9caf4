// The first record of a csv file → the names of its columns.
import { createReadStream } from 'node:fs'
import { pipeline } from 'node:stream'
import { createGunzip } from 'node:zlib'
import { sameName } from './literals.ts'

/** The names in a header, or what is wrong with it. An empty file has none. */
export type CsvHeader =
  { readonly ok: true; readonly names: readonly string[] } | { readonly ok: false; readonly problem: string }

/** A header is not longer than this, in characters: what is, is no header. */
const longest = 1 << 20

/**
 * Reads the header of a file; one whose name ends with `.gz` is unpacked on the way. DuckDB would find the names itself,
 * but it guesses: it skips lines that look wrong to it, and renames columns that have no name or the same.
 */
export async function readCsvHeader(
  path: string,
  { delimiter, signal }: { readonly delimiter: string; readonly signal?: AbortSignal | undefined },
): Promise<CsvHeader> {
  const record = startRecord(delimiter)
  const decoder = new TextDecoder('utf-8')
  let length = 0
  for await (const piece of openFile(path, signal)) {
    const text = decoder.decode(piece as Buffer, { stream: true })
    length += text.length
    if (record.take(text)) break
    if (length > longest)
      return { ok: false, problem: 'the first line, which names the columns, does not end.' }
  }
  return checkNames(record.fields())
}

function openFile(path: string, signal: AbortSignal | undefined): AsyncIterable<unknown> {
  const file = createReadStream(path, { signal })
  // Errors of either come out of the end that is read.
  return path.toLowerCase().endsWith('.gz') ? pipeline(file, createGunzip(), () => undefined) : file
}

function checkNames(names: readonly string[]): CsvHeader {
  const empty = names.findIndex((name) => name.trim() === '')
  if (empty !== -1) return { ok: false, problem: `column ${empty + 1} has no name in the first line.` }
  if (names.some((name) => name.includes('\0'))) return { ok: false, problem: 'it is not a text in UTF-8.' }
  const seen = new Set<string>()
  for (const name of names) {
    if (seen.has(sameName(name))) return { ok: false, problem: `two columns are called "${name}".` }
    seen.add(sameName(name))
  }
  return { ok: true, names }
}

interface RecordReader {
  /** Takes a piece of the text; true when the record has ended in it. */
  take(text: string): boolean
  /** The fields so far; none where nothing has come. */
  fields(): readonly string[]
}

function startRecord(delimiter: string): RecordReader {
  const fields: string[] = []
  let field = ''
  let started = false
  // `closing`: a quote has ended the field, unless a second one follows, which stands for a quote.
  let state: 'plain' | 'quoted' | 'closing' = 'plain'
  const isOpening = (character: string): boolean =>
    character === '"' && state === 'plain' && field.trim() === ''

  function takeCharacter(character: string): void {
    if (state === 'quoted') {
      if (character === '"') state = 'closing'
      else field += character
    } else if (character === '"' && state === 'closing') {
      field += character
      state = 'quoted'
    } else if (isOpening(character)) state = 'quoted'
    else if (character === delimiter) {
      fields.push(field.trim())
      field = ''
      state = 'plain'
    } else field += character
  }

  return {
    take(text) {
      for (const character of text) {
        started = true
        if (state !== 'quoted' && (character === '\n' || character === '\r')) return true
        takeCharacter(character)
      }
      return false
    },
    fields: () => (started ? [...fields, field.trim()] : []),
  }
}
