import { subjectOf } from './position.ts'
import { nothingNew, refuseNullCursor, type CursorOpening, type Opening } from './opening.ts'
import type { GrowthInput } from './growth-input.ts'
import type { Reaction } from '../step.ts'
import { textOf, type Row } from '../../adapter/session.ts'

/**
 * Reads a source by its cursor's values: those greater than the greatest that was read, up to the greatest that there is, or
 * that is old enough to be complete. Right where rows become visible in the cursor's order.
 */
export function openValues(input: GrowthInput, opening: CursorOpening): Reaction {
  return {
    kind: 'steps',
    steps: [
      {
        kind: 'ask',
        label: 'look at the source',
        statement: { sql: headQuery(input, opening), at: opening.driver.cursor.at },
        beforehand: 'now',
        next: ([row]) => opening.next(openAt(row, input, opening)),
      },
    ],
  }
}

/** A query for the greatest cursor value to be read (`top`), null where there is none, and whether any row has none (`has_null`). */
export function headQuery(
  { dialect }: Pick<GrowthInput, 'dialect'>,
  { driver, since }: CursorOpening,
): string {
  const column = dialect.quote(driver.cursor.column)
  const table = dialect.relation(driver.relation)
  const { settle } = driver.cursor
  const conditions = [
    ...(since?.kind === 'value' && since.value !== null
      ? [`${column} > ${dialect.literal(since.value)}`]
      : []),
    ...(settle === undefined ? [] : [`${column} <= ${dialect.earlier('current_timestamp', settle)}`]),
  ]
  const where = conditions.length === 0 ? '' : ` where ${conditions.join(' and ')}`
  return [
    `select cast(max(${column}) as text) as top,`,
    `  exists (select 1 from ${table} where ${column} is null) as has_null`,
    `from ${table}${where}`,
  ].join('\n')
}

function openAt(row: Row | undefined, input: GrowthInput, opening: CursorOpening): Opening {
  const { driver, since } = opening
  const { dialect } = input
  const refused = refuseNullCursor(row, opening)
  if (refused !== undefined) return refused
  if (since !== undefined && since.kind !== 'value') {
    return { kind: 'restarted', because: `the cursor of ${driver.name} is read in another way now` }
  }
  const top = row?.['top'] ?? null
  if (top === null && since !== undefined) return { kind: 'nothing', because: nothingNew(driver) }
  const value = top === null ? null : textOf(top)
  const column = dialect.quote(driver.cursor.column)
  const upTo = value === null ? 'false' : `${column} <= ${dialect.literal(value)}`
  const read = since?.value ?? null
  const rows = (condition: string): string =>
    `select * from ${dialect.relation(driver.relation)} where ${condition}`
  return {
    kind: 'reading',
    reading: {
      driver,
      fresh: rows(read === null ? upTo : `${column} > ${dialect.literal(read)} and ${upTo}`),
      all: rows(upTo),
      position: { kind: 'value', of: subjectOf(driver, dialect), value },
      weight: undefined,
    },
  }
}
