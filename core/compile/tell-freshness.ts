// A node that says how fresh it has to be → what tells how fresh it is.
import { diagnostic, type Diagnostic } from '../errors/diagnostic.ts'
import type { Span } from '../errors/span.ts'
import type { Graph } from '../graph/graph.ts'
import type { FreshnessConfig } from '../parse/config.ts'
import type { ModelNode, Node, SeedNode, SourceNode } from '../parse/node.ts'
import type { FilesConfig } from '../project/files/files-config.ts'
import type { Located } from '../project/project.ts'
import { inputName } from './driver.ts'

/** A node that says how fresh it has to be. */
export interface FreshNode {
  readonly node: SourceNode | ModelNode | SeedNode
  readonly freshness: FreshnessConfig
}

/** What tells how fresh a node is: something of its rows, a query of the author's, files, or what is remembered of a flow. */
export type Telling =
  | { readonly kind: 'expression' | 'query'; readonly sql: Located<string> }
  | { readonly kind: 'column'; readonly column: Located<string> }
  | { readonly kind: 'files'; readonly files: FilesConfig }
  | { readonly kind: 'watermark'; readonly at: Span; readonly lateness: number }

/** The node with its freshness, if it says any and becomes something that can be looked at. */
export function freshNode(node: Node): FreshNode | undefined {
  switch (node.kind) {
    case 'source':
      return node.freshness && { node, freshness: node.freshness }
    case 'model':
      if (node.config.materialized === 'ephemeral') return undefined
      return node.config.freshness && { node, freshness: node.config.freshness }
    case 'seed':
      return node.config.freshness && { node, freshness: node.config.freshness }
    case 'snapshot':
    case 'test':
    case 'unit_test':
    case 'exposure':
      return undefined
  }
}

/** Finds what tells; undefined where nothing does. */
export function tellFreshness({ node, freshness }: FreshNode): Telling | undefined {
  return node.kind === 'source' ? tellSource(node) : tellBuilt(node, freshness)
}

function tellSource({ loadedAt, files, cursor }: SourceNode): Telling | undefined {
  if (loadedAt?.kind === 'query') return { kind: 'query', sql: loadedAt.sql }
  if (files !== undefined) return { kind: 'files', files }
  if (loadedAt !== undefined) return { kind: 'expression', sql: loadedAt.sql }
  return cursor && { kind: 'column', column: { value: cursor.column, at: cursor.at } }
}

function tellBuilt(
  { config, places, at }: ModelNode | SeedNode,
  { column, filter }: FreshnessConfig,
): Telling | undefined {
  if (column !== undefined) return { kind: 'column', column }
  const { eventTime } = config
  if (eventTime === undefined) return undefined
  const eventTimeAt = places['event_time'] ?? at
  const isFlow = 'materialized' in config && config.materialized === 'flow'
  return isFlow && filter === undefined
    ? { kind: 'watermark', at: eventTimeAt, lateness: config.growth.lateness ?? 0 }
    : { kind: 'column', column: { value: eventTime, at: eventTimeAt } }
}

/** Nodes that say how fresh they have to be, and nothing tells how fresh they are. */
export function findUntoldFreshness({ nodes }: Graph): readonly Diagnostic[] {
  return [...nodes.values()].flatMap((node) => {
    const fresh = freshNode(node)
    if (fresh === undefined || tellFreshness(fresh) !== undefined) return []
    const params = { name: inputName(node), kind: fresh.node.kind }
    return [diagnostic('freshness-untold', params, { at: fresh.freshness.at })]
  })
}
