import { diagnostic, readInstant, type BuildOptions, type Diagnostic } from '../core/index.ts'
import type { Options } from './world.ts'

/** The stretch of event time that the command line asks for, or what is wrong with it; undefined where it asks for none. */
export function readEventTimes({ eventTimeStart, eventTimeEnd, fullRefresh }: Options): {
  readonly eventTimes: BuildOptions['eventTimes']
  readonly diagnostics: readonly Diagnostic[]
} {
  if (eventTimeStart === undefined && eventTimeEnd === undefined)
    return { eventTimes: undefined, diagnostics: [] }
  const refuse = (problem: string, advice: string) => ({
    eventTimes: undefined,
    diagnostics: [diagnostic('wrong-option', { problem, advice })],
  })
  if (eventTimeStart === undefined || eventTimeEnd === undefined) {
    const missing = eventTimeStart === undefined ? '--event-time-start' : '--event-time-end'
    return refuse(
      `${missing} is missing`,
      'Give both: --event-time-start 2024-01-01 --event-time-end 2024-02-01.',
    )
  }
  const start = readInstant(eventTimeStart)
  const end = readInstant(eventTimeEnd)
  if (start === undefined) return refuse(notATime('--event-time-start', eventTimeStart), howToWrite)
  if (end === undefined) return refuse(notATime('--event-time-end', eventTimeEnd), howToWrite)
  if (start >= end)
    return refuse('--event-time-start is not before --event-time-end', 'The end is not included.')
  if (fullRefresh === true) {
    const problem =
      '--full-refresh builds every period, and --event-time-start and --event-time-end only some'
    return refuse(problem, 'Give one or the other.')
  }
  return { eventTimes: { start, end }, diagnostics: [] }
}

const howToWrite =
  'Write a date such as 2024-01-01, or a timestamp such as 2024-01-01T06:00:00; both are in UTC.'

function notATime(option: string, value: string): string {
  return `${option} cannot be "${value}"`
}
