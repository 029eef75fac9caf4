import type { EventEmitter } from 'node:events'

/** The exit codes of a process that was asked to stop. */
const codes = { SIGINT: 130, SIGTERM: 143 } as const

/** What the first SIGINT or SIGTERM sets off. */
export interface StopSignal {
  readonly signal: AbortSignal
  /** The exit code that the signal asks for, once it has come. */
  code(): number | undefined
}

/** Listens for SIGINT and SIGTERM: the first fires the signal, so that work can be cancelled and rolled back; the second leaves at once. */
export function stopSignal(source: EventEmitter, leave: (code: number) => void): StopSignal {
  const controller = new AbortController()
  let code: number | undefined
  for (const name of ['SIGINT', 'SIGTERM'] as const) {
    source.on(name, () => {
      if (code !== undefined) {
        leave(codes[name])
        return
      }
      code = codes[name]
      controller.abort()
    })
  }
  return { signal: controller.signal, code: () => code }
}
