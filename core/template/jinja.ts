// Text that looks like Jinja, which people who come from dbt know by heart → what to write instead.
import { diagnostic, type Diagnostic } from '../errors/diagnostic.ts'
import { matchAt, type Source } from './reader.ts'

/** Jinja at some place: what is wrong, and where it ends. */
export interface JinjaFinding {
  readonly problem: Diagnostic
  readonly end: number
}

const tagHere = /\{%[-+]?\s*([a-z]+)\b([^%\n]{0,80})/y
const commentHere = /\{#[-\s]/y

/** What to write instead of a tag; `rest` is what stands behind its name. */
const replacements: ReadonlyMap<string, (rest: string) => string> = new Map([
  ['if', (rest: string) => `{{#if ${rest || '…'}}} … {{/if}}`],
  ['elif', (rest: string) => `{{else if ${rest || '…'}}}`],
  ['else', () => '{{else}}'],
  ['endif', () => '{{/if}}'],
  ['for', replaceFor],
  ['endfor', () => '{{/each}}'],
  ['set', (rest: string) => `{{#let ${rest || 'name=value'}}} … {{/let}}`],
  ['endset', () => '{{/let}}'],
  ['macro', replaceMacro],
  ['endmacro', () => '{{/macro}}'],
  ['raw', () => '{{{{raw}}}}'],
  ['endraw', () => '{{{{/raw}}}}'],
  ['do', (rest: string) => `{{ ${rest || '…'} }}`],
  ['call', () => '{{ name(…) }}'],
  ['snapshot', replaceSnapshot],
  ['test', replaceTest],
  ['endtest', () => '{{/macro}}'],
  ['endsnapshot', () => 'nothing here: a snapshot is a whole file'],
])

const blockTags = ['call', 'block', 'filter', 'with', 'docs', 'materialization']

const otherTags = new Set([
  'import',
  'from',
  'include',
  'extends',
  ...blockTags,
  ...blockTags.map((tag) => `end${tag}`),
])

/**
 * Finds a Jinja tag or comment that begins at `at`; anything that merely has the same braces is nobody's business.
 * No comment ends behind `lastCommentEnd`, so that a file full of beginnings is not searched again for each.
 */
export function findJinja(source: Source, at: number, lastCommentEnd: number): JinjaFinding | undefined {
  if (source.text.charAt(at + 1) === '%') return findTag(source, at)
  return lastCommentEnd > at ? findComment(source, at) : undefined
}

function findTag({ text, place }: Source, at: number): JinjaFinding | undefined {
  tagHere.lastIndex = at
  const [found, tag = '', rest = ''] = tagHere.exec(text) ?? []
  if (found === undefined) return undefined
  const replace = replacements.get(tag)
  if (replace === undefined && !otherTags.has(tag)) return undefined
  const closes = text.startsWith('%}', at + found.length)
  const end = at + (closes ? found.length + 2 : found.trimEnd().length)
  const instead = replace?.(rest.replace(/[-+]$/, '').trim())
  return { problem: diagnostic('jinja-tag', { tag, instead }, { at: place(at, end) }), end }
}

function findComment({ text, place }: Source, at: number): JinjaFinding | undefined {
  if (matchAt(commentHere, text, at) === '') return undefined
  const end = text.indexOf('#}', at + 2) + 2
  return { problem: diagnostic('jinja-comment', undefined, { at: place(at, end) }), end }
}

function replaceFor(rest: string): string {
  const [, item = 'x', list = 'list'] = /^(\w+)\s+in\s+(.+)$/.exec(rest) ?? []
  return `{{#each ${list} as |${item}|}} … {{/each}}`
}

function replaceSnapshot(name: string): string {
  return `the query without this tag, in a file ${name || 'name'}.sql: it is called like its file`
}

/** A macro that is called by the name of a test is told from others by `test_`. */
function replaceTest(rest: string): string {
  return replaceMacro(`test_${rest || 'name(model)'}`)
}

function replaceMacro(rest: string): string {
  const [, name = 'name', parameters = ''] = /^(\w+)\s*\((.*)\)$/.exec(rest) ?? []
  return `{{#macro ${[name, ...parameters.split(',').map((one) => one.trim())].join(' ').trim()}}} … {{/macro}} in a file under macros/`
}
