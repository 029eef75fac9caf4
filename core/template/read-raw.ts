import { diagnostic } from '../errors/diagnostic.ts'
import type { MustacheReading } from './mustache.ts'
import { matchAt, type Source } from './reader.ts'

const openHere = /\{\{\{\{\s*raw\s*\}\}\}\}/y
const anyHere = /\{\{\{\{[^{}\n]*\}{0,4}/y
const edge = /\{\{\{\{(?:\/raw\}\}\}\}|(?!\/))/g

/** Reads `{{{{raw}}}} … {{{{/raw}}}}`; raw blocks inside belong to its text. */
export function readRaw(source: Source, start: number): MustacheReading {
  const { text } = source
  const open = matchAt(openHere, text, start)
  if (open === '') return refuse(source, start)
  const contentStart = start + open.length
  const close = findClose(text, contentStart)
  if (close === undefined) {
    const place = { at: source.place(start, contentStart) }
    const problem = diagnostic('unclosed-block', { open: '{{{{raw}}}}', close: '{{{{/raw}}}}' }, place)
    return { mustache: undefined, problem, end: text.length }
  }
  const base = { start, end: close.end, trimBefore: false, trimAfter: false }
  const mustache = { kind: 'raw', contentStart, contentEnd: close.start, ...base } as const
  return { mustache, problem: undefined, end: close.end }
}

function refuse(source: Source, start: number): MustacheReading {
  const found = matchAt(anyHere, source.text, start)
  const end = start + found.length
  const place = { at: source.place(start, end) }
  const problem = found.startsWith('{{{{/')
    ? diagnostic('stray-block-close', { close: found }, place)
    : diagnostic('unsupported-handlebars', { construct: 'raw' }, place)
  return { mustache: undefined, problem, end }
}

function findClose(text: string, from: number): { readonly start: number; readonly end: number } | undefined {
  let depth = 1
  for (const found of text.slice(from).matchAll(edge)) {
    depth += found[0] === '{{{{' ? 1 : -1
    const start = from + found.index
    if (depth === 0) return { start, end: start + found[0].length }
  }
  return undefined
}
