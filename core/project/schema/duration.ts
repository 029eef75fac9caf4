import type { Tree } from '../tree.ts'
import type { Reader } from './reader.ts'
import { refuse } from './scalars.ts'

const second = 1000
const minute = 60 * second
const hour = 60 * minute

/** Milliseconds in each unit that a duration can be written in; a number alone is milliseconds. */
const units: ReadonlyMap<string, number> = new Map([
  ['', 1],
  ['ms', 1],
  ...['s', 'sec', 'second', 'seconds'].map((unit) => [unit, second] as const),
  ...['m', 'min', 'minute', 'minutes'].map((unit) => [unit, minute] as const),
  ...['h', 'hour', 'hours'].map((unit) => [unit, hour] as const),
  ...['d', 'day', 'days'].map((unit) => [unit, 24 * hour] as const),
])

/** A length of time (`5min`, `30 s`, `1.5 hours`, or a number of milliseconds), in milliseconds. */
export const duration: Reader<number> = {
  expected: 'a duration',
  jsonSchema: { type: ['string', 'integer'], examples: ['5min', '30s', 500] },
  read(tree, report) {
    const found = readDuration(tree)
    if (found !== undefined && Number.isSafeInteger(found) && found >= 0) return found
    const hint =
      'Write a number and a unit (ms, s, min, h, d), such as 5min; a number alone means milliseconds.'
    return refuse(tree, { expected: 'a duration', hint }, report)
  },
}

function readDuration(tree: Tree): number | undefined {
  if (tree.kind !== 'scalar') return undefined
  if (typeof tree.value === 'number') return tree.value
  const match = /^\s*(?<amount>\d{1,15}(?:\.\d{1,6})?)\s{0,9}(?<unit>[a-z]{0,9})\s*$/iu.exec(
    String(tree.value),
  )
  const { amount = '', unit = '' } = match?.groups ?? {}
  if (match === null) return undefined
  const factor = units.get(unit.toLowerCase())
  return factor === undefined ? undefined : Math.round(Number(amount) * factor)
}
