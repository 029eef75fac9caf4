import { problemError } from './known-problem.ts'

/** A cancellation that arrives before the statement has started is lost, so it is repeated until the call has ended. */
const repeatAfter = 50

/**
 * Runs a call that `cancel` can stop on the server. When the signal fires, the call is cancelled and rejects with the
 * driver's error; where the signal has fired before, it rejects at once and nothing is sent.
 */
export async function cancellable<T>(
  signal: AbortSignal | undefined,
  cancel: () => void,
  call: () => Promise<T>,
): Promise<T> {
  if (signal === undefined) return call()
  refuseCancelled(signal)
  let repeat: NodeJS.Timeout | undefined
  const onAbort = (): void => {
    cancel()
    repeat = setInterval(cancel, repeatAfter)
  }
  signal.addEventListener('abort', onAbort, { once: true })
  try {
    return await call()
  } finally {
    signal.removeEventListener('abort', onAbort)
    clearInterval(repeat)
  }
}

/**
 * Waits for something that cannot itself be cancelled, and gives up waiting when the signal fires. Where it has fired before,
 * nothing is started.
 */
export async function unlessCancelled<T>(signal: AbortSignal, start: () => Promise<T>): Promise<T> {
  refuseCancelled(signal)
  const waiting = start()
  return new Promise<T>((resolve, reject) => {
    const onAbort = (): void => reject(cancelledError())
    signal.addEventListener('abort', onAbort, { once: true })
    void waiting.then(resolve, reject).finally(() => signal.removeEventListener('abort', onAbort))
  })
}

/** Throws where the signal has fired. */
export function refuseCancelled(signal: AbortSignal | undefined): void {
  if (signal?.aborted === true) throw cancelledError()
}

/** The error of work that was given up because its signal fired. */
export function cancelledError(options?: ErrorOptions): Error {
  return problemError({ kind: 'cancelled', message: 'The work was cancelled.' }, options)
}
