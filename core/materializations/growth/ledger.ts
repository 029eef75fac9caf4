// What is remembered of relations that grow: the contract that core/state fulfils.
import type { Column, RelationName } from '../../adapter/relation.ts'
import type { Row } from '../../adapter/session.ts'
import type { StateAnalysis } from '../../analyze/analyze-state.ts'
import type { NodeId } from '../../parse/node.ts'
import type { Position } from './position.ts'

/** What is remembered of a relation that grows: committed together with its rows. */
export interface Remembered {
  /** The relation's quoted name. */
  readonly relation: string
  readonly nodeId: string
  /** Counts from 1 and grows whenever the relation is built anew: who has read an older one must begin again. */
  readonly generation: number
  /** The number of its newest batch: rows of later batches do not exist. */
  readonly batch: number
  /** The node that drives it; null for a change log, which has no driver. */
  readonly driver: string | null
  /** How far that has been read. */
  readonly position: Position | null
  /** The moment up to which its event time is complete, as the database spells it. */
  readonly watermark: string | null
  /** Identifies the SQL that made its newest rows. */
  readonly fingerprint: string
  /** What the SQL of that fingerprint allows, where that was looked at: looking again would cost more than most batches. */
  readonly analysis: StateAnalysis | null
  /** Its columns, xform's own left out. */
  readonly columns: readonly Column[]
  readonly rows: number
  readonly late: number
  readonly duplicates: number
}

/** One batch: rows that were added in one transaction. */
export interface Batch {
  readonly rows: number
  readonly late: number
  readonly duplicates: number
}

/** A file that was read, as it was then. */
export interface ReadFile {
  /** As the source's pattern leads to it. */
  readonly path: string
  readonly size: number
  /** In milliseconds since 1970. */
  readonly modified: number
  /** SHA-256, in hexadecimal digits. */
  readonly hash: string
}

/** A test that no row of a relation failed, up to a batch. */
export interface Audited {
  readonly test: NodeId
  /** Identifies the SQL of the test. */
  readonly fingerprint: string
  readonly generation: number
  readonly batch: number
}

/** Reads and writes what is remembered, as SQL text. */
export interface Ledger {
  /** A query for what is remembered of some relations. */
  read(relations: readonly RelationName[]): string
  /** A row of that query's result. */
  parse(row: Row): Remembered
  /** Statements that remember, and with a batch add it to the list of batches. */
  write(remembered: Remembered, batch: Batch | undefined): readonly string[]
  /** A query for the batches of its generation that added rows: `batch`, `n`. */
  countBatches(remembered: Remembered): string
  /** A query with one row, `n`: how many batches of its generation were made by other SQL than that of a fingerprint. */
  countOlder(remembered: Remembered, fingerprint: string): string
  /** A query for the files that a relation's rows come from, and the rows of its result. */
  readFiles(relation: RelationName): string
  parseFile(row: Row): ReadFile
  /** Statements that add files to that list. */
  writeFiles(remembered: Remembered, files: readonly ReadFile[]): readonly string[]
  /** Statements that empty it. */
  forgetFiles(relation: RelationName): readonly string[]
  /** A query for the tests that no row of a relation failed, and the rows of its result. */
  readAudits(relation: RelationName): string
  parseAudit(row: Row): Audited
  /** Statements that remember of some tests which of them were passed, in the place of what was known of them. */
  writeAudits(
    relation: RelationName,
    audits: { readonly tests: readonly NodeId[]; readonly passed: readonly Audited[] },
  ): readonly string[]
  /** Statements that forget all of them: rows that stand have changed. */
  forgetAudits(relation: RelationName): readonly string[]
  /** Forgets a relation. */
  forget(relation: RelationName): readonly string[]
}
