import type { RelationName } from '../../adapter/relation.ts'
import type { Row } from '../../adapter/session.ts'
import type { KeyColumn } from '../../parse/config.ts'
import type { GrowthInput } from './growth-input.ts'

/** Rows, and the keys of which some are wanted. */
export interface KeyedRows {
  /** What stands behind `from`, with its alias. */
  readonly source: string
  /** The key's columns in the table of keys, and the expressions over the source that give them. */
  readonly keys: readonly KeyColumn[]
  /** The table of the keys that are wanted, each once. */
  readonly table: RelationName
  /** Whether there may be keys with a null in them: those are looked for in a second pass. */
  readonly nulls: boolean
}

/** A query with one row for a table of keys: `n` of them, `nulls` with a null in them. */
export function countKeys(
  { dialect }: Pick<GrowthInput, 'dialect'>,
  names: readonly string[],
  table: RelationName,
): string {
  const anyNull = names.map((name) => `${dialect.quote(name)} is null`).join(' or ')
  return `select count(*) as n, count(*) filter (where ${anyNull}) as nulls from ${dialect.relation(table)}`
}

/** Reads the row of that query. */
export function readKeyCount(row: Row | undefined): { readonly keys: number; readonly nulls: number } {
  return { keys: Number(row?.['n'] ?? 0), nulls: Number(row?.['nulls'] ?? 0) }
}

/** A query for the rows whose key is in a table; NULL equals NULL. */
export function rowsOfKeys(
  { dialect }: Pick<GrowthInput, 'dialect'>,
  { source, keys, table, nulls }: KeyedRows,
): string {
  const wanted = dialect.relation(table)
  const columns = keys.map((key) => dialect.quote(key.name))
  const expressions = keys.map(({ expression }) => `(${expression})`)
  const present = columns.map((column) => `${column} is not null`).join(' and ')
  const direct = `select * from ${source} where (${expressions.join(', ')}) in (select ${columns.join(', ')} from ${wanted} where ${present})`
  if (!nulls) return direct
  const missing = expressions.map((expression) => `${expression} is null`).join(' or ')
  // Under names of their own: in the subquery the author's expressions must mean the source's columns.
  const renamed = columns.map((column, index) => `${column} as "_xform_key_${index + 1}"`).join(', ')
  const equal = expressions
    .map((expression, index) => dialect.nullSafeEqual(`"_xform_key_${index + 1}"`, expression))
    .join(' and ')
  const matching = `select 1 from (select ${renamed} from ${wanted}) as "_xform_touched" where ${equal}`
  return `${direct}\nunion all\nselect * from ${source} where (${missing}) and exists (${matching})`
}

/** The state's key over its driver's rows; what is only named is a column, whatever it is called. */
export function driverKey({ node, dialect }: Pick<GrowthInput, 'node' | 'dialect'>): readonly KeyColumn[] {
  return node.config.growth.key.map(({ name, expression }) => ({
    name,
    expression: expression === name ? dialect.quote(name) : expression,
  }))
}
