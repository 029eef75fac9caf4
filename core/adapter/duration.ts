const milliseconds: ReadonlyMap<string, number> = new Map([
  ['', 1],
  ['ms', 1],
  ['s', 1000],
  ['sec', 1000],
  ['min', 60_000],
  ['m', 60_000],
  ['h', 3_600_000],
  ['d', 86_400_000],
])

/** The longest time that databases take: 2^31 − 1 milliseconds, 24 days. */
const longest = 2_147_483_647

/** A length of time (`30min`, `10 s`, `1.5h`, or a number of milliseconds) in milliseconds; undefined for anything else. */
export function readDuration(given: unknown): number | undefined {
  const text = typeof given === 'number' ? String(given) : given
  if (typeof text !== 'string') return undefined
  const [, amount = '', unit = ''] = /^\s*(\d{1,15}(?:\.\d{1,6})?)\s?([a-z]{0,3})\s*$/i.exec(text) ?? []
  const factor = milliseconds.get(unit.toLowerCase())
  if (amount === '' || factor === undefined) return undefined
  const duration = Math.round(Number(amount) * factor)
  return duration <= longest ? duration : undefined
}
