// A driver and how far it has been read → a query for all that has been read of it.
import type { Driver } from '../../compile/intake.ts'
import { batchColumn, diffColumn, type GrowthInput, type Reading } from './growth-input.ts'
import { selectLog } from './open-log.ts'
import { readsByCommit } from './open-driver.ts'
import {
  isOfOther,
  type LogPosition,
  type Position,
  type TransactionPosition,
  type ValuePosition,
} from './position.ts'

/** What has been read of a driver, or why that cannot be told any more. */
export type ReadAlready =
  | { readonly kind: 'reading'; readonly reading: Pick<Reading, 'driver' | 'all' | 'weight'> }
  | { readonly kind: 'lost'; readonly because: string }

/** Everything that a driver held up to a position. */
export function readAlready(input: GrowthInput, driver: Driver, position: Position): ReadAlready {
  if (isOfOther(position, driver, input.dialect)) return lost(driver)
  switch (position.kind) {
    case 'log':
      return driver.kind === 'log' ? ofLog(input, driver, position) : lost(driver)
    case 'value':
      return driver.kind === 'cursor' && !readsByCommit(input, driver)
        ? ofValues(input, driver, position)
        : lost(driver)
    case 'transactions':
      return driver.kind === 'cursor' && readsByCommit(input, driver)
        ? ofCommits(input, driver, position)
        : lost(driver)
    // Of files the list tells which: they are read anew before this could be asked.
    case 'files':
      return lost(driver)
  }
}

type CursorDriver = Extract<Driver, { readonly kind: 'cursor' }>

function ofLog(input: GrowthInput, driver: Driver, { generation, batch }: LogPosition): ReadAlready {
  const log = input.logOf(driver.relation)
  if (log === undefined) return { kind: 'lost', because: `"${driver.name}" has not been built` }
  if (log.generation !== generation) {
    return { kind: 'lost', because: `"${driver.name}" was built anew, and what was read of it is gone` }
  }
  const all = `${selectLog(log, input)} where ${input.dialect.quote(batchColumn)} <= ${batch}`
  const weight = log.columns.some(({ name }) => name === diffColumn) ? diffColumn : undefined
  return { kind: 'reading', reading: { driver, all, weight } }
}

function ofValues({ dialect }: GrowthInput, driver: CursorDriver, { value }: ValuePosition): ReadAlready {
  const upTo =
    value === null ? 'false' : `${dialect.quote(driver.cursor.column)} <= ${dialect.literal(value)}`
  const all = `select * from ${dialect.relation(driver.relation)} where ${upTo}`
  return { kind: 'reading', reading: { driver, all, weight: undefined } }
}

function ofCommits(
  { dialect }: GrowthInput,
  driver: CursorDriver,
  { horizon }: TransactionPosition,
): ReadAlready {
  if (dialect.arrivals === undefined) return lost(driver)
  const read = { source: driver.relation, cursor: driver.cursor.column, horizon: null, floor: null }
  const all = `select * from ${dialect.relation(driver.relation)} where ${dialect.arrivals.condition(read, horizon)}`
  return { kind: 'reading', reading: { driver, all, weight: undefined } }
}

function lost({ name }: Driver): ReadAlready {
  return { kind: 'lost', because: `${name} is read in another way now` }
}
