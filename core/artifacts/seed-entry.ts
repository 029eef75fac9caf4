// A seed → its entry under `nodes` of a manifest.
import type { SeedNode } from '../parse/node.ts'
import { columnsOf } from './columns.ts'
import { seedConfig } from './config.ts'
import { modelConstraintsOf } from './contract.ts'
import { joinKeys, type JsonObject } from './json-object.ts'
import type { ManifestContext } from './manifest-context.ts'
import { nodeKeys } from './node-keys.ts'

/** A seed's entry. Where its file was not read, its checksum is its path. dbt's shape has no other place for its constraints. */
export function seedEntry(node: SeedNode, context: ManifestContext): JsonObject {
  const checksum = context.seedChecksums.get(node.id)
  return joinKeys(nodeKeys(node, context), {
    checksum: checksum === undefined ? { name: 'path', checksum: node.path } : { name: 'sha256', checksum },
    config: joinKeys(seedConfig(node.config), { constraints: modelConstraintsOf(node.constraints) }),
    columns: columnsOf(node.columns),
    raw_code: '',
    root_path: null,
    depends_on: { macros: [] },
  })
}
