// What stands in the database of a project's nodes → its catalog, in the shape of dbt's schema v1.
import type { CatalogueEntry } from '../adapter/catalogue-entry.ts'
import type { Diagnostic } from '../errors/diagnostic.ts'
import type { Graph } from '../graph/graph.ts'
import type { NodeId } from '../parse/node.ts'
import { recordOf } from '../project/tree.ts'
import type { JsonObject } from './json-object.ts'
import { artifactMetadata, type Provenance } from './metadata.ts'

/** What a catalog tells of. */
export interface CatalogInput {
  readonly graph: Graph
  /** What was found; nodes that do not stand have none. */
  readonly entries: ReadonlyMap<NodeId, CatalogueEntry>
  /** What could not be read. */
  readonly diagnostics: readonly Diagnostic[]
  readonly provenance: Provenance
}

/**
 * The catalog of a project: plain data, valid against dbt's published schema `catalog/v1`. Nodes are sorted by id, columns
 * stand in the order of the table.
 */
export function catalogOf({ graph, entries, diagnostics, provenance }: CatalogInput): JsonObject {
  const tables = [...graph.nodes.values()].flatMap(({ id, kind }) => {
    const entry = entries.get(id)
    return entry === undefined ? [] : [{ id, kind, table: tableOf(id, entry) }]
  })
  const select = (wanted: boolean): JsonObject =>
    recordOf(
      tables
        .filter(({ kind }) => (kind === 'source') === wanted)
        .map(({ id, table }) => [id, table] as const),
    )
  return {
    metadata: artifactMetadata('catalog', provenance),
    nodes: select(false),
    sources: select(true),
    errors: diagnostics.length === 0 ? null : diagnostics.map(({ message }) => message),
  }
}

function tableOf(id: NodeId, entry: CatalogueEntry): JsonObject {
  const { database, schema, name, type, owner, comment, columns } = entry
  return {
    metadata: { type, schema, name, database, comment: comment ?? null, owner: owner ?? null },
    columns: recordOf(
      columns.map((column, index) => [
        column.name,
        { type: column.type, index: index + 1, name: column.name, comment: column.comment ?? null },
      ]),
    ),
    stats: statsOf(entry),
    unique_id: id,
  }
}

/** Named as dbt names them for the databases that it knows them of. */
function statsOf({ rows, bytes }: CatalogueEntry): JsonObject {
  return recordOf([
    ...(rows === undefined ? [] : [stat('row_count', 'Row Count', rows)]),
    ...(bytes === undefined ? [] : [stat('bytes', 'Approximate Size', bytes)]),
    [
      'has_stats',
      {
        id: 'has_stats',
        label: 'Has Stats?',
        value: rows !== undefined || bytes !== undefined,
        include: false,
        description: 'Whether the database knows the size of this relation',
      },
    ] as const,
  ])
}

const descriptions = {
  row_count: 'About how many rows there are, as the database last counted them',
  bytes: 'About how many bytes they take, as the database last counted them',
} as const

function stat(id: keyof typeof descriptions, label: string, value: number): readonly [string, JsonObject] {
  return [id, { id, label, value, include: true, description: descriptions[id] }]
}
