// The rows that should stand and those that do → queries for how they differ.
import { divertedRows, overdrawnRows, foundRows, keyExpressions, type Compared } from './expected-rows.ts'
import { columnList } from './growth-query.ts'

/** The column that says on which side a differing row is. */
export const sideColumn = '_xform_side'

/** How many keys are shown of those that differ. */
const shownKeys = 5
/** A key may have many rows that differ. */
const shownRows = 2 * shownKeys

/** A query for the rows that are `missing` and those that are `surplus`; `expected` is the table of those that should stand. */
export function differenceQuery(compared: Compared, expected: string): string {
  const list = columnList(compared.columns, compared.input)
  const wanted = `select ${list} from ${expected}`
  const isKeyedFlow = compared.key.length > 0 && compared.input.node.config.materialized === 'flow'
  const sides = isKeyedFlow ? keyedSides(compared, wanted) : plainSides(compared, wanted)
  return sides
    .map(
      ({ side, rows }) =>
        `select '${side}' as ${compared.input.dialect.quote(sideColumn)}, ${list} from (\n${rows}\n) as "_xform_rows"`,
    )
    .join('\nunion all\n')
}

interface Side {
  readonly side: 'missing' | 'surplus'
  readonly rows: string
}

function plainSides(compared: Compared, wanted: string): readonly Side[] {
  const { dialect } = compared.input
  const found = [foundRows(compared), divertedRows(compared)]
    .filter((rows) => rows !== undefined)
    .join('\nunion all\n')
  return [
    { side: 'missing', rows: dialect.exceptAll(wanted, found) },
    { side: 'surplus', rows: dialect.exceptAll(found, wanted) },
    ...(compared.input.node.config.materialized === 'changes'
      ? [{ side: 'surplus' as const, rows: overdrawnRows(compared) }]
      : []),
  ]
}

/**
 * Of the rows with one key, a flow keeps the one that arrived first, which the query alone cannot tell: any of them may
 * stand, one for each key.
 */
function keyedSides(compared: Compared, wanted: string): readonly Side[] {
  const { dialect } = compared.input
  const found = foundRows(compared)
  const diverted = divertedRows(compared)
  const strange = dialect.exceptAll(found, wanted)
  const familiar = dialect.exceptAll(found, strange)
  const surplus: readonly Side[] = [
    { side: 'surplus', rows: strange },
    { side: 'surplus', rows: repeatedRows(compared, familiar) },
    ...(diverted === undefined
      ? []
      : [{ side: 'surplus', rows: `(${diverted})\nexcept\n(${wanted})` } as const]),
  ]
  const standing = diverted === undefined ? found : `${found}\nunion all\n${diverted}`
  return [{ side: 'missing', rows: keysOnlyIn(compared, { wanted, standing }) }, ...surplus]
}

/** One row for each key that is wanted and does not stand. */
function keysOnlyIn(
  compared: Compared,
  { wanted, standing }: { readonly wanted: string; readonly standing: string },
): string {
  const list = columnList(compared.columns, compared.input)
  const partition = keyExpressions(compared).join(', ')
  return [
    `select ${list} from (`,
    `  select *, row_number() over (partition by ${partition} order by "_xform_wanted") as "_xform_rank" from (`,
    `    select ${list}, 0 as "_xform_wanted" from (${standing}) as "_xform_standing"`,
    '    union all',
    `    select ${list}, 1 as "_xform_wanted" from (${wanted}) as "_xform_expected_rows"`,
    '  ) as "_xform_both"',
    ') as "_xform_ranked" where "_xform_rank" = 1 and "_xform_wanted" = 1',
  ].join('\n')
}

/** Rows with a key that another row has already; rows that are far enough apart in event time are none. */
function repeatedRows(compared: Compared, rows: string): string {
  const { node, dialect } = compared.input
  const list = columnList(compared.columns, compared.input)
  const { eventTime, growth } = node.config
  const time = eventTime === undefined ? undefined : dialect.quote(eventTime)
  const order = time === undefined ? '' : ` order by ${time}`
  const window = `over (partition by ${keyExpressions(compared).join(', ')}${order})`
  const bounded = time !== undefined && growth.dedupeWithin !== undefined
  const repeats = bounded
    ? `lag(${time}) ${window} >= ${dialect.earlier(time, growth.dedupeWithin)}`
    : `row_number() ${window} > 1`
  return [
    `select ${list} from (`,
    `  select ${list}, ${repeats} as "_xform_repeats" from (\n${rows}\n) as "_xform_familiar"`,
    ') as "_xform_marked" where "_xform_repeats"',
  ].join('\n')
}

/** A query for how many rows are on each side. */
export function countSides({ input }: Compared, differences: string): string {
  return `select ${input.dialect.quote(sideColumn)} as side, count(*) as n from ${differences} group by 1`
}

/** A query for the differing rows of the first few keys: the side, the key's columns, and the others. */
export function exampleQuery(
  compared: Compared,
  differences: string,
): {
  readonly sql: string
  readonly limit: number
} {
  const { dialect } = compared.input
  const keyNames = new Set(compared.key.flatMap((part) => (part.kind === 'column' ? [part.name] : [])))
  const columns = [
    ...compared.columns.filter(({ name }) => keyNames.has(name)),
    ...compared.columns.filter(({ name }) => !keyNames.has(name)),
  ]
  const order = keyExpressions(compared).join(', ')
  const side = dialect.quote(sideColumn)
  const sql = [
    `select ${side}, ${columnList(columns, compared.input)} from (`,
    `  select *, dense_rank() over (order by ${order}) as "_xform_rank" from ${differences}`,
    `) as "_xform_ranked" where "_xform_rank" <= ${shownKeys} order by "_xform_rank", ${side}`,
  ].join('\n')
  return { sql, limit: shownRows }
}
