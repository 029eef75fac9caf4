import { displayWidth } from './display-width.ts'
import type { Output } from './output.ts'

/** Lines at the bottom of a terminal that are rewritten in place, below lines that stay. */
export interface LiveRegion {
  /** Writes lines that stay, then the live ones in place of those before. Elsewhere than on a terminal only the former. */
  draw(staying: readonly string[], live: readonly string[]): void
}

/**
 * Makes the live lines of an output. One frame is one write, and the cursor is never hidden: whenever the process
 * ends, even by force, the terminal is left usable, with the cursor on a line of its own.
 */
export function createLiveRegion(output: Output): LiveRegion {
  let drawn: readonly string[] = []
  return {
    draw(staying, live) {
      const kept = output.isTerminal ? live : []
      const isPlain = drawn.length === 0 && kept.length === 0
      const frame = isPlain ? joinLines(staying) : drawFrame([...staying, ...kept], countRows(drawn, output))
      if (frame !== '') output.write(frame)
      drawn = kept
    },
  }
}

function joinLines(lines: readonly string[]): string {
  return lines.map((line) => `${line}\n`).join('')
}

/** Overwrites instead of erasing first, so that nothing flickers: each line's rest is erased, and what is below. */
function drawFrame(lines: readonly string[], rowsAbove: number): string {
  const toTop = rowsAbove === 0 ? '\r' : `\r\u001b[${rowsAbove}A`
  const overwritten = `${lines.join('\n')}\n`.replaceAll('\n', '\u001b[K\n')
  return `${toTop}${lines.length === 0 ? '' : overwritten}\u001b[J`
}

/** The rows that the lines take: more than one each where the terminal has become narrower since and folds them. */
function countRows(lines: readonly string[], { columns }: Output): number {
  return lines.reduce(
    (rows, line) => rows + Math.max(1, Math.ceil(displayWidth(withoutStyles(line)) / columns)),
    0,
  )
}

function withoutStyles(line: string): string {
  return line.replaceAll(/\p{Cc}\[\d+m/gu, '')
}
