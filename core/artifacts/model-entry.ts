// A model → its entry under `nodes` of a manifest.
import type { ModelNode } from '../parse/node.ts'
import { macrosCalledIn } from './called-macros.ts'
import { checksumOf } from './checksum.ts'
import { columnsOf } from './columns.ts'
import { modelConfig } from './config.ts'
import { modelConstraintsOf, primaryKeyOf } from './contract.ts'
import { joinKeys, type JsonObject } from './json-object.ts'
import type { ManifestContext } from './manifest-context.ts'
import { nodeKeys, queryKeys } from './node-keys.ts'

/** A model's entry. It is compiled where the run compiled it. */
export function modelEntry(node: ModelNode, context: ManifestContext): JsonObject {
  const called = macrosCalledIn(node.template.body, context.macros)
  return joinKeys(nodeKeys(node, context), queryKeys(node, called, context), {
    checksum: checksumOf(node.file.text),
    config: modelConfig(node.config),
    columns: columnsOf(node.columns),
    raw_code: node.file.text,
    access: 'protected',
    constraints: modelConstraintsOf(node.constraints),
    version: null,
    latest_version: null,
    deprecation_date: null,
    primary_key: primaryKeyOf(node),
    time_spine: null,
  })
}
