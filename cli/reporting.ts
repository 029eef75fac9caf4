import { appendFile, writeFile } from 'node:fs/promises'
import { isAbsolute, join, relative, resolve } from 'node:path'
import { diagnostic, hasErrors, type Diagnostic, type RunEvent } from '../core/index.ts'
import type { CommandRunner, Invocation } from './command.ts'
import { systemClock } from './render/clock.ts'
import { renderDiagnostics } from './render/diagnostics.ts'
import { openOutput, type Output } from './render/output.ts'
import { openReporters, parseReporters } from './reporters/index.ts'
import type { Reporter, Verbosity } from './reporters/reporter.ts'
import { createScrubber, type Scrubber } from './scrubber.ts'

/** How a command tells what happens: to every reporter that was asked for. */
export interface Reporting {
  /** Where a command's own result goes (the list of `ls`, the rows of `show`). */
  readonly output: Output
  /** Where words to a person go while the result has the output for itself. */
  readonly errorOutput: Output
  /** The texts of the author's files, for code frames; filled when the project is loaded. */
  readonly sources: Map<string, string>
  readonly scrubber: Scrubber
  emit(event: RunEvent): void
  report(findings: readonly Diagnostic[]): void
  /** Whether an error was reported. */
  readonly failed: boolean
  /** Says where the project is, so that paths can be shown from the repository's root. */
  locate(projectFolder: string): void
  close(): Promise<void>
}

/** A command that tells of its work, and closes the reporters whatever becomes of it. `asData` is as for `openReporting`. */
export function reported(
  work: (invocation: Invocation, reporting: Reporting) => Promise<number>,
  asData = false,
): CommandRunner {
  return async (invocation) => {
    const reporting = openReporting(invocation, asData)
    try {
      return await work(invocation, reporting)
    } finally {
      await reporting.close()
    }
  }
}

/** Opens the reporters of an invocation. `asData` keeps the output for the command's own result. */
export function openReporting({ options, world }: Invocation, asData = false): Reporting {
  const scrubber = createScrubber()
  const wishes = { env: world.env, color: options.color }
  const output = scrubbed(openOutput(world.stdout, wishes), scrubber)
  const errorOutput = scrubbed(openOutput(world.stderr, wishes), scrubber)
  const sources = new Map<string, string>()
  let projectFolder = world.cwd
  const { choices, diagnostics } = parseReporters(options.reporter ?? ['pretty'])
  const reporters = openReporters(choices.length === 0 ? parseReporters(['pretty']).choices : choices, {
    output: asData ? errorOutput : output,
    errorOutput,
    clock: systemClock,
    sources,
    verbosity: verbosityOf(options),
    repositoryPath: (path) => repositoryPath(path, projectFolder, world.env['GITHUB_WORKSPACE'] ?? world.cwd),
    stepSummary: world.env['GITHUB_STEP_SUMMARY'],
    writeFile: (path, text) => writeFile(resolve(world.cwd, path), scrubber.scrub(text)),
    appendFile: (path, text) => appendFile(resolve(world.cwd, path), scrubber.scrub(text)),
  })
  const crowd = createCrowd(reporters, errorOutput)
  if (diagnostics.length > 0) crowd.report(diagnostics)
  return {
    output,
    errorOutput,
    sources,
    scrubber,
    emit(event) {
      const clean = scrubber.scrubData(event)
      crowd.tell((reporter) => reporter.onEvent(clean))
    },
    report: (findings) => crowd.report(scrubber.scrubData(findings)),
    get failed() {
      return crowd.failed()
    },
    locate: (folder) => void (projectFolder = folder),
    close: () => crowd.close(),
  }
}

interface Crowd {
  tell(work: (reporter: Reporter) => void): void
  report(findings: readonly Diagnostic[]): void
  failed(): boolean
  close(): Promise<void>
}

/** A reporter that throws is warned about once and left out from then on: it must not decide a run. */
function createCrowd(reporters: readonly Reporter[], errorOutput: Output): Crowd {
  const present = new Set(reporters)
  let errors = false
  const drop = (reporter: Reporter, error: unknown): void => {
    present.delete(reporter)
    const message = error instanceof Error ? error.message : String(error)
    const finding = diagnostic('listener-failed', { message }, { severity: 'warning' })
    errorOutput.write(renderDiagnostics([finding], { sources: new Map(), color: false, width: Infinity }))
  }
  const tell = (work: (reporter: Reporter) => void): void => {
    for (const reporter of present) {
      try {
        work(reporter)
      } catch (error) {
        drop(reporter, error)
      }
    }
  }
  return {
    tell,
    report(findings) {
      if (findings.length === 0) return
      errors ||= hasErrors(findings)
      tell((reporter) => reporter.diagnostics(findings))
    },
    failed: () => errors,
    async close() {
      for (const reporter of present) {
        try {
          await reporter.close?.()
        } catch (error) {
          drop(reporter, error)
        }
      }
    },
  }
}

function verbosityOf({ quiet, debug }: Invocation['options']): Verbosity {
  if (debug === true) return 'debug'
  return quiet === true ? 'quiet' : 'normal'
}

function scrubbed(output: Output, scrubber: Scrubber): Output {
  return {
    write: (text) => output.write(scrubber.scrub(text)),
    isTerminal: output.isTerminal,
    get columns() {
      return output.columns
    },
    get rows() {
      return output.rows
    },
    color: output.color,
  }
}

function repositoryPath(path: string, projectFolder: string, root: string): string {
  if (isAbsolute(path)) return path
  return relative(root, join(projectFolder, path)).replaceAll('\\', '/')
}
