import { diagnostic, type Diagnostic } from '../../errors/diagnostic.ts'
import type { Span } from '../../errors/span.ts'
import { parseCondition } from './parse-condition.ts'
import type { Criterion, Reach } from './selection.ts'

/** A stretch of what an author wrote, and where any part of it stands. */
export interface PlacedText {
  readonly text: string
  /** The place between two offsets of the text. */
  readonly spanOf: (start: number, end: number) => Span
}

/** A criterion, or why it is none. */
export type CriterionResult =
  { readonly ok: true; readonly criterion: Criterion } | { readonly ok: false; readonly finding: Diagnostic }

/** The operators around a condition, and where the condition itself stands. */
interface Operators {
  readonly childrensParents: boolean
  readonly parents: Reach
  readonly children: Reach
  readonly start: number
  readonly end: number
}

/** Reads one criterion: `orders`, `+tag:nightly`, `2+path:models/marts+1`, `@source:bank`. */
export function parseCriterion({ text, spanOf }: PlacedText): CriterionResult {
  const operators = readOperators(text)
  const { childrensParents, parents, children, start, end } = operators
  const at = spanOf(0, text.length)
  const core = text.slice(start, end)
  if (core === '') return { ok: false, finding: diagnostic('empty-criterion', { text }, { at }) }
  const problem = findOperatorProblem(operators, core)
  if (problem !== undefined)
    return { ok: false, finding: diagnostic('bad-graph-operator', { text, problem }, { at }) }
  const colon = start + endOfMethod(core)
  const result = parseCondition({
    method: colon === start ? undefined : text.slice(start, colon),
    methodAt: spanOf(start, colon),
    value: text.slice(colon === start ? start : colon + 1, end),
    valueAt: spanOf(colon === start ? start : colon + 1, end),
  })
  if (!result.ok) return result
  const { condition } = result
  return {
    ok: true,
    criterion: { kind: 'criterion', text, at, condition, parents, children, childrensParents },
  }
}

function readOperators(text: string): Operators {
  const childrensParents = text.startsWith('@')
  const first = childrensParents ? 1 : 0
  const leadingDigits = countDigits(text, first, 1)
  const hasParents = text[first + leadingDigits] === '+'
  const start = hasParents ? first + leadingDigits + 1 : first
  const trailingDigits = countDigits(text, text.length - 1, -1)
  const plus = text.length - 1 - trailingDigits
  const hasChildren = plus >= start && text[plus] === '+'
  return {
    childrensParents,
    parents: hasParents ? readReach(text.slice(first, first + leadingDigits)) : 0,
    children: hasChildren ? readReach(text.slice(plus + 1)) : 0,
    start,
    end: hasChildren ? plus : text.length,
  }
}

function countDigits(text: string, from: number, step: 1 | -1): number {
  let count = 0
  while (/\d/u.test(text[from + count * step] ?? '')) count++
  return count
}

function readReach(digits: string): Reach {
  return digits === '' ? 'all' : Math.min(Number(digits), Number.MAX_SAFE_INTEGER)
}

function findOperatorProblem(
  { childrensParents, parents, children }: Operators,
  core: string,
): string | undefined {
  if (childrensParents && (parents !== 0 || children !== 0))
    return '"@" already takes all children and their parents along'
  if (/^[+@]|\+$/u.test(core)) return 'an operator stands there twice'
  return undefined
}

/** The length of the method before the colon; 0 where there is none. */
function endOfMethod(core: string): number {
  const colon = core.indexOf(':')
  return colon > 0 && /^[\w.]+$/u.test(core.slice(0, colon)) ? colon : 0
}
