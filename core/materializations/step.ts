import type { StandingConstraint } from '../adapter/constraint.ts'
import type { FilesRead, FilesRequest } from '../adapter/files.ts'
import type { StreamedPlace } from '../adapter/problem.ts'
import type { Successor } from '../adapter/publishing.ts'
import type { Column, RelationName, StandingRelation } from '../adapter/relation.ts'
import type { Row } from '../adapter/session.ts'
import type { StateAnalysis } from '../analyze/analyze-state.ts'
import type { Diagnostic } from '../errors/diagnostic.ts'
import type { Span } from '../errors/span.ts'
import type { ActionKind, BatchCounts } from '../events.ts'
import type { FilesConfig } from '../project/files/files-config.ts'
import type { Sql } from '../template/sql.ts'
import type { ReadFile } from './growth/ledger.ts'

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

/** Runs a statement; what comes next depends on its rows, or on how many it wrote. */
export interface AskStep {
  readonly kind: 'ask'
  readonly label: string
  readonly statement: Statement
  /** `count`: the rows that the statement wrote, where it wrote any. */
  readonly next: (rows: readonly Row[], count: number | undefined) => Reaction
  /**
   * For a dry run: whether the answer can be had before the earlier steps have run (`now`), or whether what comes next
   * cannot be known (`later`). Otherwise what is usual comes next.
   */
  readonly beforehand?: 'now' | 'later'
}

/** Asks for a query's columns without running it; what comes next depends on them. */
export interface DescribeStep {
  readonly kind: 'describe'
  readonly label: string
  readonly statement: Statement
  /** A query that gives the same columns before the earlier steps have run: what a dry run asks. */
  readonly beforehand?: Statement
  /** What a dry run takes the columns to be where they cannot be asked for yet. */
  readonly assumed?: readonly Column[]
  readonly next: (columns: readonly Column[]) => Reaction
}

/** Reads the constraints of a table; what comes next depends on them. */
export interface ReadConstraintsStep {
  readonly kind: 'read constraints'
  readonly label: string
  readonly relation: RelationName
  /** For a dry run: a table that is taken to have the same, before the earlier steps have run. */
  readonly beforehand?: RelationName
  readonly next: (constraints: readonly StandingConstraint[]) => Reaction
}

interface Analyzing {
  readonly label: string
  readonly query: string
  /** The name under which the query reads its driver. */
  readonly driver: string
}

/** Looks what a state's query allows; what comes next depends on it. */
export interface AnalyzeStateStep extends Analyzing {
  readonly kind: 'analyze state'
  readonly next: (analysis: StateAnalysis) => Reaction
}

/** Looks why a flow's query may depend on more than one row of its driver; what comes next depends on it. */
export interface AnalyzeFlowStep extends Analyzing {
  readonly kind: 'analyze flow'
  readonly next: (reasons: readonly string[]) => Reaction
}

/** Looks which files a source has, and hashes those that are not known to be as they were; what comes next depends on them. */
export interface ListFilesStep {
  readonly kind: 'list files'
  readonly label: string
  readonly config: FilesConfig
  readonly known: readonly ReadFile[]
  readonly next: (found: FoundFiles) => Reaction
}

/** A source's files, as they are now. */
export interface FoundFiles {
  readonly files: readonly FoundFile[]
  /** The paths of those that are left out because they may still be written to. */
  readonly unsettled: readonly string[]
  readonly diagnostics: readonly Diagnostic[]
}

/** A file with its content's hash; one that is known, with the same size and time, is not read for it. */
export interface FoundFile extends ReadFile {
  readonly absolute: string
}

/** Reads files into a temporary relation; what comes next depends on where that is. */
export interface ReadFilesStep {
  readonly kind: 'read files'
  readonly label: string
  readonly request: FilesRequest
  readonly at: Span
  readonly next: (read: FilesRead) => Reaction
}

/** Another action than was planned, and why. */
export interface Instead {
  readonly kind: ActionKind
  readonly because: string
  readonly batch?: BatchCounts
}

/** What follows from an answer: more steps, or findings that end the node. */
export type Reaction =
  | {
      readonly kind: 'steps'
      readonly steps: readonly Step[]
      readonly warnings?: readonly Diagnostic[]
      /** What is done after all, where that turned out only now. */
      readonly instead?: Instead
    }
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
  /** Foreign keys of what is put in its place: made first, because they hold the tables that they refer to. */
  readonly keys?: readonly Statement[]
  /** What holds the rows that will be published, until then. */
  readonly candidate?: RelationName
  /** The relation that the statements make under the standing one's name: it is given what belonged to that. */
  readonly successor?: Successor
  /** The standing relation itself stays: foreign keys that refer to it are not concerned. */
  readonly stays?: true
}

/**
 * Gives a relation that was built aside what belongs to the standing one: owner, grants, options, comments, indexes; foreign
 * keys that refer to the one refer to the other once it is published.
 */
export interface DressStep {
  readonly kind: 'dress'
  readonly label: string
  readonly standing: StandingRelation
  readonly successor: Successor
  /** The columns of the keys that the successor gets later, where it cannot be asked for them yet. */
  readonly keysToCome?: readonly (readonly string[])[]
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
export type Step =
  | ExecuteStep
  | AskStep
  | DescribeStep
  | ReadConstraintsStep
  | AnalyzeStateStep
  | AnalyzeFlowStep
  | ListFilesStep
  | ReadFilesStep
  | DressStep
  | PublishStep
  | LoadStep

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
