// A project, its graph and what was compiled of it → the manifest, in the shape of dbt's schema v12.
import { compareText } from '../graph/compare-text.ts'
import type { Node } from '../parse/node.ts'
import { recordOf } from '../project/tree.ts'
import { exposureEntry } from './exposure-entry.ts'
import type { JsonObject } from './json-object.ts'
import { macroEntry } from './macro-entry.ts'
import { macroTexts } from './macro-texts.ts'
import { macroId, type ManifestContext } from './manifest-context.ts'
import { artifactMetadata, type Provenance } from './metadata.ts'
import { modelEntry } from './model-entry.ts'
import { seedEntry } from './seed-entry.ts'
import { snapshotEntry } from './snapshot-entry.ts'
import { sourceEntry } from './source-entry.ts'
import { testEntry } from './test-entry.ts'
import { unitTestEntry } from './unit-test-entry.ts'

/** What a manifest tells of. */
export interface ManifestInput extends ManifestContext {
  /** Nodes that say `enabled: false`, and what was left out with them. */
  readonly disabled: readonly Node[]
  readonly provenance: Provenance
}

/**
 * The manifest of a project: plain data, valid against dbt's published schema `manifest/v12`. Everything is sorted by
 * id, so the same input gives the same bytes. Settings of the target are not in it, but for its type, its schema and its
 * database's name.
 */
export function manifestOf(input: ManifestInput): JsonObject {
  const { project, graph, provenance } = input
  const context: ManifestContext = input
  const nodes = [...graph.nodes.values()]
  return {
    metadata: {
      ...artifactMetadata('manifest', provenance),
      project_name: project.config.name,
      adapter_type: project.target.type,
    },
    nodes: entriesOf(nodes.filter(isUnderNodes), context),
    sources: entriesOf(
      nodes.filter(({ kind }) => kind === 'source'),
      context,
    ),
    macros: macroEntries(context),
    docs: {},
    exposures: entriesOf(
      nodes.filter(({ kind }) => kind === 'exposure'),
      context,
    ),
    metrics: {},
    groups: {},
    selectors: {},
    disabled: disabledEntries(input.disabled, context),
    parent_map: recordOf(graph.upstream),
    child_map: recordOf(graph.downstream),
    group_map: {},
    saved_queries: {},
    semantic_models: {},
    unit_tests: entriesOf(
      nodes.filter(({ kind }) => kind === 'unit_test'),
      context,
    ),
    functions: {},
  }
}

function isUnderNodes({ kind }: Node): boolean {
  return kind === 'model' || kind === 'seed' || kind === 'snapshot' || kind === 'test'
}

function entriesOf(nodes: readonly Node[], context: ManifestContext): JsonObject {
  return recordOf(nodes.map((node) => [node.id, entryOf(node, context)] as const))
}

function entryOf(node: Node, context: ManifestContext): JsonObject {
  switch (node.kind) {
    case 'model':
      return modelEntry(node, context)
    case 'seed':
      return seedEntry(node, context)
    case 'source':
      return sourceEntry(node, context)
    case 'snapshot':
      return snapshotEntry(node, context)
    case 'test':
      return testEntry(node, context)
    case 'unit_test':
      return unitTestEntry(node, context)
    case 'exposure':
      return exposureEntry(node, context)
  }
}

function macroEntries(context: ManifestContext): JsonObject {
  const { macros, project } = context
  const texts = macroTexts([...project.files.macros, ...project.files.tests], macros)
  const sorted = [...macros.values()].toSorted((a, b) => compareText(a.name, b.name))
  return recordOf(
    sorted.map((macro) => [
      macroId(macro.name, context),
      macroEntry(macro, texts.get(macro.name) ?? '', context),
    ]),
  )
}

/** Two disabled nodes may have one id. */
function disabledEntries(nodes: readonly Node[], context: ManifestContext): JsonObject {
  const byId = new Map<string, JsonObject[]>()
  const sorted = nodes.toSorted((a, b) => compareText(a.id, b.id) || compareText(a.path, b.path))
  for (const node of sorted) {
    const entry = entryOf(node, context)
    const others = byId.get(node.id)
    if (others === undefined) byId.set(node.id, [entry])
    else others.push(entry)
  }
  return recordOf(byId)
}
