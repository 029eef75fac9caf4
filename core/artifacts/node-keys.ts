// What the entries of several kinds of nodes have in common.
import type { ModelNode, Node, SnapshotNode, TestNode } from '../parse/node.ts'
import type { CompiledTest } from '../compile/compiled-test.ts'
import type { CompiledQuery } from '../compile/compiled.ts'
import { shownDocs } from './config.ts'
import { contractOf, noContract } from './contract.ts'
import { identityOf, patchPathOf } from './identity.ts'
import { joinKeys, type JsonObject } from './json-object.ts'
import { compiledPath } from './layout.ts'
import { relationOf, type ManifestContext } from './manifest-context.ts'
import { dependenciesOf, refsOf, sourcesOf } from './references.ts'

/** What stands in the entry of every node that is built: its names in the project and in the database, and its description. */
export function nodeKeys(node: Node, context: ManifestContext): JsonObject {
  return joinKeys(identityOf(node, context), relationKeys(node, context), {
    tags: node.tags,
    description: node.description,
    meta: node.meta,
    group: null,
    docs: shownDocs,
    patch_path: patchPathOf(node),
    build_path: null,
    unrendered_config: {},
    doc_blocks: [],
  })
}

/** The name of a node in the database; a test has none, and its failing rows would go to the target's schema. */
function relationKeys(node: Node, context: ManifestContext): JsonObject {
  const { target } = context.project
  const relation = relationOf(node, context)
  const isStanding = !(node.kind === 'model' && node.config.materialized === 'ephemeral')
  return {
    database: relation?.database ?? target.database ?? null,
    schema: relation?.schema ?? target.schema,
    alias: relation?.name ?? node.name,
    relation_name: relation !== undefined && isStanding ? context.dialect.relation(relation) : null,
  }
}

/** What belongs to a query: what it mentions, and its SQL where it was compiled. */
export function queryKeys(
  node: ModelNode | SnapshotNode | TestNode,
  called: readonly string[],
  context: ManifestContext,
): JsonObject {
  const compiled = context.compiled.get(node.id)
  return {
    language: 'sql',
    refs: refsOf(node.references),
    sources: sourcesOf(node.references),
    metrics: [],
    functions: [],
    depends_on: dependenciesOf(node, called, context),
    compiled_path: compiled === undefined ? null : compiledPath(compiledFile(compiled)),
    compiled: compiled !== undefined,
    compiled_code: (compiled?.kind === 'test' ? compiled.query : compiled?.full)?.text ?? null,
    extra_ctes_injected: compiled !== undefined,
    extra_ctes: [],
    contract: node.kind === 'model' ? contractOf(node) : noContract,
  }
}

/** The SQL of a test has a path of its own. */
function compiledFile(compiled: CompiledQuery | CompiledTest): Parameters<typeof compiledPath>[0] {
  return compiled.kind === 'test' ? { path: compiled.sqlPath, name: compiled.name } : compiled
}
