import type { Action, BuildInput, Glance } from '../materialization.ts'
import { readSoFar } from './open-commits.ts'
import { headQuery } from './open-values.ts'
import { nothingNew } from './opening.ts'
import type { TransactionPosition } from './position.ts'

/** One query that tells, from what the plan knew, whether the driver has anything new; undefined where it must be built anyway. */
export function glanceAtDriver(action: Action, input: BuildInput): Glance | undefined {
  const driver = input.node.intake?.driver
  const position = input.remembered?.position
  if (action.kind !== 'append' || driver === undefined || position === undefined || position === null)
    return undefined
  const because = nothingNew(driver)
  // Whether there are new files, no database knows.
  if (driver.kind === 'files') return undefined
  if (driver.kind === 'log') {
    if (position.kind !== 'log') return undefined
    return {
      statement: { sql: input.ledger.read([driver.relation]) },
      nothing: ([row]) => {
        if (row === undefined) return undefined
        const { generation, batch } = input.ledger.parse(row)
        return generation === position.generation && batch === position.batch ? because : undefined
      },
    }
  }
  const opening = { driver, since: position, next: () => ({ kind: 'steps', steps: [] }) as const }
  const { at } = driver.cursor
  if (position.kind === 'transactions') {
    const { arrivals } = input.dialect
    if (arrivals === undefined || mayGetFloor(position)) return undefined
    const sql = arrivals.glance(readSoFar(opening))
    return { statement: { sql, at }, nothing: ([row]) => (row?.['has_new'] === false ? because : undefined) }
  }
  return {
    statement: { sql: headQuery(input, opening), at },
    nothing: ([row]) => (row?.['top'] === null && row['has_null'] === false ? because : undefined),
  }
}

/** How many readings are given the chance to find a floor that is not known yet. */
const triesForFloor = 4

/**
 * Without a floor every look goes through the whole source. Reading it in full steps gives one, where there are marks to
 * take it from: not where values come with the rows, nor for ever where others hold it back.
 */
function mayGetFloor({ floor, marks }: TransactionPosition): boolean {
  return floor === null && marks.length > 0 && marks.length < triesForFloor
}
