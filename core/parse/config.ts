import type { Span } from '../errors/span.ts'
import type { Located, PlainValue } from '../project/project.ts'

/** The materializations that a model can name. The registry in core/materializations holds one object for each. */
export type MaterializationName = 'view' | 'table' | 'incremental' | 'ephemeral'

type IncrementalStrategy = 'append' | 'delete+insert' | 'merge'

export type OnSchemaChange = 'fail' | 'append_new_columns' | 'sync_all_columns' | 'ignore'

/** SQL (a template) to run before or after a node; inside its transaction unless it says otherwise. */
export interface Hook {
  readonly sql: Located<string>
  readonly transaction: boolean
}

/** An index to be made on a table. */
export interface IndexConfig {
  readonly columns: readonly string[]
  readonly unique: boolean
  readonly type?: string
  readonly name?: string
}

/** What every node that becomes a relation can say of itself. */
export interface RelationConfig {
  readonly enabled: boolean
  readonly schema?: string
  readonly database?: string
  readonly alias?: string
  readonly tags: readonly string[]
  readonly meta: Readonly<Record<string, PlainValue>>
  readonly preHooks: readonly Hook[]
  readonly postHooks: readonly Hook[]
  /** Privilege → roles. */
  readonly grants: Readonly<Record<string, readonly string[]>>
  readonly persistDocs: { readonly relation: boolean; readonly columns: boolean }
  /** Forces (`true`) or forbids (`false`) a full refresh, whatever the command line says. */
  readonly fullRefresh?: boolean
}

/** A model's config, complete: what was not said has its default. */
export interface ModelConfig extends RelationConfig {
  readonly materialized: MaterializationName
  readonly indexes: readonly IndexConfig[]
  readonly uniqueKey: readonly string[]
  readonly incrementalStrategy?: IncrementalStrategy
  readonly incrementalPredicates: readonly string[]
  readonly mergeUpdateColumns?: readonly string[]
  readonly mergeExcludeColumns?: readonly string[]
  readonly onSchemaChange: OnSchemaChange
}

/** A seed's config, complete. */
export interface SeedConfig extends RelationConfig {
  /** Column → the type it is declared to have, as the author wrote it. */
  readonly columnTypes: Readonly<Record<string, Located<string>>>
  readonly delimiter: string
  /** Keep every header exactly as it is written, in quotes. */
  readonly quoteColumns: boolean
}

/** Where each key of a config was said, by its key as the user writes it: a later finding can point there. */
export type ConfigPlaces = Readonly<Record<string, Span>>
