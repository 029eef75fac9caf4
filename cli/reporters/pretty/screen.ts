import type { Clock } from '../../render/clock.ts'
import { createLiveRegion } from '../../render/live-region.ts'
import type { Output } from '../../render/output.ts'

/** Shows lines that stay, and on a terminal live lines below them, which are redrawn as time goes by. */
export interface Screen {
  /** Shows more lines that stay: at once, or with the next frame where one was drawn just before. */
  say(lines: readonly string[]): void
  /** Draws now, whenever the last frame was. */
  draw(): void
  /** Begins to redraw by itself. */
  start(): void
  /** Shows what is left to show, takes the live lines away and redraws no more. */
  stop(): void
}

/** What a screen is made of. */
export interface ScreenParts {
  readonly output: Output
  readonly clock: Clock
  /** The live lines as they are now. */
  readonly live: () => readonly string[]
  /** Lines that have come due with time, and stay. */
  readonly due: () => readonly string[]
}

/** Between two frames on a terminal, in milliseconds. */
const frameInterval = 100
/** Between two looks at what has come due elsewhere, in milliseconds. */
const dueInterval = 1_000

/** Makes a screen: at most ten frames a second, none after `stop`. An output that fails while nobody asks stops it. */
export function createScreen({ output, clock, live, due }: ScreenParts): Screen {
  const region = createLiveRegion(output)
  let queued: string[] = []
  let drawnAt = -Infinity
  let stopTimer: (() => void) | undefined

  const draw = (lines: readonly string[]): void => {
    const staying = queued
    queued = []
    drawnAt = clock.now()
    region.draw(staying, lines)
  }
  const liveNow = (): readonly string[] => (output.isTerminal && stopTimer !== undefined ? live() : [])
  const stop = (): void => {
    stopTimer?.()
    stopTimer = undefined
    draw([])
  }
  const tick = (): void => {
    try {
      for (const line of due()) queued.push(line)
      draw(liveNow())
    } catch {
      stopTimer?.()
      stopTimer = undefined
    }
  }
  return {
    say(lines) {
      for (const line of lines) queued.push(line)
      const mayWait = output.isTerminal && stopTimer !== undefined && clock.now() - drawnAt < frameInterval
      if (!mayWait) draw(liveNow())
    },
    draw() {
      draw(liveNow())
    },
    start() {
      stopTimer ??= clock.every(output.isTerminal ? frameInterval : dueInterval, tick)
    },
    stop,
  }
}
