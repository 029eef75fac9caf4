import type { Cell } from '../../adapter/session.ts'

const written =
  /^(?<year>\d{4,6})-(?<month>\d\d)-(?<day>\d\d)(?:[ T](?<hour>\d\d):(?<minute>\d\d):(?<second>\d\d)(?<fraction>\.\d+)?)?\s?(?:(?<sign>[+-])(?<zoneHours>\d\d)(?::?(?<zoneMinutes>\d\d))?(?::?(?<zoneSeconds>\d\d))?)?$/u

/**
 * The moment that a date or a timestamp of a database names, in milliseconds since the epoch. Without a zone it is meant in
 * UTC, a date as its midnight. Undefined where the cell holds something else, such as `infinity`, or a year beyond what can
 * be counted.
 */
export function readMoment(cell: Cell | undefined): number | undefined {
  const found = typeof cell === 'string' ? written.exec(cell)?.groups : undefined
  if (found === undefined) return undefined
  const part = (name: string): number => Number(found[name] ?? 0)
  const date = new Date(0)
  date.setUTCFullYear(part('year'), part('month') - 1, part('day'))
  date.setUTCHours(part('hour'), part('minute'), part('second'))
  const offset = (part('zoneHours') * 60 + part('zoneMinutes')) * 60 + part('zoneSeconds')
  const moment = date.getTime() + Math.floor(part('fraction') * 1000)
  const instant = moment - (found['sign'] === '-' ? -offset : offset) * 1000
  return Number.isNaN(new Date(instant).getTime()) ? undefined : instant
}
