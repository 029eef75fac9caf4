import type { Span } from '../errors/span.ts'
import type { Located, PlainValue } from '../project/project.ts'
import type { AgeLimit } from './age-limit.ts'
import type { Threshold } from './threshold.ts'

/** The materializations that a model can name. The registry in core/materializations holds one object for each. */
export type MaterializationName =
  'view' | 'table' | 'incremental' | 'flow' | 'state' | 'changes' | 'ephemeral'

type IncrementalStrategy = 'append' | 'delete+insert' | 'merge' | 'microbatch'

/** The lengths of time that a microbatch model can be split into. */
export type BatchSize = 'hour' | 'day' | 'month' | 'year'

/** How a microbatch model is split by event time. */
export interface MicrobatchConfig {
  /** The model's own column that says which period a row belongs to. */
  readonly eventTime: string
  readonly batchSize: BatchSize
  /** Where the model's first period begins, in milliseconds since the epoch; it need not be a period's very beginning. */
  readonly begin: number
  /** How many periods late a row may come. */
  readonly lookback: number
}

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

/** How old the newest rows may be. At least one of the limits is there. */
export interface FreshnessConfig {
  /** Where it is said. */
  readonly at: Span
  readonly warnAfter?: Located<AgeLimit>
  readonly errorAfter?: Located<AgeLimit>
  /** SQL (a template): only rows for which it is true count. */
  readonly filter?: Located<string>
  /** The column that tells when a row came; of sources `loadedAt` says it. */
  readonly column?: Located<string>
}

/** Whether a table is held to the columns and constraints that are declared of it. */
export interface ContractConfig {
  readonly enforced: boolean
  /** Whether a type's name that comes from elsewhere (`string`) stands for the database's own. */
  readonly aliasTypes: boolean
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

/** A column of a state's or a change log's key, and the expression over the driver's rows that gives it. */
export interface KeyColumn {
  readonly name: string
  readonly expression: string
}

/** How a model grows with what drives it: what flows, states and change logs say besides. */
export interface GrowthConfig {
  /** The input that drives it, where it has several that could: a model's name, or `source.table`. */
  readonly from?: string
  /** What a state or a change log has one row for. */
  readonly key: readonly KeyColumn[]
  /** The order, as SQL, in which rows with one key within a batch are preferred. */
  readonly dedupeBy: readonly string[]
  /** In milliseconds of event time: how far back a row with the same key is looked for. */
  readonly dedupeWithin?: number
  /** In milliseconds of event time: how late rows are expected to come. */
  readonly lateness?: number
  /** What becomes of rows that come later than that. */
  readonly late: 'accept' | 'divert' | 'drop'
  /** What becomes of the rows that older SQL has made. */
  readonly onSqlChange?: 'continue' | 'rebuild' | 'fail'
  /** Whether a state shows all rows, or only those that will not change any more. */
  readonly emit: 'all' | 'final'
}

/** A model's config, complete: what was not said has its default. */
export interface ModelConfig extends RelationConfig {
  readonly materialized: MaterializationName
  readonly indexes: readonly IndexConfig[]
  readonly uniqueKey: readonly string[]
  readonly incrementalStrategy?: IncrementalStrategy
  /** The column that says when what a row tells of happened. */
  readonly eventTime?: string
  /** With the strategy `microbatch`. */
  readonly microbatch?: MicrobatchConfig
  readonly incrementalPredicates: readonly string[]
  readonly mergeUpdateColumns?: readonly string[]
  readonly mergeExcludeColumns?: readonly string[]
  readonly onSchemaChange: OnSchemaChange
  readonly growth: GrowthConfig
  readonly freshness?: FreshnessConfig
  readonly contract: ContractConfig
}

/** A seed's config, complete. */
export interface SeedConfig extends RelationConfig {
  /** Column → the type it is declared to have, as the author wrote it. */
  readonly columnTypes: Readonly<Record<string, Located<string>>>
  readonly delimiter: string
  /** Keep every header exactly as it is written, in quotes. */
  readonly quoteColumns: boolean
  /** The column that says when what a row tells of happened. */
  readonly eventTime?: string
  readonly freshness?: FreshnessConfig
  readonly contract: ContractConfig
}

/** A data test's config, complete. */
export interface TestConfig {
  readonly enabled: boolean
  readonly severity: 'error' | 'warn'
  readonly warnIf: Threshold
  /** With the severity `warn` it decides nothing. */
  readonly errorIf: Threshold
  /** An aggregate over the failing rows that counts instead of their number. */
  readonly failCalc?: Located<string>
  /** How many failing rows are looked for at most. */
  readonly limit?: number
  /** Which rows of the tested relation count. */
  readonly where?: Located<string>
  /** How failing rows are kept; undefined where nothing is said of it. */
  readonly storedAs?: 'table' | 'view' | 'nothing'
  /** Whether the relation that keeps them has the test's description as its comment. */
  readonly isDescribed: boolean
  readonly schema?: string
  readonly database?: string
  readonly alias?: string
}

/** How a snapshot tells that a row has changed. */
export type ChangeTest =
  /** Its time of change is newer than the one that was taken last. */
  | { readonly strategy: 'timestamp'; readonly updatedAt: string }
  /** A column has another value; with `updatedAt`, the row's own time of change is when the new version begins. */
  | { readonly strategy: 'check'; readonly columns: 'all' | readonly string[]; readonly updatedAt?: string }

/** What becomes of rows that are gone from a snapshot's query. */
export type HardDeletes = 'ignore' | 'invalidate' | 'new_record'

/** The columns that a snapshot adds to those of its query, as the config names them. */
export interface MetaColumnNames {
  readonly scdId: string
  readonly updatedAt: string
  readonly validFrom: string
  readonly validTo: string
  readonly isDeleted: string
}

/** A snapshot's config, complete. */
export interface SnapshotConfig extends RelationConfig {
  /** The schema's whole name, whatever the target's schema is. */
  readonly targetSchema?: string
  readonly targetDatabase?: string
  /** What tells rows apart: columns, and expressions over them. */
  readonly uniqueKey: readonly string[]
  readonly changeTest: ChangeTest
  readonly hardDeletes: HardDeletes
  /** An SQL expression: until when current rows are valid; NULL without it. */
  readonly validToCurrent?: string
  readonly metaColumns: MetaColumnNames
}

/** Where each key of a config was said, by its key as the user writes it: a later finding can point there. */
export type ConfigPlaces = Readonly<Record<string, Span>>
