// What a template can name at compile time: functions that know the graph, and values that know the target and the run.
import type { Dialect } from '../adapter/dialect.ts'
import type { RelationName } from '../adapter/relation.ts'
import { diagnostic } from '../errors/diagnostic.ts'
import type { Graph } from '../graph/graph.ts'
import { referenceKey } from '../graph/reference-key.ts'
import type { ModelNode, Node, NodeId } from '../parse/node.ts'
import type { PlainValue, Target } from '../project/project.ts'
import { refuse, type Call, type FunctionResult, type TemplateFunction } from '../template/environment.ts'
import type { Value, ValueMap } from '../template/value.ts'
import { variableFunctions } from '../template/variables.ts'
import { isRelationNode, type RelationNode } from './naming.ts'

/** What identifies a run inside templates. */
export interface RunFacts {
  readonly id: string
  /** In milliseconds since the epoch. */
  readonly startedAt: number
}

/** A node of which templates are rendered. */
export type ScopeNode = Exclude<Node, { readonly kind: 'exposure' | 'unit_test' }>

/** What a scope is made of. */
export interface ScopeInput {
  readonly graph: Graph
  readonly package: string
  readonly target: Target
  readonly vars: Readonly<Record<string, PlainValue>>
  readonly env: Readonly<Record<string, string>>
  readonly dialect: Dialect
  readonly run: RunFacts
  /** The node whose template it is; project hooks have none. */
  readonly node: ScopeNode | undefined
  readonly incremental: boolean
  /** How a mention of a node is printed. */
  readonly print: (node: RelationNode) => string
  readonly relationOf: (id: NodeId) => RelationName | undefined
  /** How a flow's watermark is printed. */
  readonly printWatermark: (flow: ModelNode) => string
}

/** The functions that a template can call besides the template language's own. */
export function scopeFunctions(input: ScopeInput): ReadonlyMap<string, TemplateFunction> {
  return new Map<string, TemplateFunction>([
    ...variableFunctions({ vars: input.vars, env: input.env }),
    ['config', () => ({ ok: true, value: sql('') })],
    ['ref', (call) => mention(call, input)],
    ['source', (call) => mention(call, input)],
    ['watermark', (call) => watermark(call, input)],
  ])
}

/** Parse has already reported a mention that is wrong, so one that cannot be resolved is printed as nothing. */
function mention(call: Call, input: ScopeInput): FunctionResult {
  const node = mentionedNode(call, input)
  if (node === undefined || !isRelationNode(node)) return { ok: true, value: sql('') }
  return { ok: true, value: relationValue(input.print(node), input.relationOf(node.id)) }
}

/** How far event time is complete in a flow. */
function watermark(call: Call, input: ScopeInput): FunctionResult {
  const node = mentionedNode(call, input)
  if (node === undefined) return { ok: true, value: sql('') }
  const tells =
    node.kind === 'model' && node.config.materialized === 'flow' && node.config.eventTime !== undefined
  if (!tells)
    return refuse(diagnostic('no-watermark', { name: node.name }, { at: call.args[0]?.at ?? call.at }))
  return { ok: true, value: sql(input.printWatermark(node)) }
}

function mentionedNode(call: Call, { graph, node }: ScopeInput): ReturnType<Graph['nodes']['get']> {
  const names = call.args.map(({ value }) => (typeof value === 'string' ? value : ''))
  const [first = '', second] = names
  const key =
    call.name === 'source'
      ? referenceKey({ kind: 'source', source: first, table: second ?? '' })
      : referenceKey({
          kind: 'ref',
          ...(second === undefined ? {} : { package: first }),
          name: second ?? first,
        })
  const id = node === undefined ? undefined : graph.resolutions.get(node.id)?.get(key)
  return id === undefined ? undefined : graph.nodes.get(id)
}

/** The values that a template can name. */
export function scopeValues(input: ScopeInput): ReadonlyMap<string, Value> {
  const { target, run, node, incremental, dialect } = input
  const relation = node === undefined ? undefined : input.relationOf(node.id)
  return new Map<string, Value>([
    ['target', targetValue(target)],
    [
      'run',
      map([
        ['id', run.id],
        ['started_at', new Date(run.startedAt).toISOString()],
      ]),
    ],
    ['incremental', incremental],
    ...(relation === undefined
      ? []
      : [['this', relationValue(dialect.relation(relation), relation)] as const]),
  ])
}

/** What `target` is in a template, at parse time and at compile time. */
export function targetValue(target: Target): ValueMap {
  return map([
    ['name', target.name],
    ['type', target.type],
    ['schema', target.schema],
    ['database', target.database ?? null],
    ['threads', target.threads],
  ])
}

function relationValue(text: string, relation: RelationName | undefined): Value {
  if (relation === undefined) return sql(text)
  const fields = new Map<string, Value>([
    ['schema', relation.schema],
    ['name', relation.name],
    ['identifier', relation.name],
    ['database', relation.database ?? null],
  ])
  return { kind: 'sql', text, fields }
}

function sql(text: string): Value {
  return { kind: 'sql', text }
}

function map(entries: readonly (readonly [string, Value])[]): ValueMap {
  return { kind: 'map', entries: new Map(entries) }
}
