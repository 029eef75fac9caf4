/** A whole number with a comma between thousands: `1,234`. The same in every locale. */
export function formatNumber(number: number): string {
  return String(number).replaceAll(/\B(?=(?:\d{3})+$)/g, ',')
}

/** A number of things: `1 row`, `1,234 rows`; an irregular plural is given. */
export function count(number: number, noun: string, plural = `${noun}s`): string {
  return `${formatNumber(number)} ${number === 1 ? noun : plural}`
}
