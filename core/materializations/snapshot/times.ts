// The times of a snapshot, as SQL that means the same in every session: what has no time zone is in UTC.
import type { Dialect } from '../../adapter/dialect.ts'
import { timeKindOf } from '../event-time.ts'

/** The type of a snapshot's times where its rows say in a column of a type when they changed; undefined for no times. */
export function timeTypeFor(type: string, dialect: Dialect): string | undefined {
  switch (timeKindOf(type)) {
    case 'instant':
      return dialect.seedType({ kind: 'timestamptz' })
    // A date is its midnight: the versions of a row that changed twice a day could not be told apart by their days.
    case 'local':
      return dialect.seedType({ kind: 'timestamp' })
    case undefined:
      return undefined
  }
}

/** The type of a snapshot's times where no column says when a row changed. */
export function usualTimeType(dialect: Dialect): string {
  return dialect.seedType({ kind: 'timestamp' })
}

/** A time of one type, or a text that is one, as a time of another. */
export function asTime(expression: string, from: string, to: string): string {
  if (from === to) return expression
  const [before = 'local', after = 'local'] = [timeKindOf(from), timeKindOf(to)]
  if (before === after) return `cast(${expression} as ${to})`
  const local = before === 'instant' ? expression : `cast(${expression} as timestamp)`
  return `cast(${local} at time zone 'UTC' as ${to})`
}

/** A moment, in milliseconds since the epoch, as a time of a type. */
export function momentAs(type: string, moment: number): string {
  const text = new Date(moment).toISOString().replace('T', ' ').replace('Z', '')
  return timeKindOf(type) === 'instant' ? `cast('${text}+00' as ${type})` : `cast('${text}' as ${type})`
}

/** A value as text: of a time with a zone, its time in UTC. */
export function asText(expression: string, type: string): string {
  const stable = timeKindOf(type) === 'instant' ? `${expression} at time zone 'UTC'` : expression
  return `cast(${stable} as varchar)`
}
