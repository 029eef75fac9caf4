import type { ConstraintSpec } from './constraint.ts'
import type { Column, RelationKind, RelationName } from './relation.ts'

/** What differs between databases in ways that core must act on. Each flag says what core does differently. */
export interface Supports {
  /**
   * A relation can be replaced in its transaction while readers go on reading the old one without waiting. Core then
   * replaces in place; otherwise it builds aside and swaps in a short step.
   */
  readonly replaceInPlace: boolean
  /** Views hold on to the relation itself, not to its name. Core then carries dependents over a swap. */
  readonly boundViews: boolean
  /** Only one process at a time can have the database open. Core then trusts what the plan saw and takes no node locks. */
  readonly exclusive: boolean
  /** There are roles to grant to. Without them core leaves the config `grants` out and says so once. */
  readonly grants: boolean
  /** Core makes the config's `indexes`; without it they are left out and core says so once. */
  readonly indexes: boolean
  /** Planner statistics of a new table can be gathered at once. Core does it for tables of some size. */
  readonly analyze: boolean
  /**
   * Keys can be added to a table that has rows. Core then adds them when the rows are in, which is faster; otherwise they are
   * part of the table's making, and rows are computed before there is a table that refuses them.
   */
  readonly addConstraints: boolean
}

/** One part of a unique key: a column of the relation, or an expression over its columns (unqualified). */
export type KeyPart =
  { readonly kind: 'column'; readonly name: string } | { readonly kind: 'expression'; readonly sql: string }

/** Rows of one relation to be brought into another by key; NULL equals NULL in a key. */
export interface KeyedChange {
  /** In `predicates`, the relation that is changed is called `target` and the new rows `source`. */
  readonly target: RelationName
  /** A table that holds the new rows. */
  readonly source: RelationName
  readonly key: readonly KeyPart[]
  /** Further conditions on the pairs, and-ed to the key. */
  readonly predicates: readonly string[]
}

/** A `KeyedChange` that updates what matches and inserts what does not. */
export interface MergeChange extends KeyedChange {
  /** The columns that are inserted: all that both sides have. */
  readonly columns: readonly string[]
  /** The columns that are updated where the key matches; with none, matching rows are left alone. */
  readonly updates: readonly string[]
}

/** A `KeyedChange` that sets columns of what matches. */
export interface UpdateChange extends KeyedChange {
  /** The target's columns, and the source's column that each is given. */
  readonly updates: readonly { readonly column: string; readonly from: string }[]
}

/** One of the comparisons that together bring rows together by key, NULL equal to NULL; each takes some of the keys. */
export interface KeyPass {
  /** The condition for the keys that it takes, on either side; undefined for all. */
  readonly takes: (key: readonly string[]) => string | undefined
  /** The conditions under which a key of the target is equal to one of the source that it takes. */
  readonly equal: (targetKey: readonly string[], sourceKey: readonly string[]) => readonly string[]
}

/** An index of the config `indexes`. */
export interface IndexSpec {
  readonly name: string
  readonly columns: readonly string[]
  readonly unique: boolean
  readonly method?: string
}

/**
 * The types that a seed's column can be found to have; each database spells them its own way.
 *
 * `integer` has 32 bits and `bigint` 64; `decimal` is exact, with at most 38 digits; timestamps count microseconds.
 */
export type SeedType =
  | {
      readonly kind:
        'boolean' | 'integer' | 'bigint' | 'double' | 'date' | 'timestamp' | 'timestamptz' | 'text'
    }
  | { readonly kind: 'decimal'; readonly precision: number; readonly scale: number }

/** A cursor column of a source, and what has been read of it. */
export interface ReadSoFar {
  readonly source: RelationName
  readonly cursor: string
  /** Rows of all transactions before this one have been read; null where nothing has been. */
  readonly horizon: string | null
  /** No row that has not been read has a smaller cursor value; null where nothing is known. */
  readonly floor: string | null
}

/**
 * Reading what is new in a table whose writers commit in any order. A row is read when every transaction that began before
 * its own has ended: then nothing can appear behind it. The cursor column only bounds the scan.
 */
export interface Arrivals {
  /**
   * A query with one row, asked before `head`: `tells` (whether the relation's rows carry their transaction), `table` (the
   * same text for the same table, also under another name), `oldest`
   * (since when transactions have been running that may still write, in microseconds since the epoch; null where that
   * cannot be seen), `draws` (whether the database itself draws the cursor's values, so that who begins later writes greater
   * ones), `holder` (in words, who holds back what can be read; null where nobody does).
   */
  look(read: Pick<ReadSoFar, 'source' | 'cursor'>): string
  /** A query with one row: `at` (microseconds since the epoch), `top` (the greatest cursor value then) and `table`, as for `look`. */
  mark(read: Pick<ReadSoFar, 'source' | 'cursor'>): string
  /**
   * A query with one row: `horizon` (what can be read now is before it), `at` (microseconds since the epoch), `top` (the
   * greatest cursor value), `floor` (the least cursor value that a later reading must look from, where `mark` is at most
   * what every transaction that is still running writes), `unread` (whether rows have to wait), `has_null`.
   */
  head(read: ReadSoFar, mark: string | null): string
  /** The condition for the rows to be read, from `horizon` on and before `until`. */
  condition(read: ReadSoFar, until: string): string
  /** A query with one row, `has_new`: whether there is anything to be read. */
  glance(read: ReadSoFar): string
}

/** Pure text: how a database writes what xform has to say. Every method gives one statement or a piece of one. */
export interface Dialect {
  readonly name: string
  readonly supports: Supports
  /** The longest identifier in bytes of UTF-8; undefined where there is no limit. */
  readonly maxIdentifierBytes: number | undefined

  /** A quoted identifier; the quotes inside are doubled. */
  quote(identifier: string): string
  /** A literal; text is always a plain text literal, whatever it contains. Non-finite numbers are refused with a RangeError. */
  literal(value: null | boolean | number | string): string
  /** A value of a type, from a list or a map that is written as JSON. */
  nested(json: string, type: string): string
  /** A text that is equal for two names that the database takes for the same relation (its rules about case applied). */
  identity(name: RelationName): string
  /** A text that is equal for two column names that the database takes for the same column. */
  columnIdentity(name: string): string
  /** A relation's full, quoted name. */
  relation(name: RelationName): string
  /** A temporary table's name for use in the other methods: its schema is the session's own. */
  temporary(name: string): RelationName
  /** Whether a column name written without quotes would keep its meaning: then seeds leave it to the database's folding. */
  foldIdentifier(name: string): string | undefined

  readonly begin: string
  /** Begins a transaction all of whose statements see the database as the first of them did. */
  readonly beginSnapshot: string
  readonly commit: string
  readonly rollback: string
  /** Undefined, as the two below, where the database has no savepoints. */
  savepoint(name: string): string | undefined
  rollbackTo(name: string): string | undefined
  release(name: string): string | undefined
  /** Bounds how long later statements of this transaction wait for a lock, in milliseconds; undefined where nothing waits. */
  lockTimeout(milliseconds: number): string | undefined
  /**
   * Takes the relation's lock until the transaction's end, or fails at once where somebody else has it; then bounds how long
   * later statements wait for locks, as `lockTimeout` does. Undefined where `exclusive`.
   */
  claimNodeLock(relation: RelationName, milliseconds: number): string | undefined
  /** A query with one row, `granted` true or false: tries the relation's lock until the transaction's end. Undefined where `exclusive`. */
  tryNodeLock(relation: RelationName): string | undefined
  /** Waits for the same lock, as long as `lockTimeout` allows. */
  waitNodeLock(relation: RelationName): string | undefined
  /** Takes the target's publish lock until the transaction's end, or waits for it. Undefined where `exclusive`. */
  publishLock(): string | undefined
  /**
   * Locks a standing relation against every reader and writer, so that what depends on it can be read. Undefined where
   * that cannot be done to this kind without locking more.
   */
  lockRelation(kind: RelationKind, relation: RelationName): string | undefined

  /** How rows are told apart by the transaction that wrote them; undefined where all that is visible was committed in order. */
  readonly arrivals: Arrivals | undefined
  /** The method of an index over numbers that only grow, where the database has a small one. */
  readonly growingIndex: string | undefined
  /** An expression over event time, and the same so many milliseconds earlier. */
  earlier(expression: string, milliseconds: number): string
  /** Keeps a relation from being exchanged until the transaction's end; undefined where a transaction sees one state throughout. */
  holdRelation(relation: RelationName): string | undefined
  createSchema(schema: string, database?: string): string
  createTableAs(target: RelationName, query: string): string
  /** A table that only this transaction sees and that is gone when it ends. */
  createTemporaryTableAs(name: string, query: string): string
  /** A view that only this session sees. */
  createTemporaryViewAs(name: string, query: string): string
  createOrReplaceTableAs(target: RelationName, query: string): string
  createViewAs(target: RelationName, query: string): string
  /** Replaces a view in place; the database may refuse when its columns changed. */
  replaceViewAs(target: RelationName, query: string): string
  /** Keys among the constraints only where `addConstraints` is not set. */
  createTable(
    target: RelationName,
    columns: readonly Column[],
    constraints?: readonly ConstraintSpec[],
  ): string
  /** An empty table that only this transaction sees and that is gone when it ends. */
  createTemporaryTable(
    name: string,
    columns: readonly Column[],
    constraints: readonly ConstraintSpec[],
  ): string
  /** Only where `addConstraints` is set. */
  addConstraint(target: RelationName, constraint: ConstraintSpec): string
  /** Says of a constraint that it is of a contract (`contractMark`); undefined where nothing can be said of constraints. */
  markConstraint(target: RelationName, name: string): string | undefined
  /** A table's name as it stands behind `references`. */
  keyTarget(referenced: RelationName): string
  /**
   * Why a table cannot have a foreign key to another table, in a clause (`it has no foreign keys between schemas`); undefined
   * where it can.
   */
  refusesKeyTo(table: RelationName, referenced: RelationName): string | undefined
  /** From here on to the transaction's end, or to `checkForeignKeys`, rows may be without the rows that they refer to. Undefined where that cannot be. */
  deferForeignKeys(): string | undefined
  /** Ends what `deferForeignKeys` began; fails where rows are still without those that they refer to. */
  checkForeignKeys(): string | undefined
  /** The type that a name of another database's stands for (`string`); the name itself where it is no such name. */
  typeAlias(type: string): string
  /** Fails when something depends on the relation; never cascades. */
  drop(kind: RelationKind, name: RelationName): string
  rename(kind: RelationKind, from: RelationName, to: string): string

  /** Inserts a query's rows by position into the named columns. */
  insert(target: RelationName, columns: readonly string[], query: string): string
  /** Deletes the target's rows whose key is among the source's. One or more statements, run in order. */
  deleteMatching(change: KeyedChange): readonly string[]
  /** Updates and inserts. One or more statements, run in order. */
  merge(change: MergeChange): readonly string[]
  /** Sets columns of the target's rows whose key is among the source's. One or more statements, run in order. */
  updateMatching(change: UpdateChange): readonly string[]
  /** How queries join rows by key so that the database can hash them: the joins of all passes together. */
  readonly keyPasses: readonly KeyPass[]
  /** A query for the keys that stand more than once in a table: the key's parts as `key_1` … and `copies`, `limit` rows. */
  duplicateKeys(source: RelationName, key: readonly KeyPart[], limit: number): string
  /** A text expression → hexadecimal digits that are the same for the same text, and spread evenly. */
  hash(expression: string): string
  /** True where both are equal or both are NULL. */
  nullSafeEqual(left: string, right: string): string
  /** The rows of one query that are not in the other, counting copies. */
  exceptAll(left: string, right: string): string
  /** How rows that meet a condition are counted fastest: what stands before the condition, and behind it. */
  readonly countWhere: readonly [before: string, after: string]

  addColumn(target: RelationName, column: Column): string
  dropColumn(target: RelationName, column: string): string
  alterColumnType(target: RelationName, column: Column): string
  /** Whether every value of type `from` is, unchanged, a value of type `to` (integer → bigint, never the reverse). Equal types widen. */
  widens(from: string, to: string): boolean
  /** Whether two values of a type can be told to be equal, as `exceptAll` asks; where not, their texts are compared. */
  comparable(type: string): boolean
  /** A seed column's type. */
  seedType(type: SeedType): string

  createIndex(target: RelationName, index: IndexSpec): string
  renameIndex(schema: string, from: string, to: string): string
  /** A comment on a relation, or on one of its columns; null takes it away. */
  comment(kind: 'table' | 'view', relation: RelationName, text: string | null, column?: string): string
  grant(privilege: string, relation: RelationName, roles: readonly string[]): string
  /** A query for who holds what on a relation besides its owner: `privilege`, `grantee`. Undefined without `grants`. */
  grantsOf(relation: RelationName): string | undefined
  revoke(privilege: string, relation: RelationName, roles: readonly string[]): string
  analyze(relation: RelationName): string
}
