import { wordAge, wordLimit } from '../../core/index.ts'
import type {
  ActionKind,
  AgedOutcome,
  Diagnostic,
  NodeOutcome,
  NodeResult,
  NodeSummary,
} from '../../core/index.ts'
import { count } from '../render/count.ts'

/** How a node ended, in one line: what was done to its relation, or why nothing was. */
export function describeOutcome(result: NodeResult): string {
  const { length } = result.warnings
  const text = outcomeText(result)
  return length === 0 ? text : `${text}, ${count(length, 'warning')}`
}

function outcomeText({ node, outcome, thread }: NodeResult): string {
  switch (outcome.status) {
    case 'success':
      return describeAction(node, outcome)
    case 'tested':
      return describeTested(node, outcome)
    case 'aged':
      return describeAge(outcome)
    case 'error':
      return describeFailure(outcome.diagnostics)
    case 'skipped':
      return outcome.because
    case 'cancelled':
      return thread === 0 ? 'cancelled before it began' : 'cancelled, rolled back'
  }
}

/** What a test came to, in a word or two. */
function describeTested(
  { kind }: NodeSummary,
  { verdict, failures, calculated }: Extract<NodeOutcome, { status: 'tested' }>,
): string {
  if (kind === 'unit_test' && failures > 0)
    return `${count(failures, 'row')} ${failures === 1 ? 'differs' : 'differ'}`
  const found = calculated === true ? `comes to ${failures}` : count(failures, 'failing row')
  if (verdict === 'pass') return failures === 0 ? '' : `${found}, within bounds`
  return found
}

const actionWords: Readonly<Record<ActionKind, string>> = {
  create: 'created',
  replace: 'replaced',
  append: 'appended',
  'delete+insert': 'updated',
  merge: 'merged',
  microbatch: 'updated',
  load: 'loaded',
  nothing: 'nothing to do',
  verify: 'verified',
}

/** These are made anew each time; of the others it is worth a word. */
const alwaysReplaced: ReadonlySet<string> = new Set(['view', 'table', 'seed'])

/** Of these it is worth a word what was added, and what was left out. */
const growing: ReadonlySet<string> = new Set(['flow', 'state', 'changes', 'snapshot'])

function describeAction(
  { materialized }: NodeSummary,
  { action, rows, because }: Extract<NodeOutcome, { status: 'success' }>,
): string {
  if (action === 'nothing') return `${actionWords[action]}: ${because}`
  const done = actionWords[action] + (rows === undefined ? '' : `, ${count(rows, 'row')}`)
  const tells =
    action === 'microbatch' ||
    (action === 'replace'
      ? !alwaysReplaced.has(materialized)
      : action !== 'create' && growing.has(materialized))
  return tells ? `${done} (${because})` : done
}

/** How old the newest rows are, and the limit that they have passed, or come to next. */
function describeAge({ age, verdict, limits }: AgedOutcome): string {
  const { warnAfter, errorAfter } = limits
  const limit = verdict === 'pass' ? (warnAfter ?? errorAfter) : verdict === 'warn' ? warnAfter : errorAfter
  const old = age === undefined ? 'no rows' : `${wordAge(Math.max(0, age))} old`
  return limit === undefined ? old : `${old}, limit ${wordLimit(limit)}`
}

/** The first line of the first finding; the rest comes with its place at the end of the run. */
function describeFailure(diagnostics: readonly Diagnostic[]): string {
  const [first] = diagnostics
  if (first === undefined) return 'failed'
  const line = (first.message.trim().split(/[\r\n]/, 1)[0] ?? '').replace(/:$/u, '')
  return diagnostics.length === 1 ? line : `${line} (and ${diagnostics.length - 1} more)`
}
