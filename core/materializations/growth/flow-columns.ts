import type { KeyPart } from '../../adapter/dialect.ts'
import type { Column } from '../../adapter/relation.ts'
import { diagnostic, type Diagnostic } from '../../errors/diagnostic.ts'
import { findColumn, holdsEventTimes } from '../event-time.ts'
import { keyOf, unknownColumns } from '../key-columns.ts'
import type { Reaction } from '../step.ts'
import { checkRules } from './check-rules.ts'
import { describeQuery } from './growth-steps.ts'
import { growthQuery } from './growth-query.ts'
import { diffColumn, type GrowthInput, type Reading } from './growth-input.ts'
import { refuseReserved, refuseTwins } from './refuse-columns.ts'

/** Learns the query's columns, and refuses what cannot be right about them. */
export function afterColumns(
  input: GrowthInput,
  { reading, rows }: { readonly reading: Reading; readonly rows: string },
  next: (columns: readonly Column[], key: readonly KeyPart[]) => Reaction,
): Reaction {
  return describeQuery(input, growthQuery(input, rows), (columns) => {
    const wrong = [...wrongColumns(input, columns), ...wrongWeights(input, { reading, columns })]
    if (wrong.length > 0) return { kind: 'refuse', diagnostics: wrong }
    const key = keyOf(input, columns)
    return checkRules(input, { rows, key }, () => next(columns, key))
  })
}

function wrongColumns(input: GrowthInput, columns: readonly Column[]): readonly Diagnostic[] {
  const { node } = input
  const { eventTime, uniqueKey } = node.config
  const reserved = [...refuseReserved(input, columns, [diffColumn]), ...refuseTwins(input, columns)]
  const mentions = [
    ...uniqueKey.map((column) => ({ key: 'unique_key', column })),
    ...(eventTime === undefined ? [] : [{ key: 'event_time', column: eventTime }]),
  ]
  return [...reserved, ...unknownColumns(input, columns, mentions), ...wrongEventTime(input, columns)]
}

function wrongEventTime({ node, dialect }: GrowthInput, columns: readonly Column[]): readonly Diagnostic[] {
  const { eventTime } = node.config
  const column = eventTime === undefined ? undefined : findColumn(columns, eventTime, dialect)
  if (column === undefined || holdsEventTimes(column)) return []
  const params = { of: node.name, name: column.name, type: column.type }
  return [diagnostic('no-event-time', params, { at: node.places['event_time'] ?? node.at })]
}

function wrongWeights(
  { node }: GrowthInput,
  { reading, columns }: { readonly reading: Reading; readonly columns: readonly Column[] },
): readonly Diagnostic[] {
  if (reading.weight === undefined) return []
  const model = node.name
  const keeps = columns.some(({ name }) => name === diffColumn)
  return [
    ...(keeps ? [] : [diagnostic('weight-missing', { model, driver: reading.driver.name }, { at: node.at })]),
    ...(node.config.uniqueKey.length === 0
      ? []
      : [diagnostic('key-on-weights', { model }, { at: node.places['unique_key'] ?? node.at })]),
  ]
}
