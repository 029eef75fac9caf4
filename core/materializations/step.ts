import type { StreamedPlace } from '../adapter/problem.ts'
import type { Successor } from '../adapter/publishing.ts'
import type { Column, RelationName, StandingRelation } from '../adapter/relation.ts'
import type { Row } from '../adapter/session.ts'
import type { Diagnostic } from '../errors/diagnostic.ts'
import type { Span } from '../errors/span.ts'
import type { Sql } from '../template/sql.ts'

/** A statement with the place in the author's files that its errors belong to. */
export interface Statement {
  readonly sql: string
  /** The author's query inside the statement, and the offset at which it stands there. */
  readonly source?: { readonly query: Sql; readonly offset: number }
  /** Where to point when the error has no position, or lies outside the author's query. */
  readonly at?: Span
}

/** Runs a statement. */
export interface ExecuteStep {
  readonly kind: 'execute'
  readonly label: string
  readonly statement: Statement
  /** The statement's row count is the node's. */
  readonly counts?: boolean
  /** Left out while the node has written fewer rows than this. */
  readonly fromRows?: number
}

/** Runs a query; what comes next depends on its rows. */
export interface AskStep {
  readonly kind: 'ask'
  readonly label: string
  readonly statement: Statement
  readonly next: (rows: readonly Row[]) => Reaction
}

/** Asks for a query's columns without running it; what comes next depends on them. */
export interface DescribeStep {
  readonly kind: 'describe'
  readonly label: string
  readonly statement: Statement
  /** A query that gives the same columns before the earlier steps have run: what a dry run asks. */
  readonly beforehand?: Statement
  readonly next: (columns: readonly Column[]) => Reaction
}

/** What follows from an answer: more steps, or findings that end the node. */
export type Reaction =
  | { readonly kind: 'steps'; readonly steps: readonly Step[]; readonly warnings?: readonly Diagnostic[] }
  | { readonly kind: 'refuse'; readonly diagnostics: readonly Diagnostic[] }

/**
 * Changes a standing relation in one short step that readers hardly notice: what depends on it is taken down, the
 * statements run, and what was taken down is put up again. Where the database lets readers go on reading the old one,
 * only the statements run.
 */
export interface PublishStep {
  readonly kind: 'publish'
  readonly label: string
  readonly standing: StandingRelation
  /** A statement that may do without taking anything down; tried first. */
  readonly inPlace?: Statement
  readonly statements: readonly Statement[]
  /** The relation that the statements make under the standing one's name: it is given what belonged to that. */
  readonly successor?: Successor
}

/** Gives a relation that was built aside what belongs to the standing one: owner, grants, options, comments, indexes. */
export interface DressStep {
  readonly kind: 'dress'
  readonly label: string
  readonly standing: StandingRelation
  readonly successor: Successor
}

/** Streams a seed's rows into a table. */
export interface LoadStep {
  readonly kind: 'load'
  readonly label: string
  readonly relation: RelationName
  readonly columns: readonly string[]
  /** The rows as CSV text, as `Session.copyIn` wants it. */
  readonly csv: () => AsyncIterable<string>
  /** The place of what the database refused of them. */
  readonly locate: (place: StreamedPlace) => Promise<Span | undefined>
  readonly at: Span
}

/** One thing to do in a node's transaction: data, run by `execute` alone. */
export type Step = ExecuteStep | AskStep | DescribeStep | DressStep | PublishStep | LoadStep

/** A statement that holds an author's query: errors inside the query are shown at its place in the author's file. */
export function statementOver(query: Sql, build: (text: string) => string, at?: Span): Statement {
  const sql = build(query.text)
  const offset = sql.indexOf(query.text)
  return {
    sql,
    ...(offset === -1 ? {} : { source: { query, offset } }),
    ...(at === undefined ? {} : { at }),
  }
}
