// A template → what it refers to and what it says of its node's config.
import { diagnostic, type Diagnostic } from '../errors/diagnostic.ts'
import type { Span } from '../errors/span.ts'
import { treeAt, type Tree, type TreeEntry } from '../project/tree.ts'
import {
  refuse,
  succeed,
  type Call,
  type FunctionResult,
  type TemplateFunction,
} from '../template/environment.ts'
import { checkMacros, evaluate } from '../template/evaluate.ts'
import type { Expression, Template } from '../template/template.ts'
import { isList } from '../template/truthy.ts'
import type { Value, ValueMap } from '../template/value.ts'
import { fromValue } from '../template/variables.ts'
import type { Reference } from './node.ts'
import { parseEnvironment, standInRelation, type ParseScope } from './parse-environment.ts'
import { readRef, readSource, readWatermark, type ReferenceReading } from './reference.ts'

/** What a template was found to say. */
export interface ExaminedTemplate {
  /** In every branch, in the order of the template; each mention once. */
  readonly references: readonly Reference[]
  /** The arguments of each call of `config` in a branch that is taken. */
  readonly configs: readonly (readonly TreeEntry[])[]
  readonly diagnostics: readonly Diagnostic[]
}

/** Examines the template of a node. `name` is what `this` is called. */
export function examineTemplate(
  template: Template,
  { scope, name }: { readonly scope: ParseScope; readonly name: string },
): ExaminedTemplate {
  const references: Reference[] = []
  const configs: (readonly TreeEntry[])[] = []
  const mention = (reading: ReferenceReading): FunctionResult => {
    if (!reading.ok) return refuse(reading.diagnostic)
    references.push(reading.reference)
    const { reference } = reading
    return succeed(
      standInRelation(reference.kind === 'ref' ? reference.name : reference.table, scope.project),
    )
  }
  const functions = new Map<string, TemplateFunction>([
    ['ref', (call) => mention(readRef(call))],
    ['source', (call) => mention(readSource(call))],
    ['watermark', (call) => mention(readWatermark(call))],
    ['config', (call) => readConfigCall(call, configs)],
  ])
  const values = new Map<string, Value>([['this', standInRelation(name, scope.project)]])
  const { diagnostics } = evaluate(template, parseEnvironment(scope, functions, values))
  return { references: distinct(references), configs, diagnostics }
}

/** What is wrong inside the macros of a project, whether they are called or not. */
export function examineMacros(scope: ParseScope): readonly Diagnostic[] {
  const nothing = (): FunctionResult => succeed(null)
  const functions = new Map(['ref', 'source', 'watermark', 'config'].map((name) => [name, nothing]))
  const values = new Map<string, Value>([['this', standInRelation('this', scope.project)]])
  return checkMacros(parseEnvironment(scope, functions, values))
}

function readConfigCall(call: Call, configs: (readonly TreeEntry[])[]): FunctionResult {
  const [unnamed] = call.args
  if (unnamed !== undefined) return refuse(diagnostic('config-argument', undefined, { at: unnamed.at }))
  const entries: TreeEntry[] = []
  for (const [key, { value, at, nameAt, expression }] of call.named) {
    if (holdsSql(value)) return refuse(diagnostic('config-not-plain', { key }, { at }))
    entries.push({ key, keyAt: nameAt ?? at, value: writtenTree(value, at, expression) })
  }
  if (!call.dead) configs.push(entries)
  return succeed({ kind: 'sql', text: '' })
}

/** A value as a tree; the parts of a list and a map that are written out have their own places. */
function writtenTree(value: Value, at: Span, written: Expression | undefined): Tree {
  if (written?.kind === 'list' && isItems(value)) {
    const items = value.map((item, index) => {
      const part = written.items[index]
      return writtenTree(item, part?.at ?? at, part)
    })
    return { kind: 'list', items, at }
  }
  if (written?.kind === 'map' && isEntries(value)) {
    const entries = written.entries.map(({ name: key, nameAt: keyAt, value: part }) => ({
      key,
      keyAt,
      value: writtenTree(value.entries.get(key) ?? null, part.at, part),
    }))
    return { kind: 'map', entries, at }
  }
  return treeAt(fromValue(value), at)
}

function isItems(value: Value): value is readonly Value[] {
  return value !== null && typeof value === 'object' && isList(value)
}

function isEntries(value: Value): value is ValueMap {
  return value !== null && typeof value === 'object' && !isList(value) && value.kind === 'map'
}

/** Whether a value is SQL or holds some: what it says may not be known yet. */
function holdsSql(value: Value): boolean {
  if (value === null || typeof value !== 'object') return false
  if (isList(value)) return value.some(holdsSql)
  return value.kind === 'sql' || [...value.entries.values()].some(holdsSql)
}

/** A place that is looked at in several branches or calls makes one reference. */
function distinct(references: readonly Reference[]): readonly Reference[] {
  const byKey = new Map<string, Reference>()
  for (const reference of references) {
    const { at } = reference
    const names =
      reference.kind === 'ref' ? [reference.package, reference.name] : [reference.source, reference.table]
    const key = JSON.stringify([reference.kind, names, at.path, at.line, at.column])
    if (!byKey.has(key)) byKey.set(key, reference)
  }
  return [...byKey.values()]
}
