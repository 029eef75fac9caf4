import { createTurnstile } from './turnstile.ts'

/** Lends something to pieces of work, a fixed number at a time, until it is closed. */
export interface Lender {
  /** Fires when the lender is closed. */
  readonly closing: AbortSignal
  /** Runs work when there is room; the work is given a signal that fires with its own or with the closing. */
  lend<T>(work: (signal: AbortSignal) => Promise<T>, signal?: AbortSignal): Promise<T>
  /** Cancels what is under way and resolves when all of it has ended. */
  close(): Promise<void>
}

/** A lender to so many at a time. */
export function createLender(room: number): Lender {
  const closing = new AbortController()
  const turnstile = createTurnstile(room)
  const underWay = new Set<Promise<unknown>>()
  return {
    closing: closing.signal,
    async lend(work, signal) {
      const either = AbortSignal.any(signal === undefined ? [closing.signal] : [signal, closing.signal])
      const lent = turnstile.pass(() => work(either), either)
      underWay.add(lent)
      try {
        return await lent
      } finally {
        underWay.delete(lent)
      }
    },
    async close() {
      closing.abort()
      await Promise.allSettled(underWay)
    },
  }
}
