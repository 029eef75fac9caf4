import { diagnostic } from '../../errors/diagnostic.ts'
import type { Driver } from '../../compile/intake.ts'
import { batchColumn, diffColumn, type GrowthInput } from './growth-input.ts'
import type { Remembered } from './ledger.ts'
import { nothingNew, type Opening } from './opening.ts'
import type { Position } from './position.ts'

/** Reads a flow or a change log by its batches: those up to the newest that was committed when the ledger was read. */
export function openLog(input: GrowthInput, driver: Driver, since: Position | undefined): Opening {
  const log = input.logOf(driver.relation)
  if (log === undefined) {
    const finding = diagnostic('driver-not-built', { driver: driver.name }, { at: input.node.at })
    return { kind: 'refused', diagnostics: [finding] }
  }
  if (since !== undefined && (since.kind !== 'log' || since.generation !== log.generation)) {
    return { kind: 'restarted', because: `"${driver.name}" was built anew` }
  }
  const read = since?.kind === 'log' ? since.batch : 0
  if (since !== undefined && read >= log.batch) return { kind: 'nothing', because: nothingNew(driver) }
  const rows = (condition: string): string => `${selectLog(log, input)} where ${condition}`
  const column = input.dialect.quote(batchColumn)
  const upTo = `${column} <= ${log.batch}`
  return {
    kind: 'reading',
    reading: {
      driver,
      fresh: rows(read === 0 ? upTo : `${column} > ${read} and ${upTo}`),
      all: rows(upTo),
      position: { kind: 'log', of: log.relation, generation: log.generation, batch: log.batch },
      weight: log.columns.some(({ name }) => name === diffColumn) ? diffColumn : undefined,
    },
  }
}

/** A log's rows as they are now, with the columns that its author gave it. */
export function selectLog(log: Remembered, { dialect }: Pick<GrowthInput, 'dialect'>): string {
  const columns = log.columns.map(({ name }) => dialect.quote(name)).join(', ')
  return `select ${columns} from ${log.relation}`
}
