import type { Clock } from '../../cli/render/clock.ts'

/** A clock that stands still until it is told how much time has gone by. */
export interface ManualClock extends Clock {
  /** Lets time go by, and does what is due meanwhile. */
  pass(milliseconds: number): void
  /** How many timers run. */
  timers(): number
}

/** Makes a clock that starts at the given time, in milliseconds since the epoch. */
export function manualClock(start = 0): ManualClock {
  const timers = new Set<{ readonly every: number; readonly work: () => void; next: number }>()
  let now = start
  return {
    now: () => now,
    timers: () => timers.size,
    every(milliseconds, work) {
      const timer = { every: milliseconds, work, next: now + milliseconds }
      timers.add(timer)
      return () => timers.delete(timer)
    },
    pass(milliseconds) {
      const end = now + milliseconds
      while (now < end) {
        now = Math.min(end, ...[...timers].map(({ next }) => next))
        for (const timer of timers) {
          if (timer.next > now) continue
          timer.next = now + timer.every
          timer.work()
        }
      }
    },
  }
}
