import type { RelationName } from '../../adapter/relation.ts'
import type { Row } from '../../adapter/session.ts'
import type { Driver, Intake } from '../../compile/intake.ts'
import type { BuildInput } from '../materialization.ts'
import type { ReadFile, Remembered } from './ledger.ts'
import type { Position } from './position.ts'

/** The column that says in which batch a row of a flow or a change log came. */
export const batchColumn = '_xform_batch'

/** The column of a change log that says whether a row was added (1) or withdrawn (-1). */
export const diffColumn = '_xform_diff'

/** The column of a change log that says when. */
export const momentColumn = '_xform_at'

/** The column of a state that tells which rows will not change any more. */
export const completeColumn = 'complete'

/** The rows of `Arrivals.mark` by the subject of the position (`subjectOf`). */
export type FirstMarks = ReadonlyMap<string, Row>

/** What growing starts from: what is remembered, read under the node's lock. */
export interface GrowthInput extends BuildInput {
  readonly intake: Intake
  /** What is remembered of the relation itself. */
  readonly own: Remembered | undefined
  /** What is remembered of a relation that is read. */
  readonly logOf: (relation: RelationName) => Remembered | undefined
}

/** The part of a driver that is to be read now, as queries for the body of a common table expression. */
export interface Reading {
  readonly driver: Driver
  /** The rows that have not been read yet. */
  readonly fresh: string
  /** Those and all before. */
  readonly all: string
  /** What has been read once these rows are; null where they are left out (`--empty`), so that they come next time. */
  readonly position: Position | null
  /** Whether a row of the driver stands for itself (undefined) or is added and withdrawn: then by this column. */
  readonly weight: string | undefined
  /** The files that these rows come from, where they come from files. */
  readonly files?: readonly ReadFile[]
  /** In words, what has to wait for the next time. */
  readonly waits?: string
}
