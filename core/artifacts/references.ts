import { referenceKey } from '../graph/reference-key.ts'
import type { Node, Reference } from '../parse/node.ts'
import type { JsonObject } from './json-object.ts'
import { macroId, type ManifestContext } from './manifest-context.ts'

/** The mentions of models, seeds and snapshots as they are written, each once. */
export function refsOf(references: readonly Reference[]): readonly JsonObject[] {
  const refs = new Map<string, JsonObject>()
  for (const reference of references) {
    if (reference.kind !== 'ref') continue
    const { name, package: owner = null } = reference
    refs.set(referenceKey(reference), { name, package: owner, version: null })
  }
  return [...refs.values()]
}

/** The mentions of sources as pairs of source and table, each once. */
export function sourcesOf(references: readonly Reference[]): readonly (readonly string[])[] {
  const sources = new Map<string, readonly string[]>()
  for (const reference of references) {
    if (reference.kind === 'source') sources.set(referenceKey(reference), [reference.source, reference.table])
  }
  return [...sources.values()]
}

/** What a node needs: nodes as the graph resolved its mentions, and the macros that it calls. */
export function dependenciesOf(
  node: Node,
  calledMacros: readonly string[],
  context: ManifestContext,
): JsonObject {
  return {
    macros: calledMacros.map((name) => macroId(name, context)),
    nodes: context.graph.upstream.get(node.id) ?? [],
  }
}
