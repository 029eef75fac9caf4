import { failingWhole, type GenericTest } from './generic-test.ts'
import { writeSql } from './write-sql.ts'

const units = ['minute', 'hour', 'day', 'week', 'month', 'quarter', 'year'] as const
type Unit = (typeof units)[number]

/** The newest row is not older, when the run begins, than so many units of time; where there is none, it fails. */
export const recency: GenericTest = {
  name: 'recency',
  on: 'relation',
  arguments: {
    field: { kind: 'sql', needed: true },
    datepart: { kind: 'choice', choices: units, needed: true },
    interval: { kind: 'number', needed: true },
  },
  write: (subject) => {
    const { given, dialect, startedAt } = subject
    const unit = units.find((one) => one === given.choice('datepart')) ?? 'day'
    const oldest = new Date(goBack(startedAt, given.number('interval') ?? 0, unit))
    const limit = dialect.literal(oldest.toISOString().replace('T', ' ').replace('Z', '+00'))
    const newest = writeSql`max(${given.sql('field') ?? ''})`
    return failingWhole(subject, {
      facts: writeSql`${newest} as newest, ${limit} as oldest_accepted`,
      fails: writeSql`(${newest} < ${limit}) is not false`,
    })
  },
}

const months: Partial<Readonly<Record<Unit, number>>> = { month: 1, quarter: 3, year: 12 }
const milliseconds: Partial<Readonly<Record<Unit, number>>> = {
  minute: 60_000,
  hour: 3_600_000,
  day: 86_400_000,
  week: 604_800_000,
}

/** So many units earlier, in UTC; the last day of a shorter month stands for the days that it does not have. */
function goBack(instant: number, count: number, unit: Unit): number {
  const back = months[unit]
  if (back === undefined) return instant - count * (milliseconds[unit] ?? 0)
  const date = new Date(instant)
  const day = date.getUTCDate()
  date.setUTCDate(1)
  date.setUTCMonth(date.getUTCMonth() - count * back)
  const last = new Date(Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + 1, 0)).getUTCDate()
  date.setUTCDate(Math.min(day, last))
  return date.getTime()
}
