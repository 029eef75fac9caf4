import type { Reporter, ReporterContext } from '../../cli/reporters/reporter.ts'
import type { RunEvent } from '../../core/index.ts'
import { revenue, revenueSql, startOfRun } from './example-run.ts'
import { manualClock } from './manual-clock.ts'
import type { ManualClock } from './manual-clock.ts'
import { memoryOutput } from './memory-output.ts'
import type { MemoryOutput } from './memory-output.ts'

/** What a test gives a reporter, and where it finds what the reporter did. */
export interface TestContext extends ReporterContext {
  readonly output: MemoryOutput
  readonly clock: ManualClock
  /** The files that were written, by path. */
  readonly files: ReadonlyMap<string, string>
}

/** Makes a context that keeps everything in memory. */
export function reporterContext(changes: Partial<Omit<TestContext, 'files'>> = {}): TestContext {
  const files = new Map<string, string>()
  return {
    output: memoryOutput(),
    clock: manualClock(startOfRun),
    sources: new Map([[revenue.path, revenueSql]]),
    verbosity: 'normal',
    repositoryPath: (path) => `analytics/${path}`,
    stepSummary: undefined,
    files,
    writeFile: async (path, text) => void files.set(path, text),
    appendFile: async (path, text) => void files.set(path, (files.get(path) ?? '') + text),
    ...changes,
  }
}

/** Lets a reporter hear all events and closes it. */
export async function replay(reporter: Reporter, events: readonly RunEvent[]): Promise<void> {
  for (const event of events) reporter.onEvent(event)
  await reporter.close?.()
}
