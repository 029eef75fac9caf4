import type { Dialect } from '../adapter/dialect.ts'
import type { Sql } from '../template/sql.ts'
import { isSteady } from './is-steady.ts'
import { writeSql } from './write-sql.ts'

/** What an argument of a generic test is. */
export type ArgumentSpec =
  /** A relation: `ref('customers')`. */
  | { readonly kind: 'relation'; readonly needed?: true }
  /** SQL over the tested rows; templates are rendered. */
  | { readonly kind: 'sql'; readonly needed?: true }
  /** A column. */
  | { readonly kind: 'column'; readonly needed?: true }
  /** Columns of the tested relation: one or several. */
  | { readonly kind: 'columns'; readonly needed?: true }
  /** A list of values. */
  | { readonly kind: 'values'; readonly needed?: true }
  | { readonly kind: 'number'; readonly needed?: true }
  | { readonly kind: 'flag'; readonly needed?: true }
  | { readonly kind: 'choice'; readonly choices: readonly string[]; readonly needed?: true }

/** A value of `values`: as YAML has it. */
export type Scalar = string | number | boolean

/** What was given for a test's arguments, ready to be written into SQL. Asking for what was not declared is a defect. */
export interface WrittenArguments {
  relation(name: string): string
  sql(name: string): Sql | undefined
  columns(name: string): readonly Sql[]
  values(name: string): readonly Scalar[]
  number(name: string): number | undefined
  flag(name: string): boolean | undefined
  choice(name: string): string | undefined
}

/** What is tested. */
export interface Subject {
  /** What stands behind `from`: the relation, or those of its rows that `where` leaves, under the relation's own name. */
  readonly from: Sql
  /** The column, where the test is declared on one. */
  readonly column: Sql | undefined
  readonly given: WrittenArguments
  readonly dialect: Dialect
  /** When the run began, in milliseconds since the epoch. */
  readonly startedAt: number
}

/** A test as SQL. */
export interface WrittenTest {
  /** A query for what fails: none of it, and the test passes. */
  readonly rows: Sql
  /** How many rows that query gives, as an aggregate over the tested rows: what several tests can ask in one scan. */
  readonly tally?: Sql
  /** Whether it looks at each row by itself, and says the same of it whenever it is asked. */
  readonly isSteady?: boolean
}

/** A test that can be declared by its name on columns and relations. */
export interface GenericTest {
  readonly name: string
  /** Other names that people know it by. */
  readonly aliases?: readonly string[]
  readonly on: 'column' | 'relation' | 'either'
  readonly arguments: Readonly<Record<string, ArgumentSpec>>
  /** At least one of these must be given. */
  readonly anyOf?: readonly string[]
  write(subject: Subject): WrittenTest
}

/** The tested column of a test that is declared on columns only. */
export function columnOf({ column }: Subject): Sql {
  return column ?? writeSql`*`
}

/** A test that looks at each row by itself. */
export function failingRows({ from, dialect }: Subject, fails: Sql): WrittenTest {
  const [before, after] = dialect.countWhere
  return {
    rows: writeSql`select * from ${from} where ${fails}`,
    tally: writeSql`${before}${fails}${after}`,
    isSteady: isSteady(fails.text),
  }
}

/** A test of all rows together that gives one row with `facts` where it fails. */
export function failingWhole(
  { from }: Subject,
  { facts, fails }: { readonly facts: Sql; readonly fails: Sql },
): WrittenTest {
  return {
    rows: writeSql`select ${facts} from ${from} having ${fails}`,
    tally: writeSql`case when ${fails} then 1 else 0 end`,
  }
}
