import type { Column } from '../../adapter/relation.ts'
import { diffColumn, type GrowthInput, type Reading } from './growth-input.ts'

/**
 * The rows that stand after all that was added and withdrawn, each as often as it stands. What is left of the weights are
 * copies: a row that was withdrawn as often as it was added is gone.
 */
export function consolidate(
  rows: string,
  columns: readonly Column[],
  { dialect }: Pick<GrowthInput, 'dialect'>,
): string {
  const names = columns.filter(({ name }) => name !== diffColumn).map(({ name }) => dialect.quote(name))
  const list = names.join(', ')
  const copies = dialect.quote('_xform_copies')
  return [
    `select ${list} from (`,
    `  select ${list}, cast(sum(${dialect.quote(diffColumn)}) as bigint) as ${copies}`,
    `  from (${rows}) as "_xform_log"`,
    `  group by ${list}`,
    `  having sum(${dialect.quote(diffColumn)}) > 0`,
    `) as "_xform_counted"`,
    `cross join lateral (select * from generate_series(1, ${copies})) as "_xform_each"`,
  ].join('\n')
}

/** Rows of a driver as a state's query is to see them. */
export function standingRows(
  rows: string,
  { driver, weight }: Pick<Reading, 'driver' | 'weight'>,
  input: GrowthInput,
): string {
  const log = weight === undefined ? undefined : input.logOf(driver.relation)
  return log === undefined ? rows : consolidate(rows, log.columns, input)
}
