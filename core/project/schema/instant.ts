import type { Reader } from './reader.ts'
import { refuse, text } from './scalars.ts'

const written =
  /^(?<date>\d{4}-\d{2}-\d{2})(?:[T ](?<minutes>\d{2}:\d{2})(?::(?<seconds>\d{2}(?:\.\d{1,3})?))?(?:Z|(?<sign>[+-])(?<hours>\d{2}):?(?<rest>\d{2}))?)?$/u

/**
 * The instant that an ISO date or timestamp names, in milliseconds since the epoch. Without a zone it is meant in UTC.
 * Undefined where the text is something else, or names a day or a time that there is not.
 */
export function readInstant(said: string): number | undefined {
  const found = written.exec(said.trim())?.groups
  if (found === undefined) return undefined
  const { date = '', minutes = '00:00', seconds = '00', sign, hours, rest } = found
  const iso = `${date}T${minutes}:${seconds.padEnd(3, '.').padEnd(6, '0')}Z`
  const naive = Date.parse(iso)
  if (Number.isNaN(naive) || new Date(naive).toISOString() !== iso || date.startsWith('0000'))
    return undefined
  const offset = (Number(hours ?? 0) * 60 + Number(rest ?? 0)) * 60_000
  return sign === '-' ? naive + offset : naive - offset
}

/** A date or a timestamp, in milliseconds since the epoch. */
export const instant: Reader<number> = {
  expected: 'a date or a timestamp',
  jsonSchema: { type: 'string', examples: ['2024-01-01', '2024-01-01T06:00:00'] },
  read(tree, report) {
    const said = text.read(tree, report)
    if (said === undefined) return undefined
    const found = readInstant(said)
    if (found !== undefined) return found
    const hint =
      'Write a date such as 2024-01-01, or a timestamp such as 2024-01-01T06:00:00; both are in UTC.'
    return refuse(tree, { expected: 'a date or a timestamp', hint }, report)
  },
}
