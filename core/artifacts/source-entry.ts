// A source's table → its entry under `sources` of a manifest.
import { writtenFreshness } from '../parse/freshness.ts'
import type { SourceNode } from '../parse/node.ts'
import type { PlainValue } from '../project/project.ts'
import { recordOf } from '../project/tree.ts'
import { columnsOf } from './columns.ts'
import { identityOf, patchPathOf } from './identity.ts'
import { joinKeys, type JsonObject } from './json-object.ts'
import { relationOf, type ManifestContext } from './manifest-context.ts'
import { asMap, asTexts } from './plain-kinds.ts'

/** The entry of a source's table. */
export function sourceEntry(node: SourceNode, context: ManifestContext): JsonObject {
  const relation = relationOf(node, context)
  const freshness = freshnessKeys(node)
  return joinKeys(identityOf(node, context), {
    database: node.database ?? context.project.target.database ?? null,
    schema: node.schema,
    identifier: node.identifier,
    relation_name: relation === undefined ? null : context.dialect.relation(relation),
    source_name: node.source,
    source_description: node.sourceDescription,
    loader: node.loader ?? '',
    quoting: {},
    ...freshness,
    external: externalOf(node.external),
    description: node.description,
    columns: columnsOf(node.columns),
    meta: node.meta,
    source_meta: {},
    tags: node.tags,
    config: {
      enabled: node.enabled,
      event_time: node.eventTime ?? null,
      ...freshness,
      meta: node.meta,
      tags: node.tags,
    },
    patch_path: patchPathOf(node),
    unrendered_config: {},
    doc_blocks: [],
  })
}

function freshnessKeys({ freshness, loadedAt }: SourceNode): JsonObject {
  const sqlOf = (kind: 'field' | 'query'): string | null =>
    loadedAt?.kind === kind ? loadedAt.sql.value : null
  return {
    loaded_at_field: sqlOf('field'),
    loaded_at_query: sqlOf('query'),
    freshness: freshness === undefined ? null : writtenFreshness(freshness),
  }
}

/** What an author says of an external table is free, but keys that the format knows have to be what it says. */
function externalOf(value: PlainValue | undefined): PlainValue {
  const external = asMap(value)
  return external === null ? null : recordOf(Object.entries(external).filter(isOfFormat))
}

function isOfFormat([key, value]: readonly [string, PlainValue]): boolean {
  switch (key) {
    case 'location':
    case 'file_format':
    case 'row_format':
    case 'tbl_properties':
      return typeof value === 'string'
    case 'partitions':
      return asTexts(value) !== null
    case '_extra':
      return false
    default:
      return true
  }
}
