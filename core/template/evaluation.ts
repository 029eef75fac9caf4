import { diagnostic, type Diagnostic } from '../errors/diagnostic.ts'
import type { Span } from '../errors/span.ts'
import type { Environment } from './environment.ts'
import { limits } from './limits.ts'
import { calledFrom } from './locate.ts'
import type { Output } from './output.ts'
import type { Expression, Statement } from './template.ts'
import { failed, unknowable, type Evaluated, type Unknown } from './unknown.ts'

/** One evaluation of a template: what it has found and spent so far. */
export interface Evaluation {
  readonly environment: Environment
  readonly diagnostics: Diagnostic[]
  /** What has been reported, so that a loop does not repeat it. */
  readonly reported: Set<string>
  /** The calls of macros that were followed in branches that are not taken. */
  readonly followed: Set<string>
  /** Evaluates statements: a call of a macro needs it. */
  readonly run: (body: readonly Statement[], frame: Frame) => void
  /** Evaluates an expression: a macro's default needs it. */
  readonly evaluate: (expression: Expression, frame: Frame) => Evaluated
  steps: number
  /** How deep in blocks, expressions and macros. */
  depth: number
  /** How much text has been made. */
  made: number
  /** Set when a bound was exceeded: nothing is evaluated any more. */
  stopped: boolean
}

/** Where in the template evaluation stands. */
export interface Frame {
  readonly scope: Scope | undefined
  /** The macro calls that led here, innermost first. */
  readonly calls: readonly Span[]
  /** The macros that are being called. */
  readonly macros: readonly string[]
  /** Where SQL goes; undefined in a branch that is not taken. */
  readonly output: Output | undefined
}

/** The names that blocks and macros give to values, the innermost first. */
export interface Scope {
  readonly names: ReadonlyMap<string, Evaluated>
  readonly outer: Scope | undefined
}

/** The same place, in a branch that is not taken. */
export function inDeadBranch(frame: Frame): Frame {
  return frame.output === undefined ? frame : { ...frame, output: undefined }
}

/** The same place with further names. */
export function withNames(frame: Frame, names: ReadonlyMap<string, Evaluated>): Frame {
  return { ...frame, scope: { names, outer: frame.scope } }
}

/** Reports a mistake that is one wherever it stands, once for each place; beyond a bound nothing is added any more. */
export function report(evaluation: Evaluation, frame: Frame, finding: Diagnostic): Unknown {
  const { at, code, message } = finding
  const key = `${code} ${at?.path}:${at?.line}:${at?.column} ${message}`
  if (evaluation.reported.has(key) || evaluation.reported.size >= limits.problems) return failed
  evaluation.reported.add(key)
  const related = [...(finding.related ?? []), ...calledFrom(frame.calls)]
  evaluation.diagnostics.push(related.length === 0 ? finding : { ...finding, related })
  return failed
}

/** Reports a mistake about a value, which in a branch that is not taken is none: the branch may guard against it. */
export function reportValue(evaluation: Evaluation, frame: Frame, finding: Diagnostic): Unknown {
  return frame.output === undefined ? unknowable : report(evaluation, frame, finding)
}

/** Reports that a bound is exceeded and ends the evaluation. */
export function stop(evaluation: Evaluation, frame: Frame, finding: Diagnostic): Unknown {
  evaluation.stopped = true
  return report(evaluation, frame, finding)
}

/** Goes one step on and one level deeper, if the bounds allow it. Whoever gets true calls `leave` afterwards. */
export function enter(evaluation: Evaluation, frame: Frame, at: Span): boolean {
  if (evaluation.stopped) return false
  spend(evaluation, frame, { steps: 1, at })
  if (evaluation.depth >= limits.evaluationDepth) {
    const params = { what: 'Blocks, brackets and macros', limit: limits.evaluationDepth } as const
    stop(evaluation, frame, diagnostic('nested-too-deep', params, { at }))
  }
  if (evaluation.stopped) return false
  evaluation.depth++
  return true
}

/** Comes back from one level deeper. */
export function leave(evaluation: Evaluation): void {
  evaluation.depth--
}

/** Counts steps of work, and ends the evaluation when they are too many. */
export function spend(
  evaluation: Evaluation,
  frame: Frame,
  { steps, at }: { readonly steps: number; readonly at: Span },
): void {
  evaluation.steps += steps
  if (evaluation.steps <= limits.steps) return
  stop(evaluation, frame, diagnostic('template-too-long', { limit: limits.steps }, { at }))
}
