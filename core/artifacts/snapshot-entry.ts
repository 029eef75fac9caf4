// A snapshot → its entry under `nodes` of a manifest.
import type { SnapshotNode } from '../parse/node.ts'
import { macrosCalledIn } from './called-macros.ts'
import { checksumOf, noChecksum } from './checksum.ts'
import { columnsOf } from './columns.ts'
import { snapshotConfig } from './config.ts'
import { joinKeys, type JsonObject } from './json-object.ts'
import type { ManifestContext } from './manifest-context.ts'
import { nodeKeys, queryKeys } from './node-keys.ts'

/** A snapshot's entry: a query in a file, or an entry of a property file. */
export function snapshotEntry(node: SnapshotNode, context: ManifestContext): JsonObject {
  const { query } = node
  const file = query.form === 'file' ? query.file : undefined
  const called = query.form === 'file' ? macrosCalledIn(query.template.body, context.macros) : []
  return joinKeys(nodeKeys(node, context), queryKeys(node, called, context), {
    checksum: file === undefined ? noChecksum : checksumOf(file.text),
    config: snapshotConfig(node.config),
    columns: columnsOf(node.columns),
    raw_code: file?.text ?? '',
  })
}
