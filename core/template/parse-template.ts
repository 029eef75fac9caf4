// A file's text → its template: statements and macros with the author's places, and what is wrong with the text.
import { sortDiagnostics, type Diagnostic } from '../errors/diagnostic.ts'
import { indexLines, type Span } from '../errors/span.ts'
import type { SourceFile } from '../project/source-file.ts'
import { buildTemplate, type BuiltTemplate } from './build-template.ts'
import { matchBlocks } from './match-blocks.ts'
import type { Mustache } from './mustache.ts'
import { readMacroHead } from './read-macro-head.ts'
import type { Source } from './reader.ts'
import { mayHoldMustaches, scan } from './scan.ts'
import type { MacroDefinition, Template } from './template.ts'

/** How a file is read. */
export interface ParseOptions {
  /** The offset where the template begins, behind front matter; 0 unless given. Places stay those of the file. */
  readonly start?: number
  /** Whether the file is one of macros, which holds macros and nothing else; no other file may define any. */
  readonly macros?: boolean
}

/** A template, and the syntax errors of its file in the order in which they stand there. */
export interface ParsedTemplate {
  readonly template: Template
  readonly diagnostics: readonly Diagnostic[]
}

/**
 * Parses a file. Never throws; time and memory are linear in the file's size.
 *
 * With errors in single expressions the rest of the template is there; with errors in how mustaches or blocks open
 * and close it is empty, except that macros keep their names and parameters.
 */
export function parseTemplate(file: SourceFile, options: ParseOptions = {}): ParsedTemplate {
  const lines = indexLines(file)
  const place = (start: number, end: number): Span => lines.span(start, end)
  const source = { text: file.text, start: options.start ?? 0, place, exact: true }
  return parseSource(file, source, options.macros === true ? 'macros' : 'template')
}

/**
 * Parses a template that does not stand verbatim in a file (an escaped text of YAML, an option of the command line):
 * every place in it is `at`.
 */
export function parseSnippet(text: string, at: Span): ParsedTemplate {
  return parseSource({ path: at.path, text }, { text, start: 0, place: () => at, exact: false }, 'template')
}

function parseSource(file: SourceFile, source: Source, kind: 'macros' | 'template'): ParsedTemplate {
  const built = build(source, kind)
  return {
    template: { file, body: built.body, macros: built.macros },
    diagnostics: sortDiagnostics(built.diagnostics),
  }
}

function build(source: Source, kind: 'macros' | 'template'): BuiltTemplate {
  if (kind === 'template' && !mayHoldMustaches(source.text, source.start)) return buildPlain(source)
  const { mustaches, diagnostics, whole } = scan(source)
  const mismatches = whole ? matchBlocks(source, mustaches) : []
  const problems = [...diagnostics, ...mismatches]
  if (!whole || mismatches.length > 0) {
    return { body: [], macros: kind === 'macros' ? keepHeads(mustaches) : [], diagnostics: problems }
  }
  const built = buildTemplate(source, mustaches, kind)
  return { ...built, diagnostics: [...problems, ...built.diagnostics] }
}

function buildPlain({ text, start, place, exact }: Source): BuiltTemplate {
  const plain = text.slice(start)
  const at = place(start, text.length)
  const body = plain === '' ? [] : [{ kind: 'text', text: plain, at, copied: exact } as const]
  return { body, macros: [], diagnostics: [] }
}

/** What can be known of macros in a file whose blocks do not match: calls to them are not the mistake. */
function keepHeads(mustaches: readonly Mustache[]): readonly MacroDefinition[] {
  return mustaches.flatMap((mustache) => {
    if (mustache.kind !== 'open' || mustache.name !== 'macro') return []
    const head = readMacroHead(mustache)
    return head.ok ? [{ ...head.head, body: [] }] : []
  })
}
