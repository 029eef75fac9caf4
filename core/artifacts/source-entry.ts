// A source's table → its entry under `sources` of a manifest.
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
  return joinKeys(identityOf(node, context), {
    database: node.database ?? context.project.target.database ?? null,
    schema: node.schema,
    identifier: node.identifier,
    relation_name: relation === undefined ? null : context.dialect.relation(relation),
    source_name: node.source,
    source_description: node.sourceDescription,
    loader: node.loader ?? '',
    quoting: {},
    loaded_at_field: null,
    loaded_at_query: null,
    freshness: null,
    external: externalOf(node.external),
    description: node.description,
    columns: columnsOf(node.columns),
    meta: node.meta,
    source_meta: {},
    tags: node.tags,
    config: { enabled: node.enabled, event_time: node.eventTime ?? null, meta: node.meta, tags: node.tags },
    patch_path: patchPathOf(node),
    unrendered_config: {},
    doc_blocks: [],
  })
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
