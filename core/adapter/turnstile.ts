import { refuseCancelled } from './cancellation.ts'

/** Lets a fixed number through at a time; the others wait in the order in which they came. */
export interface Turnstile {
  /** Runs `work` when there is room. Where the signal fires before, it rejects and `work` never starts. */
  pass<T>(work: () => Promise<T>, signal?: AbortSignal): Promise<T>
}

/** A turnstile with room for so many at a time. */
export function createTurnstile(room: number): Turnstile {
  let inside = 0
  const queue = new Set<() => void>()

  async function enter(signal: AbortSignal | undefined): Promise<void> {
    refuseCancelled(signal)
    if (inside < room) {
      inside++
      return
    }
    const entered = await wait(signal)
    if (!entered) refuseCancelled(signal)
  }

  /** Resolves to whether it was let in, or gave up because of the signal. */
  function wait(signal: AbortSignal | undefined): Promise<boolean> {
    return new Promise((resolve) => {
      const settle = (entered: boolean): void => {
        queue.delete(letIn)
        signal?.removeEventListener('abort', giveUp)
        resolve(entered)
      }
      const letIn = (): void => settle(true)
      const giveUp = (): void => settle(false)
      queue.add(letIn)
      signal?.addEventListener('abort', giveUp)
    })
  }

  /** The place of one who leaves goes to the next in the queue. */
  function leave(): void {
    const [next] = queue
    if (next === undefined) inside--
    else next()
  }

  return {
    async pass(work, signal) {
      await enter(signal)
      try {
        return await work()
      } finally {
        leave()
      }
    },
  }
}
