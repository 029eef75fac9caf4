import type { Column } from '../../adapter/relation.ts'
import { withCommonTables } from '../../compile/ephemeral.ts'
import { diagnostic, type Diagnostic } from '../../errors/diagnostic.ts'
import type { Sql } from '../../template/sql.ts'
import { queryToBuild } from '../query.ts'
import type { GrowthInput } from './growth-input.ts'
import { selectLog } from './open-log.ts'

/** A growing model's query over some rows of its driver; other flows and change logs are read as they are now. */
export function growthQuery(input: GrowthInput, driverRows: string | undefined): Sql {
  const { driver, logs, query } = input.intake
  const tables = [
    ...(driver === undefined || driverRows === undefined
      ? []
      : [{ name: driver.table, query: plain(driverRows) }]),
    ...logs.flatMap(({ table, relation }) => {
      const log = input.logOf(relation)
      return log === undefined ? [] : [{ name: table, query: plain(selectLog(log, input)) }]
    }),
  ]
  return queryToBuild(withCommonTables(query, tables), input.options)
}

/** What is missing of the logs that a model reads. */
export function findUnbuilt(input: GrowthInput): readonly Diagnostic[] {
  const { driver, logs } = input.intake
  return [...(driver?.kind === 'log' ? [driver] : []), ...logs]
    .filter(({ relation }) => input.logOf(relation) === undefined)
    .map(({ name }) => diagnostic('driver-not-built', { driver: name }, { at: input.node.at }))
}

/** Columns as a list for `select`. */
export function columnList(
  columns: readonly Pick<Column, 'name'>[],
  { dialect }: Pick<GrowthInput, 'dialect'>,
): string {
  return columns.map(({ name }) => dialect.quote(name)).join(', ')
}

function plain(text: string): Sql {
  return { text, segments: [] }
}
