// A generic test that is a macro → the template that calls it.
import type { Span } from '../errors/span.ts'
import type { PlainValue } from '../project/project.ts'
import type { Report } from '../project/schema/reader.ts'
import { diagnostic } from '../errors/diagnostic.ts'
import type { ArgumentExpression, Expression, MacroDefinition, Template } from '../template/template.ts'
import type { GivenArgument } from './given-argument.ts'
import type { Reference, TestedColumn } from './node.ts'
import { parseLocated } from './parse-located.ts'

/** What a macro is called with when it tests something. */
export interface TestCall {
  readonly macro: MacroDefinition
  /** What is tested. */
  readonly tested: Reference
  readonly column: TestedColumn | undefined
  readonly given: Readonly<Record<string, GivenArgument>>
  /** Where the test is declared. */
  readonly at: Span
}

/** Writes `{{ test_name(model=ref('orders'), column_name='id', …) }}`, each part with the place where it is declared. */
export function writeTestCall({ macro, tested, column, given, at }: TestCall, report: Report): Template {
  const names = new Set(macro.parameters.map(({ name }) => name))
  const args: readonly ArgumentExpression[] = [
    ...(names.has('model') ? [named('model', writeReference(tested), at)] : []),
    ...(column !== undefined && names.has('column_name')
      ? [named('column_name', writeColumn(column), at)]
      : []),
    ...Object.entries(given).flatMap(([name, argument]) =>
      names.has(name) ? [named(name, writeArgument(argument, report), argument.at)] : [],
    ),
  ]
  const expression: Expression = { kind: 'call', name: macro.name, nameAt: at, args, at }
  return { file: { path: at.path, text: '' }, body: [{ kind: 'output', expression }], macros: [] }
}

function named(name: string, value: Expression, nameAt: Span): ArgumentExpression {
  return { kind: 'named', name, nameAt, value }
}

function call(name: string, texts: readonly string[], at: Span): Expression {
  const args = texts.map((value): ArgumentExpression => ({
    kind: 'positional',
    value: { kind: 'literal', value, at },
  }))
  return { kind: 'call', name, nameAt: at, args, at }
}

function writeReference(reference: Reference): Expression {
  const { at } = reference
  if (reference.kind === 'source') return call('source', [reference.source, reference.table], at)
  const { package: owner, name } = reference
  return call('ref', owner === undefined ? [name] : [owner, name], at)
}

/** A plain name is data, so that a macro can compare it, and so is an expression; any other name is written in quotes. */
function writeColumn({ name, quote, at, isExpression = false }: TestedColumn): Expression {
  const isPlain = !quote && (isExpression || /^[a-z_]\w*$/iu.test(name))
  return isPlain ? { kind: 'literal', value: name, at } : call('ident', [name], at)
}

function writeArgument(argument: GivenArgument, report: Report): Expression {
  switch (argument.kind) {
    case 'reference':
      return writeReference(argument.reference)
    case 'list':
      return {
        kind: 'list',
        items: argument.items.map((item) => writeArgument(item, report)),
        at: argument.at,
      }
    case 'plain':
      return writePlain(argument.value, argument.at)
    case 'text':
      return writeText(argument, report)
  }
}

/** A text that is one template expression, and nothing else, is that expression's value. */
function writeText(
  { text, at }: Extract<GivenArgument, { readonly kind: 'text' }>,
  report: Report,
): Expression {
  if (!text.value.includes('{{')) return { kind: 'literal', value: text.value, at }
  const { template, diagnostics } = parseLocated({ ...text, value: text.value })
  for (const finding of diagnostics) report(finding)
  const [statement, another] = template.body
  if (statement?.kind === 'output' && another === undefined) return statement.expression
  if (diagnostics.length === 0) report(diagnostic('template-in-value', undefined, { at }))
  return { kind: 'invalid', at }
}

function writePlain(value: PlainValue, at: Span): Expression {
  if (value === null || typeof value !== 'object') return { kind: 'literal', value, at }
  if (isList(value)) return { kind: 'list', items: value.map((item) => writePlain(item, at)), at }
  const entries = Object.entries(value).map(([name, item]) => ({
    kind: 'named' as const,
    name,
    nameAt: at,
    value: writePlain(item, at),
  }))
  return { kind: 'map', entries, at }
}

function isList(value: PlainValue): value is readonly PlainValue[] {
  return Array.isArray(value)
}
