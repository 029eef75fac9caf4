import type { Row } from '../../adapter/session.ts'
import type { Driver } from '../../compile/intake.ts'
import type { Action, BuildInput } from '../materialization.ts'
import type { Reaction, Statement } from '../step.ts'
import { glanceAtFiles } from './open-files.ts'
import { readSoFar } from './open-commits.ts'
import { headQuery } from './open-values.ts'
import { nothingNew, type CursorOpening } from './opening.ts'
import { isOfOther, type LogPosition, type TransactionPosition } from './position.ts'

/** One query that tells, from what the plan knew, whether the driver has anything new; undefined where it must be built anyway. */
export function glanceAtDriver(action: Action, input: BuildInput): Reaction | undefined {
  const driver = input.node.intake?.driver
  const position = input.remembered?.position
  if (action.kind !== 'append' || driver === undefined || position === undefined || position === null)
    return undefined
  if (isOfOther(position, driver, input.dialect)) return undefined
  switch (driver.kind) {
    case 'files':
      return position.kind === 'files' ? glanceAtFiles(input, driver) : undefined
    case 'log':
      return position.kind === 'log' ? glanceAtLog(input, driver, position) : undefined
    case 'cursor':
      return glanceAtCursor(input, { driver, since: position })
  }
}

function glanceAtLog(input: BuildInput, driver: Driver, position: LogPosition): Reaction {
  const { ledger } = input
  return look({ sql: ledger.read([driver.relation]) }, ([row]) => {
    if (row === undefined) return undefined
    const { generation, batch } = ledger.parse(row)
    return generation === position.generation && batch === position.batch ? nothingNew(driver) : undefined
  })
}

function glanceAtCursor(
  input: BuildInput,
  { driver, since }: Pick<CursorOpening, 'driver' | 'since'>,
): Reaction | undefined {
  const opening: CursorOpening = { driver, since, next: () => ({ kind: 'steps', steps: [] }) }
  const { at } = driver.cursor
  if (since?.kind === 'transactions') {
    const { arrivals } = input.dialect
    if (arrivals === undefined || mayGetFloor(since)) return undefined
    return look({ sql: arrivals.glance(readSoFar(opening)), at }, ([row]) =>
      row?.['has_new'] === false ? nothingNew(driver) : undefined,
    )
  }
  return look({ sql: headQuery(input, opening), at }, ([row]) =>
    row?.['top'] === null && row['has_null'] === false ? nothingNew(driver) : undefined,
  )
}

/** Sends a query; where its rows tell why nothing has to be done, that is what is done. */
function look(statement: Statement, nothing: (rows: readonly Row[]) => string | undefined): Reaction {
  const next = (rows: readonly Row[]): Reaction => {
    const because = nothing(rows)
    const instead = because === undefined ? {} : { instead: { kind: 'nothing', because } as const }
    return { kind: 'steps', steps: [], ...instead }
  }
  return {
    kind: 'steps',
    steps: [{ kind: 'ask', label: 'look for new rows', statement, beforehand: 'later', next }],
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
