import { diagnostic } from '../core/index.ts'
import type { Invocation } from './command.ts'
import { readCount } from './read-count.ts'
import type { Reporting } from './reporting.ts'

const bounds = { smallest: 1, largest: 256 }

/** The value of `--threads`, where it is given; a wrong one is reported. */
export function readThreads({ options }: Invocation, reporting: Reporting): number | undefined {
  if (options.threads === undefined) return undefined
  const threads = readCount(options.threads, bounds)
  if (threads === undefined)
    reporting.report([diagnostic('wrong-number', { option: '--threads', value: options.threads, ...bounds })])
  return threads
}
