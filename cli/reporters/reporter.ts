import type { Diagnostic, RunListener } from '../../core/index.ts'
import type { Clock } from '../render/clock.ts'
import type { Output } from '../render/output.ts'

/**
 * Tells the outside of a run, and of findings that were made before one began. It is closed once, whatever happened,
 * also where no run ever started.
 */
export interface Reporter extends RunListener {
  /** Findings outside a run: what keeps it from starting, or a warning about the project. */
  diagnostics(list: readonly Diagnostic[]): void
}

/** How much is told: failures and the summary only; each node; each statement too. */
export type Verbosity = 'quiet' | 'normal' | 'debug'

/** What reporters are given by the composition root. */
export interface ReporterContext {
  /** Where it writes. */
  readonly output: Output
  readonly clock: Clock
  /** The texts of the author's files, by path: looked at only when something is shown, so it may be filled later. */
  readonly sources: ReadonlyMap<string, string>
  readonly verbosity: Verbosity
  /** A path of the project as the repository's root sees it, with forward slashes. */
  readonly repositoryPath: (path: string) => string
  /** The file that GitHub shows as the job's summary (`GITHUB_STEP_SUMMARY`), where there is one. */
  readonly stepSummary: string | undefined
  readonly writeFile: (path: string, text: string) => Promise<void>
  readonly appendFile: (path: string, text: string) => Promise<void>
}
