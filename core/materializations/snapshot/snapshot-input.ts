import type { Dialect } from '../../adapter/dialect.ts'
import type { RelationState } from '../../adapter/relation.ts'
import type { CompiledSnapshot } from '../../compile/compiled.ts'
import type { BuildOptions } from '../materialization.ts'

/** What a snapshot is decided from. */
export interface SnapshotDecision {
  readonly node: CompiledSnapshot
  readonly standing: RelationState
  readonly options: BuildOptions
}

/** What a snapshot's steps are written from. */
export interface SnapshotInput extends SnapshotDecision {
  readonly dialect: Dialect
}
