import type { ColumnProperties } from '../parse/node.ts'
import { recordOf } from '../project/tree.ts'
import { columnConstraintsOf } from './contract.ts'
import type { JsonObject } from './json-object.ts'

/** What is said of columns, by their names. */
export function columnsOf(columns: readonly ColumnProperties[]): JsonObject {
  return recordOf(columns.map((column) => [column.name, columnEntry(column)] as const))
}

function columnEntry({
  name,
  description,
  dataType,
  constraints,
  meta,
  tags,
  quote,
}: ColumnProperties): JsonObject {
  return {
    name,
    description,
    meta,
    data_type: dataType ?? null,
    constraints: columnConstraintsOf(constraints),
    quote: quote ?? null,
    config: { meta, tags },
    tags,
    doc_blocks: [],
  }
}
