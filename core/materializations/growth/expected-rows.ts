// A relation that grows → queries for the rows that it should hold and for those that it does.
import type { KeyPart } from '../../adapter/dialect.ts'
import type { Column, RelationName } from '../../adapter/relation.ts'
import { concatSql } from '../../template/concat-sql.ts'
import type { Sql } from '../../template/sql.ts'
import { columnList, growthQuery } from './growth-query.ts'
import { diffColumn, type GrowthInput, type Reading } from './growth-input.ts'
import { driverKey, rowsOfKeys } from './rows-of-keys.ts'
import { isSampled, type Sample } from './sample.ts'
import { publishedQuery } from './state.ts'
import { consolidate, standingRows } from './weights.ts'

/** What a relation is compared by. */
export interface Comparing {
  readonly input: GrowthInput
  /** What has been read of its driver; a change log has none. */
  readonly reading: Pick<Reading, 'driver' | 'all' | 'weight'> | undefined
  readonly sample: Sample | undefined
  /** The table of the keys that are in the sample of a state, and where late rows of a flow are. */
  readonly keys: RelationName
  readonly late: RelationName | undefined
}

/** A column that is compared. */
export interface ComparedColumn extends Column {
  /** The type that it has in the table, where the query gives another one. */
  readonly castTo?: string
  /** Whether its texts are compared, because values of its type are not equal or unequal. */
  readonly asText?: true
}

/** What a relation is compared by, once its columns are known. */
export interface Compared extends Comparing {
  /** The columns that the query and the table both have. */
  readonly columns: readonly ComparedColumn[]
  /** What tells its rows apart; none where a row is told apart by all of its columns. */
  readonly key: readonly KeyPart[]
}

/** The query for all rows, as a rebuild would make it; of a sampled state, for the keys in the sample. */
export function fullQuery({ input, reading, sample, keys }: Comparing): Sql {
  const { node, dialect } = input
  if (reading === undefined) return growthQuery(input, undefined)
  if (node.config.materialized !== 'state') return growthQuery(input, reading.all)
  const source = `(${reading.all}) as ${dialect.quote(reading.driver.relation.name)}`
  const key = driverKey(input)
  const rows =
    sample === undefined ? reading.all : rowsOfKeys(input, { source, keys: key, table: keys, nulls: true })
  return publishedQuery(input, standingRows(rows, reading, input))
}

/** The rows that the relation should hold. */
export function expectedRows(compared: Compared): Sql {
  const { input, columns } = compared
  const list = columns.map(({ name, castTo, asText }) => {
    const column = input.dialect.quote(name)
    const typed = castTo === undefined ? column : `cast(${column} as ${castTo})`
    return asText === true ? `cast(${typed} as text) as ${column}` : `${typed} as ${column}`
  })
  return concatSql([
    `select ${list.join(', ')} from (\n`,
    fullQuery(compared),
    `\n) as "_xform_rows"${sampled(compared)}`,
  ])
}

/** The rows that it holds; of a change log, those that are left of all that was added and withdrawn. */
export function foundRows(compared: Compared): string {
  const { input, columns, sample, keys } = compared
  const { node, dialect } = input
  const list = standingList(compared)
  const table = dialect.relation(node.relation)
  const { materialized, growth } = node.config
  if (materialized === 'changes') {
    const log = `select ${list}, ${dialect.quote(diffColumn)} from ${table}`
    return `select ${list} from (\n${consolidate(log, columns, input)}\n) as "_xform_rows"${sampled(compared)}`
  }
  if (materialized !== 'state' || sample === undefined)
    return `select ${list} from ${table}${sampled(compared)}`
  const names = growth.key.map(({ name }) => ({ name, expression: dialect.quote(name) }))
  const source = `${table} as "_xform_found"`
  const rows = rowsOfKeys(input, { source, keys: names, table: keys, nulls: true })
  return `select ${list} from (\n${rows}\n) as "_xform_rows"`
}

/** The columns of what stands, as they are compared. */
function standingList({ input: { dialect }, columns }: Compared): string {
  const list = columns.map(({ name, asText }) => {
    const column = dialect.quote(name)
    return asText === true ? `cast(${column} as text) as ${column}` : column
  })
  return list.join(', ')
}

/** Rows of a change log that were withdrawn more often than they were added. */
export function overdrawnRows(compared: Compared): string {
  const { input, columns } = compared
  const list = columnList(columns, input)
  const diff = input.dialect.quote(diffColumn)
  const rows = `select ${list} from ${input.dialect.relation(input.node.relation)} group by ${list} having sum(${diff}) < 0`
  return `select ${list} from (${rows}) as "_xform_overdrawn"${sampled(compared)}`
}

/** The late rows that were diverted from a flow. */
export function divertedRows(compared: Compared): string | undefined {
  const { input, late } = compared
  if (late === undefined) return undefined
  return `select ${standingList(compared)} from ${input.dialect.relation(late)}${sampled(compared)}`
}

/** The keys in the sample of a state: those of the driver's rows, and those that stand. */
export function sampledKeys({ input, reading, sample }: Comparing): string | undefined {
  const { node, dialect } = input
  if (node.config.materialized !== 'state' || sample === undefined || reading === undefined) return undefined
  const key = driverKey(input)
  const names = key.map(({ name }) => dialect.quote(name))
  const ofDriver = key.map(({ expression }, at) => `${expression} as ${names[at] ?? ''}`).join(', ')
  return [
    `select ${ofDriver} from (${reading.all}) as ${dialect.quote(reading.driver.relation.name)}`,
    `where ${isSampled(
      key.map(({ expression }) => expression),
      sample,
      input,
    )}`,
    'union',
    `select ${names.join(', ')} from ${dialect.relation(node.relation)}`,
    `where ${isSampled(names, sample, input)}`,
  ].join('\n')
}

/** The key's parts as expressions over the columns. */
export function keyExpressions({ input, columns, key }: Compared): readonly string[] {
  const parts = key.map((part) => (part.kind === 'column' ? input.dialect.quote(part.name) : `(${part.sql})`))
  return parts.length > 0 ? parts : columns.map(({ name }) => input.dialect.quote(name))
}

/** A state's keys have been chosen before; everything else is sampled by its rows. */
function sampled(compared: Compared): string {
  const { input, sample } = compared
  if (sample === undefined || input.node.config.materialized === 'state') return ''
  return ` where ${isSampled(keyExpressions(compared), sample, input)}`
}
