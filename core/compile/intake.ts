import type { RelationName } from '../adapter/relation.ts'
import type { CursorConfig, NodeId } from '../parse/node.ts'
import type { FilesConfig } from '../project/files/files-config.ts'
import type { Sql } from '../template/sql.ts'

/** An input that a growing model's query names as a common table expression, which is written when it is built. */
export interface Input {
  readonly id: NodeId
  /** As `from` would name it. */
  readonly name: string
  /** The common table expression's name, quoted. */
  readonly table: string
  readonly relation: RelationName
}

/** The name of an input's common table expression, without quotes: as parsers give it. */
export function unquotedTable({ table }: Pick<Input, 'table'>): string {
  return table.replaceAll('"', '')
}

/** The input that tells what is new. */
export type Driver = Input &
  (
    | { readonly kind: 'log' }
    | { readonly kind: 'cursor'; readonly cursor: CursorConfig }
    | { readonly kind: 'files'; readonly files: FilesConfig }
  )

/** How a flow, a state or a change log takes in what it reads. */
export interface Intake {
  /** The model's query, with `driver` and `logs` as common table expressions that stand nowhere yet. */
  readonly query: Sql
  readonly driver?: Driver
  /** Other flows and change logs that it reads: as they are now, and without the columns that are xform's own. */
  readonly logs: readonly Input[]
  /** Everything else that it reads, by name: read whole, as it is now. */
  readonly whole: readonly string[]
  /** Whether its query asks how far event time is complete. */
  readonly usesWatermark: boolean
}
