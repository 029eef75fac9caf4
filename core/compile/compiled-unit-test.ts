import type { RelationName } from '../adapter/relation.ts'
import type { Span } from '../errors/span.ts'
import type { Fixture } from '../parse/fixture.ts'
import type { ColumnProperties, NodeId } from '../parse/node.ts'
import type { CompiledNode, CompiledQuery } from './compiled.ts'

/** A unit test, with its model and all that this reads in schemas of their own. */
export interface CompiledUnitTest {
  readonly kind: 'unit_test'
  readonly id: NodeId
  readonly name: string
  readonly path: string
  readonly at: Span
  readonly description: string
  /** The model or snapshot that is tested. */
  readonly tested: NodeId
  /** The model as it is built for the test: without hooks and grants. */
  readonly node: CompiledQuery
  readonly inputs: readonly UnitInput[]
  /** The rows that the model's own table holds already. */
  readonly existing: Fixture | undefined
  /** What comes in later, one run for each. */
  readonly later: readonly (readonly Arrival[])[]
  readonly expect: Fixture
  /**
   * What is compared: the rows of the model's query, those of its query for new rows, or its table once it was built as a
   * run would build it.
   */
  readonly compares: 'query' | 'delta' | 'table'
  /** Whether the model's table is built anew although it stands. */
  readonly fullRefresh: boolean
  /** When the run begins, in milliseconds since the epoch; the run's own time, where undefined. */
  readonly startedAt: number | undefined
  /** Whether its table stands before the inputs have any rows. */
  readonly stands: boolean
  /** What the types of inputs are taken from, each behind what it needs. */
  readonly typeSources: readonly TypeSource[]
  readonly schemas: readonly string[]
}

/** Where the types of columns are known from: a query, a seed's file, or what is declared of a source. */
export type TypeSource =
  | { readonly kind: 'node'; readonly node: CompiledNode }
  | {
      readonly kind: 'source'
      readonly relation: RelationName
      readonly columns: readonly ColumnProperties[]
    }

/** An input of the tested model. */
export interface UnitInput {
  readonly id: NodeId
  /** As its author calls it. */
  readonly name: string
  readonly relation: RelationName
  readonly at: Span
  readonly fixture: Fixture
  /** What the property files say of its columns. */
  readonly declared: readonly ColumnProperties[]
  /** How new rows of it are told, where the tested model asks. */
  readonly log: UnitLog | undefined
}

/** An input that is read batch by batch. */
export interface UnitLog {
  /** Whether its rows are added and withdrawn. */
  readonly isWeighted: boolean
  /** What its watermark is made from, where it has one. */
  readonly eventTime: string | undefined
  /** In milliseconds. */
  readonly lateness: number
}

/** Rows that come in later. */
export interface Arrival {
  readonly input: NodeId
  readonly fixture: Fixture
}
