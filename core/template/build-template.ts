// Mustaches and the shape that Handlebars finds in their skeleton → statements and macros.
import {
  parse,
  type HandlebarsBlock,
  type HandlebarsContent,
  type HandlebarsPosition,
  type HandlebarsProgram,
  type HandlebarsStatement,
} from 'handlebars/dist/cjs/handlebars/compiler/base.js'
import { diagnostic, type Diagnostic } from '../errors/diagnostic.ts'
import { indexLines } from '../errors/span.ts'
import { describeUnknownBlock } from './block-problem.ts'
import type { Mustache, OpenMustache, OutputMustache } from './mustache.ts'
import { readCondition, readEachHead, readLetHead, type HeadReading } from './read-block-heads.ts'
import { readMacroHead } from './read-macro-head.ts'
import type { Source } from './reader.ts'
import { buildSkeleton, isTextual } from './skeleton.ts'
import type { Expression, MacroDefinition, Statement } from './template.ts'

/** What a template's text comes to. */
export interface BuiltTemplate {
  readonly body: readonly Statement[]
  readonly macros: readonly MacroDefinition[]
  readonly diagnostics: readonly Diagnostic[]
}

interface Building {
  readonly source: Source
  /** What Handlebars sees as mustaches, by where they begin. */
  readonly mustaches: ReadonlyMap<number, Mustache>
  /** What it sees as text, in order, and how many of these have been placed. */
  readonly textual: readonly OutputMustache[]
  placed: number
  readonly offset: (position: HandlebarsPosition) => number
  readonly macros: MacroDefinition[]
  readonly diagnostics: Diagnostic[]
}

/** Builds the tree of a template whose blocks are known to match. A file of macros holds macros and nothing else. */
export function buildTemplate(
  source: Source,
  mustaches: readonly Mustache[],
  kind: 'macros' | 'template',
): BuiltTemplate {
  const skeleton = buildSkeleton(source, mustaches)
  const lines = indexLines({ path: '', text: skeleton })
  const building: Building = {
    source,
    mustaches: new Map(
      mustaches.flatMap((mustache) => (isTextual(source, mustache) ? [] : [[mustache.start, mustache]])),
    ),
    textual: mustaches.filter((mustache) => isTextual(source, mustache)),
    placed: 0,
    offset: ({ line, column }) => source.start + lines.offset({ line, column: column + 1 }),
    macros: [],
    diagnostics: [],
  }
  const program = parse(skeleton)
  const body = kind === 'template' ? buildBody(building, program) : buildMacros(building, program)
  return { body, macros: building.macros, diagnostics: building.diagnostics }
}

function buildBody(building: Building, program: HandlebarsProgram | undefined): readonly Statement[] {
  return program?.body.flatMap((statement) => buildStatement(building, statement)) ?? []
}

function buildStatement(building: Building, statement: HandlebarsStatement): readonly Statement[] {
  switch (statement.type) {
    case 'CommentStatement':
      return []
    case 'ContentStatement':
      return buildText(building, statement)
    case 'MustacheStatement': {
      const mustache = mustacheAt(building, statement)
      return mustache?.kind === 'output' ? [{ kind: 'output', expression: mustache.expression }] : []
    }
    case 'BlockStatement': {
      const mustache = mustacheAt(building, statement)
      if (mustache?.kind === 'open') return [buildBlock(building, mustache, statement)]
      return buildBody(building, statement.program)
    }
  }
}

function mustacheAt(
  building: Building,
  { loc }: Exclude<HandlebarsStatement, HandlebarsContent>,
): Mustache | undefined {
  return building.mustaches.get(building.offset(loc.start))
}

function buildText(building: Building, content: HandlebarsContent): readonly Statement[] {
  const start = building.offset(content.loc.start) + leadingLoss(content)
  const end = start + content.value.length
  const statements: Statement[] = []
  let from = start
  for (const { start: next, end: behind, expression } of takeTextual(building, { start, end })) {
    statements.push(...copyText(building, from, next), { kind: 'output', expression })
    from = behind
  }
  return [...statements, ...copyText(building, from, end)]
}

/** The printed expressions that stand in a stretch of text. */
function takeTextual(
  building: Building,
  { start, end }: { readonly start: number; readonly end: number },
): readonly OutputMustache[] {
  const { textual } = building
  while ((textual[building.placed]?.start ?? end) < start) building.placed++
  const first = building.placed
  while ((textual[building.placed]?.start ?? end) < end) building.placed++
  return textual.slice(first, building.placed)
}

function copyText({ source }: Building, start: number, end: number): readonly Statement[] {
  if (start >= end) return []
  const text = source.text.slice(start, end)
  return [{ kind: 'text', text, at: source.place(start, end), copied: source.exact }]
}

/** How much white space was taken away at a text's beginning. */
function leadingLoss({ original, value }: HandlebarsContent): number {
  const firstLetter = value.search(/\S/)
  return firstLetter === -1 ? original.indexOf(value) : original.search(/\S/) - firstLetter
}

function buildBlock(building: Building, open: OpenMustache, block: HandlebarsBlock): Statement {
  switch (open.name) {
    case 'if':
    case 'unless':
      return buildIf(building, open, block)
    case 'each': {
      const head = accept(building, readEachHead(open))
      if (head === undefined) return { kind: 'invalid' }
      const body = buildBody(building, block.program)
      return { kind: 'each', ...head, body, otherwise: buildBody(building, block.inverse) }
    }
    case 'let': {
      const head = accept(building, readLetHead(open))
      return head === undefined
        ? { kind: 'invalid' }
        : { kind: 'let', ...head, body: buildBody(building, block.program) }
    }
    case 'macro':
      building.diagnostics.push(diagnostic('misplaced-macro', undefined, { at: placeOf(building, open) }))
      return { kind: 'invalid' }
    default:
      if (open.head !== undefined) building.diagnostics.push(describeUnknownBlock(open))
      return { kind: 'invalid' }
  }
}

function buildIf(building: Building, open: OpenMustache, block: HandlebarsBlock): Statement {
  const invalid: Expression = { kind: 'invalid', at: placeOf(building, open) }
  return {
    kind: 'if',
    condition: accept(building, readCondition(open)) ?? invalid,
    negated: open.name === 'unless',
    body: buildBody(building, block.program),
    otherwise: buildBody(building, block.inverse),
  }
}

function accept<T>(building: Building, reading: HeadReading<T>): T | undefined {
  if (reading.ok) return reading.head
  if (reading.problem !== undefined) building.diagnostics.push(reading.problem)
  return undefined
}

function placeOf({ source }: Building, { start, end }: Mustache): Expression['at'] {
  return source.place(start, end)
}

function buildMacros(building: Building, program: HandlebarsProgram): readonly Statement[] {
  for (const statement of program.body) {
    if (statement.type === 'CommentStatement') continue
    const mustache = statement.type === 'ContentStatement' ? undefined : mustacheAt(building, statement)
    if (statement.type === 'BlockStatement' && mustache?.kind === 'open' && mustache.name === 'macro') {
      const head = accept(building, readMacroHead(mustache))
      const body = buildBody(building, statement.program)
      if (head !== undefined) building.macros.push({ ...head, body })
    } else {
      reportStray(building, statement, mustache)
    }
  }
  return []
}

function reportStray(
  building: Building,
  statement: HandlebarsStatement,
  mustache: Mustache | undefined,
): void {
  const { source } = building
  const start = building.offset(statement.loc.start)
  const text =
    mustache === undefined ? source.text.slice(start, building.offset(statement.loc.end)) : undefined
  const stray = text === undefined ? undefined : /\S.*\S|\S/.exec(text)
  if (text !== undefined && stray === null) return
  const from = start + (stray?.index ?? 0)
  const end = mustache?.end ?? from + (stray?.[0].length ?? 0)
  building.diagnostics.push(diagnostic('text-between-macros', undefined, { at: source.place(from, end) }))
}
