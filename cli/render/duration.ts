const second = 1_000
const minute = 60 * second
const hour = 60 * minute

/**
 * A stretch of time in milliseconds as a person says it: `0.04s`, `1.2s`, `3m 05s`, `2h 07m`. A negative one (a clock
 * that was set back) counts as none.
 */
export function formatDuration(milliseconds: number): string {
  const time = Math.max(0, milliseconds)
  if (time < 0.995 * second) return `${(time / second).toFixed(2)}s`
  if (time < 59.95 * second) return `${(time / second).toFixed(1)}s`
  const seconds = Math.round(time / second)
  if (seconds * second < hour) return `${Math.floor(seconds / 60)}m ${twoDigits(seconds % 60)}s`
  const minutes = Math.round(time / minute)
  return `${Math.floor(minutes / 60)}h ${twoDigits(minutes % 60)}m`
}

function twoDigits(number: number): string {
  return String(number).padStart(2, '0')
}
