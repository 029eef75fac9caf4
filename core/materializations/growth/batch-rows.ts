// The new rows of a flow, before they are added: which of them are duplicates and which are late.
import type { KeyPart } from '../../adapter/dialect.ts'
import type { Row } from '../../adapter/session.ts'
import { temporaryTable, type TemporaryTable } from '../temporary-table.ts'
import type { GrowthInput } from './growth-input.ts'

/** The column that numbers rows with one key within a batch. */
const rankColumn = '_xform_rank'

/** The temporary table that holds a batch. */
export function batchTable({ node, dialect }: GrowthInput): TemporaryTable {
  return temporaryTable(node.relation, '__xform_delta', dialect)
}

/** The rows of a query with their rank among those of one key; as they are where there is no key. */
export function ranked(
  rows: readonly [before: string, after: string],
  key: readonly KeyPart[],
  input: GrowthInput,
): readonly [string, string] {
  if (key.length === 0) return rows
  const { dialect, node } = input
  const parts = key.map((part) => (part.kind === 'column' ? dialect.quote(part.name) : `(${part.sql})`))
  const order =
    node.config.growth.dedupeBy.length === 0 ? '' : ` order by ${node.config.growth.dedupeBy.join(', ')}`
  const rank = `row_number() over (partition by ${parts.join(', ')}${order}) as ${dialect.quote(rankColumn)}`
  return [`select *, ${rank} from (\n${rows[0]}`, `${rows[1]}\n) as "_xform_rows"`]
}

/** The condition for the one row of a key that is kept. */
export function isFirst({ dialect }: GrowthInput): string {
  return `${dialect.quote(rankColumn)} = 1`
}

/** Statements that leave one row a key in a batch, and none whose key is in the flow already. */
export function removeDuplicates(key: readonly KeyPart[], input: GrowthInput): readonly string[] {
  if (key.length === 0) return []
  const { node, dialect } = input
  const batch = batchTable(input).relation
  const removal = (predicates: readonly string[]): readonly string[] =>
    dialect.deleteMatching({ target: batch, source: node.relation, key, predicates })
  return [
    `delete from ${dialect.relation(batch)} where ${dialect.quote(rankColumn)} > 1`,
    ...matchingKeys(input, removal),
  ]
}

/** Statements that look for equal keys, each with the predicates that bound where. */
export function matchingKeys(
  input: GrowthInput,
  statements: (predicates: readonly string[]) => readonly string[],
): readonly string[] {
  return boundsOfSearch(input).flatMap(statements)
}

/** Where rows with the same key are looked for; what has no event time has no bounds, and is looked for everywhere. */
function boundsOfSearch({ node, dialect }: GrowthInput): readonly (readonly string[])[] {
  const { dedupeWithin } = node.config.growth
  const { eventTime } = node.config
  if (dedupeWithin === undefined || eventTime === undefined) return [[]]
  const column = dialect.quote(eventTime)
  const near = [
    `source.${column} >= ${dialect.earlier(`target.${column}`, dedupeWithin)}`,
    `target.${column} >= ${dialect.earlier(`source.${column}`, dedupeWithin)}`,
  ]
  return [near, [`target.${column} is null`]]
}

/** What a look at rows found. */
export interface RowFacts {
  readonly rows: number
  /** Behind the watermark that was committed before. */
  readonly late: number
  readonly watermark: string | null
}

/** A query for the facts of some rows: `n`, and with an event time `late` and `watermark`. */
export function factsQuery(table: string, input: GrowthInput): string {
  const { node, own, dialect } = input
  const { eventTime, growth } = node.config
  if (eventTime === undefined) return `select count(*) as n from ${table}`
  const reached = dialect.earlier(`max(${dialect.quote(eventTime)})`, growth.lateness ?? 0)
  const known = own?.watermark ?? null
  const late = lateCondition(input)
  return [
    `select count(*) as n,`,
    `  ${late === undefined ? '0' : `count(*) filter (where ${late})`} as late,`,
    `  cast(${reached} as text) as reached,`,
    `  ${known === null ? 'true' : `${reached} > ${dialect.literal(known)}`} as further`,
    `from ${table}`,
  ].join('\n')
}

/** Reads the row of that query. */
export function readFacts(row: Row | undefined, { own }: Pick<GrowthInput, 'own'>): RowFacts {
  const reached = typeof row?.['reached'] === 'string' ? row['reached'] : null
  const known = own?.watermark ?? null
  return {
    rows: Number(row?.['n'] ?? 0),
    late: Number(row?.['late'] ?? 0),
    watermark: reached !== null && (known === null || row?.['further'] === true) ? reached : known,
  }
}

/** The condition for rows behind the watermark, of the table that `prefix` names; undefined before there is a watermark. */
export function lateCondition({ node, own, dialect }: GrowthInput, prefix = ''): string | undefined {
  const { eventTime } = node.config
  if (eventTime === undefined || own?.watermark === undefined || own.watermark === null) return undefined
  return `${prefix}${dialect.quote(eventTime)} < ${dialect.literal(own.watermark)}`
}
