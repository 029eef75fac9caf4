import type { RelationName } from '../adapter/relation.ts'
import type { Span } from '../errors/span.ts'
import type { FreshnessConfig } from '../parse/config.ts'
import type { NodeId } from '../parse/node.ts'
import type { FilesConfig } from '../project/files/files-config.ts'
import type { Sql } from '../template/sql.ts'

/** A node whose newest rows may be only so old, and how it is told how old they are. */
export interface FreshnessCheck {
  readonly id: NodeId
  readonly kind: 'source' | 'model' | 'seed'
  /** As people write it: `raw.payments`, `orders`. */
  readonly name: string
  readonly path: string
  /** Where it is declared. */
  readonly at: Span
  readonly materialized: string
  readonly relation: RelationName
  readonly freshness: FreshnessConfig
  readonly reading: FreshnessReading
}

/** Where the age of a node's newest rows comes from. */
export type FreshnessReading =
  /** One row: the time of the newest row (null where there is none), and the time now. */
  | Question<'query'>
  /** The file that was written to last. */
  | { readonly kind: 'files'; readonly files: FilesConfig }
  /**
   * What is remembered of a flow: a row with its watermark as the database spelled it, and the time now; no row where it
   * was never built. Its newest event time is so many milliseconds later.
   */
  | (Question<'watermark'> & { readonly lateness: number })

interface Question<Kind extends string> {
  readonly kind: Kind
  readonly sql: Sql
  /** Where it is said what is asked. */
  readonly at: Span
  /** Where an error belongs that lies in what xform wrote around it. */
  readonly around: Span
}
