/** The time, and something to do again and again. */
export interface Clock {
  /** Milliseconds since the epoch. */
  now(): number
  /** Calls `work` every so many milliseconds until the function given back is called; never keeps the process alive. */
  every(milliseconds: number, work: () => void): () => void
}

/** The computer's own clock. */
export const systemClock: Clock = {
  now: () => Date.now(),
  every(milliseconds, work) {
    const timer = setInterval(work, milliseconds)
    timer.unref()
    return () => {
      clearInterval(timer)
    }
  },
}
