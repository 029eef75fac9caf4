// Statements → SQL in the frame's output, and findings.
import { diagnostic } from '../errors/diagnostic.ts'
import type { Span } from '../errors/span.ts'
import { evaluateExpression } from './evaluate-expression.ts'
import {
  enter,
  inDeadBranch,
  leave,
  report,
  reportValue,
  spend,
  stop,
  withNames,
  type Evaluation,
  type Frame,
} from './evaluation.ts'
import { limits } from './limits.ts'
import { append, type Piece } from './output.ts'
import { describeUnsafe, printValue } from './print.ts'
import type { EachStatement, Expression, IfStatement, LetStatement, Statement } from './template.ts'
import { describeKind, isList, isTruthy } from './truthy.ts'
import { isKnown, unknowable, type Evaluated } from './unknown.ts'
import type { Value } from './value.ts'

/** Evaluates statements in their order. */
export function evaluateStatements(evaluation: Evaluation, body: readonly Statement[], frame: Frame): void {
  for (const statement of body) {
    if (evaluation.stopped) return
    evaluateStatement(evaluation, statement, frame)
  }
}

function evaluateStatement(evaluation: Evaluation, statement: Statement, frame: Frame): void {
  switch (statement.kind) {
    case 'text': {
      const { text, at, copied } = statement
      return write(evaluation, { text, at, copied, calls: frame.calls, data: false }, frame)
    }
    case 'output':
      return evaluateOutput(evaluation, statement.expression, frame)
    case 'if':
      return evaluateIf(evaluation, statement, frame)
    case 'each':
      return evaluateEach(evaluation, statement, frame)
    case 'let':
      return evaluateLet(evaluation, statement, frame)
    case 'invalid':
  }
}

function write(evaluation: Evaluation, piece: Piece, frame: Frame): void {
  const { output } = frame
  if (output === undefined) return
  spend(evaluation, frame, { steps: 1, at: piece.at })
  evaluation.made += piece.text.length
  const length = output.length + piece.text.length
  if (length > limits.outputLength || evaluation.made > limits.workingLength) {
    const finding = diagnostic('template-output-too-large', { limit: limits.outputLength }, { at: piece.at })
    stop(evaluation, frame, finding)
    return
  }
  const conflict = append(output, piece)
  if (conflict === undefined) return
  report(
    evaluation,
    frame,
    describeUnsafe('one half of a comment mark, whose other half stands beside it,', conflict),
  )
}

function evaluateOutput(evaluation: Evaluation, expression: Expression, frame: Frame): void {
  const value = evaluateExpression(evaluation, expression, frame)
  if (!isKnown(value) || frame.output === undefined) return
  const { at } = expression
  const printed = printValue(value, at)
  if (!printed.ok) {
    report(evaluation, frame, printed.diagnostic)
    return
  }
  const isSql = value !== null && typeof value === 'object' && !isList(value) && value.kind === 'sql'
  const segments = isSql ? value.segments : undefined
  const { text } = printed
  write(evaluation, { text, at, copied: false, calls: frame.calls, data: !isSql, segments }, frame)
}

/** Evaluates the body of a block, one level deeper. */
function evaluateBody(
  evaluation: Evaluation,
  { body, at }: { readonly body: readonly Statement[]; readonly at: Span },
  frame: Frame,
): void {
  if (!enter(evaluation, frame, at)) return
  evaluateStatements(evaluation, body, frame)
  leave(evaluation)
}

function evaluateIf(evaluation: Evaluation, statement: IfStatement, frame: Frame): void {
  const { condition, negated, body, otherwise } = statement
  const { at } = condition
  const value = evaluateExpression(evaluation, condition, frame)
  const taken = isKnown(value) ? isTruthy(value) !== negated : undefined
  const dead = inDeadBranch(frame)
  evaluateBody(evaluation, { body, at }, taken === true ? frame : dead)
  evaluateBody(evaluation, { body: otherwise, at }, taken === false ? frame : dead)
}

function evaluateLet(evaluation: Evaluation, { bindings, body }: LetStatement, frame: Frame): void {
  const names = new Map<string, Evaluated>()
  const inner = withNames(frame, names)
  for (const { name, value } of bindings) names.set(name, evaluateExpression(evaluation, value, inner))
  const at = bindings[0]?.value.at
  if (at !== undefined) evaluateBody(evaluation, { body, at }, inner)
}

function evaluateEach(evaluation: Evaluation, statement: EachStatement, frame: Frame): void {
  const { list, body, otherwise } = statement
  const { at } = list
  const rounds = roundsOf(evaluation, evaluateExpression(evaluation, list, frame), { statement, frame })
  const dead = inDeadBranch(frame)
  for (const names of rounds ?? []) {
    if (evaluation.stopped) return
    evaluateBody(evaluation, { body, at }, withNames(frame, names))
  }
  if (rounds === undefined || rounds.length === 0) {
    evaluateBody(evaluation, { body, at }, withNames(dead, nameRound(statement, unknownRound)))
  }
  evaluateBody(evaluation, { body: otherwise, at }, rounds?.length === 0 ? frame : dead)
}

/** What the names of a round of `{{#each}}` stand for. */
interface Round {
  readonly item: Evaluated
  readonly index: Evaluated
  readonly position: Evaluated
  readonly first: Evaluated
  readonly last: Evaluated
}

const unknownRound: Round = {
  item: unknowable,
  index: unknowable,
  position: unknowable,
  first: unknowable,
  last: unknowable,
}

function nameRound({ item, index }: EachStatement, round: Round): ReadonlyMap<string, Evaluated> {
  return new Map([
    ...(index === undefined ? [] : [[index, round.index] as const]),
    [item, round.item],
    ['@key', round.index],
    ['@index', round.position],
    ['@first', round.first],
    ['@last', round.last],
  ])
}

/** The names of every round; undefined where they cannot be known. Where no function is called one round says it all. */
function roundsOf(
  evaluation: Evaluation,
  list: Evaluated,
  { statement, frame }: { readonly statement: EachStatement; readonly frame: Frame },
): readonly ReadonlyMap<string, Evaluated>[] | undefined {
  const { at } = statement.list
  const idle = frame.output === undefined && evaluation.environment.branches === 'taken'
  if (!isKnown(list) || idle) return undefined
  const entries = entriesOf(list)
  if (entries === undefined) {
    const params = { name: '#each', expected: 'a list or a map', given: describeKind(list) }
    reportValue(evaluation, frame, diagnostic('wrong-argument-type', params, { at }))
    return undefined
  }
  return entries.map(([index, item], position) =>
    nameRound(statement, {
      item,
      index,
      position,
      first: position === 0,
      last: position === entries.length - 1,
    }),
  )
}

function entriesOf(value: Value): readonly (readonly [string | number, Value])[] | undefined {
  if (value === null || typeof value !== 'object') return undefined
  if (isList(value)) return value.map((item, index) => [index, item])
  return value.kind === 'map' ? [...value.entries] : undefined
}
