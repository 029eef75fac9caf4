// A bank's environment for the tests of templates: what `ref` and its like answer is plain enough to read in a result.
import { sortDiagnostics, type Diagnostic } from '../../core/errors/diagnostic.ts'
import type { PlainValue } from '../../core/project/project.ts'
import {
  evaluate,
  type Argument,
  type Call,
  type Environment,
  type FunctionResult,
  type TemplateFunction,
} from '../../core/template/evaluate.ts'
import { collectMacros } from '../../core/template/macros.ts'
import { parseTemplate } from '../../core/template/parse-template.ts'
import type { Sql } from '../../core/template/sql.ts'
import type { SqlValue, Value } from '../../core/template/value.ts'
import { toValue, variableFunctions } from '../../core/template/variables.ts'

/** What a test may set; the rest has defaults. */
export interface RenderOptions {
  /** The text of the one file of macros. */
  readonly macros?: string
  readonly vars?: Readonly<Record<string, PlainValue>>
  readonly env?: Readonly<Record<string, string>>
  readonly values?: Readonly<Record<string, Value>>
  readonly incremental?: boolean
  readonly branches?: Environment['branches']
}

/** What a template came to, and what it asked for on the way. */
export interface Rendered {
  readonly text: string
  readonly sql: Sql
  readonly diagnostics: readonly Diagnostic[]
  /** `code line:column`, in the order of the file. */
  readonly problems: readonly string[]
  /** The calls of the environment's functions: `name(arguments)`, with a dagger for those in branches not taken. */
  readonly calls: readonly string[]
}

/** Parses and evaluates a model. */
export function render(text: string, options: RenderOptions = {}): Rendered {
  const calls: string[] = []
  const macroFile = parseTemplate({ path: 'macros/money.sql', text: options.macros ?? '' }, { macros: true })
  const model = parseTemplate({ path: 'models/orders.sql', text })
  const table = collectMacros([macroFile.template])
  const environment = makeEnvironment({ ...options, calls }, table.macros)
  const { sql, diagnostics } = evaluate(model.template, environment)
  const all = [macroFile, table, model, { diagnostics }].flatMap((one) => one.diagnostics)
  return { text: sql.text, sql, diagnostics: all, problems: sortDiagnostics(all).map(summarize), calls }
}

/** `code line:column` of a finding. */
export function summarize({ code, at }: Diagnostic): string {
  return at === undefined ? code : `${code} ${at.line}:${at.column}`
}

/** SQL with fields, as `ref` and `this` are. */
function relation(schema: string, name: string): SqlValue {
  return {
    kind: 'sql',
    text: `"${schema}"."${name}"`,
    fields: new Map<string, Value>([
      ['schema', schema],
      ['name', name],
    ]),
  }
}

/** An environment in which every call is written down in `calls`. */
export function makeEnvironment(
  options: RenderOptions & { readonly calls?: string[] },
  macros: Environment['macros'],
): Environment {
  const functions = new Map<string, TemplateFunction>([
    ['ref', answer(({ args }) => relation('main', textOf(args.at(-1))))],
    ['source', answer(({ args }) => relation(textOf(args[0]), textOf(args[1])))],
    ['config', answer(() => '')],
    ...variableFunctions({ vars: options.vars ?? {}, env: options.env ?? {} }),
  ])
  return {
    macros,
    functions: new Map([...functions].map(([name, run]) => [name, noting(run, options.calls ?? [])])),
    values: new Map<string, Value>([
      ['this', relation('main', 'orders')],
      ['target', toValue({ name: 'dev', type: 'duckdb', schema: 'main' })],
      ['incremental', options.incremental ?? false],
      ...Object.entries(options.values ?? {}),
    ]),
    branches: options.branches ?? 'all',
    quote: (identifier) => `"${identifier.replaceAll('"', '""')}"`,
    literal: (value) => (typeof value === 'string' ? `'${value.replaceAll("'", "''")}'` : String(value)),
  }
}

function textOf(argument: Argument | undefined): string {
  return typeof argument?.value === 'string' ? argument.value : '?'
}

function answer(run: (call: Call) => Value): TemplateFunction {
  return (call): FunctionResult => ({ ok: true, value: run(call) })
}

function noting(run: TemplateFunction, calls: string[]): TemplateFunction {
  return (call) => {
    const named = [...call.named].map(([name, { value }]) => `${name}=${JSON.stringify(value)}`)
    const shown = [...call.args.map(({ value }) => JSON.stringify(value)), ...named].join(', ')
    calls.push(`${call.name}(${shown})${call.dead ? '†' : ''}`)
    return run(call)
  }
}
