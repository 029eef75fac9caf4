import { decideColor, isLive } from './terminal.ts'
import type { TerminalWishes } from './terminal.ts'

/** Where text for a person (or a pipe) goes. The measures are read anew for each line, so a resized terminal is noticed. */
export interface Output {
  /** Writes text as it is: whatever comes from the user must be escaped before. */
  write(text: string): void
  /** Whether the cursor may be moved and lines be rewritten. */
  readonly isTerminal: boolean
  /** How many columns a line may take; infinite where nothing limits it. */
  readonly columns: number
  /** How many lines are visible at once; infinite where nothing limits it. */
  readonly rows: number
  /** Whether colours are wanted. */
  readonly color: boolean
}

/** What an output needs of `process.stdout` or `process.stderr`. */
export interface OutputStream {
  readonly isTTY?: boolean
  readonly columns?: number
  readonly rows?: number
  write(text: string): unknown
  on(event: 'error', listener: (error: NodeJS.ErrnoException) => void): unknown
}

/**
 * Makes an output of a stream. A reader that went away (`xform ls | head`) ends the output silently; any other
 * failure of the stream is thrown, as it would be without a listener.
 */
export function openOutput(stream: OutputStream, wishes: TerminalWishes): Output {
  const hasTerminal = stream.isTTY === true
  let open = true
  stream.on('error', (error) => {
    if (error.code !== 'EPIPE') throw error
    open = false
  })
  return {
    write(text) {
      if (open) stream.write(text)
    },
    isTerminal: isLive(hasTerminal, wishes),
    get columns() {
      return hasTerminal ? positive(stream.columns, 80) : Infinity
    },
    get rows() {
      return hasTerminal ? positive(stream.rows, 24) : Infinity
    },
    color: decideColor(hasTerminal, wishes),
  }
}

function positive(measure: number | undefined, otherwise: number): number {
  return measure !== undefined && measure > 0 ? measure : otherwise
}
