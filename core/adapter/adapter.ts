import type { Diagnostic } from '../errors/diagnostic.ts'
import type { CatalogueEntry } from './catalogue-entry.ts'
import type { StandingConstraint } from './constraint.ts'
import type { Dialect } from './dialect.ts'
import type { FilesRead, FilesRequest } from './files.ts'
import type { DatabaseProblem } from './problem.ts'
import type { Belongings, Dependents } from './publishing.ts'
import type { RelationName, RelationState, StandingRelation } from './relation.ts'
import type { Session } from './session.ts'
import type { QueryTexts } from './query-texts.ts'

/** Says why something has to wait, in words for a person (`another process (PID 4711) has the file open`). */
export type WaitListener = (because: string) => void

/** What can be told of a working connection, for `xform debug`. */
export interface ConnectionFacts {
  /** Name and version of the server or the engine. */
  readonly server: string
  /** Each thing that xform needs of the target, and whether it is so. */
  readonly checks: readonly { readonly what: string; readonly ok: boolean; readonly hint?: string }[]
}

/**
 * One target database. Opened by the adapter's `open(target, options)`; connects only when the first session is asked for.
 */
export interface Adapter {
  /** The adapter's name, as a target's `type` gives it. */
  readonly name: string
  readonly dialect: Dialect
  /** Turns knex queries into text for this database. */
  readonly texts: QueryTexts

  /**
   * Lends a connection for the length of `work`; at most the target's `threads` are lent at a time, others wait. When the
   * signal fires, the running statement is cancelled on the server and its call rejects (`explain` says `cancelled`).
   * A connection that comes back inside a transaction is rolled back, a broken one is replaced.
   */
  session<T>(work: (session: Session) => Promise<T>, signal?: AbortSignal): Promise<T>

  /** Every relation that stands in the schemas named. A schema that does not exist holds none. */
  inspect(session: Session, schemas: readonly SchemaName[]): Promise<readonly StandingRelation[]>

  /** What stands under one name, read inside the session's transaction. */
  inspectOne(session: Session, relation: RelationName): Promise<RelationState>

  /**
   * What the catalogue says of relations of one schema, in the order of the names; those that do not stand are left out, and
   * so is everything but tables and views. Nothing is counted or measured for it, and nobody's lock is waited for.
   */
  catalogue(
    session: Session,
    schema: SchemaName,
    names: readonly string[],
  ): Promise<readonly CatalogueEntry[]>

  /**
   * What depends on a standing relation and would stand in the way of replacing it, with the statements that take it down
   * and put it up again.
   */
  dependents(session: Session, relation: RelationName): Promise<Dependents>

  /** The constraints of a standing table; of a temporary one, too. Nothing where there is no table. */
  constraints(session: Session, relation: RelationName): Promise<readonly StandingConstraint[]>

  /** What belongs to a standing relation itself, so that a successor can be given the same (owner, grants …). */
  belongings(session: Session, relation: RelationName): Promise<Belongings>

  /** Who holds the lock that `dialect.nodeLock(relation)` asks for, in words (`PID 4711, xform run on host ci-7`). */
  lockHolder(session: Session, relation: RelationName): Promise<string | undefined>

  /**
   * Reads files into a temporary table of the session, inside the transaction that is open; on every target the same files
   * give the same values. Types that are not declared are found from all rows: what would lose something as a number, such
   * as a zero in front, is text.
   * @throws XformError where a file cannot be read or has a mistake (it names the file, and the line where that is known),
   * where a declared type does not fit, or where the files' columns differ and must not
   */
  readFiles(session: Session, request: FilesRequest, signal?: AbortSignal): Promise<FilesRead>

  /**
   * Lends a place in which everything that is done is gone afterwards, and that nobody else sees: a database in memory, or
   * a transaction that is rolled back. The adapter that is lent has one session at a time; its `begin`, `commit` and
   * `rollback` work as usual.
   */
  sandbox<T>(work: (adapter: Adapter) => Promise<T>, signal?: AbortSignal): Promise<T>

  /** What a thrown error means; `undefined` where it does not come from the database. */
  explain(error: unknown): DatabaseProblem | undefined

  /** Connects and looks whether everything is there that xform needs. */
  debug(signal?: AbortSignal): Promise<ConnectionFacts>

  /** Cancels what runs, closes every connection; can be called more than once. */
  close(): Promise<void>
}

/** A schema of the target's own database or of a named one. */
export interface SchemaName {
  readonly database?: string
  readonly schema: string
}

/** What an adapter is given besides its target. */
export interface OpenOptions {
  readonly threads: number
  /** How long to wait for somebody else's lock, in milliseconds. */
  readonly lockTimeout: number
  readonly onWait: WaitListener
  /** The project's folder: relative paths of a target start there. */
  readonly folder: string
  /** A name for the connections, shown by the server (`xform run`). */
  readonly applicationName: string
}

/** What an adapter's module gives: checks a target's own settings, and opens it. */
export interface AdapterModule<Target> {
  /** How the database of a target writes SQL: known without connecting, so compiling needs no driver. */
  readonly dialectOf: (settings: Readonly<Record<string, unknown>>) => Dialect
  /** Reads a target's settings (YAML values, after interpolation); settings that are wrong come back as findings without a place. */
  /**
   * How the database of another target can be named from one's own: by the same names (`{}`), in a database that is attached,
   * or not at all. Knows the settings only.
   */
  readonly reach: (
    own: Readonly<Record<string, unknown>>,
    other: Readonly<Record<string, unknown>>,
  ) => { readonly database?: string } | undefined
  readonly readTarget: (settings: Readonly<Record<string, unknown>>) => TargetReading<Target>
  /** Loads the driver and gives the database, not yet connected. */
  open(target: Target, options: OpenOptions): Promise<Adapter>
}

/** A target's settings, read. `key` of a problem names the setting to point at. */
export type TargetReading<Target> =
  | { readonly ok: true; readonly target: Target }
  | {
      readonly ok: false
      readonly problems: readonly { readonly key?: string; readonly diagnostic: Diagnostic }[]
    }
