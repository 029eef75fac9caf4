// Mustaches in order → what is wrong with how blocks open, divide and close.
import { diagnostic, type Diagnostic } from '../errors/diagnostic.ts'
import { limits } from './limits.ts'
import type { CloseMustache, ElseMustache, Mustache, OpenMustache } from './mustache.ts'
import type { Source } from './reader.ts'

/** A block that is open, and what has been seen of it. */
interface OpenBlock {
  readonly open: OpenMustache
  /** How many blocks are open with it: `{{else if}}` counts, because it is an if inside an else. */
  depth: number
  divided: boolean
}

interface Matching {
  readonly source: Source
  readonly stack: OpenBlock[]
  /** For each name how many more blocks are closed than opened; below zero, some block will not find its end. */
  readonly balance: Map<string, number>
  readonly findings: Diagnostic[]
}

/** Checks that every block is closed by its own name, divided where it may be, and not nested beyond reason. */
export function matchBlocks(source: Source, mustaches: readonly Mustache[]): readonly Diagnostic[] {
  const matching: Matching = { source, stack: [], balance: balanceOf(mustaches), findings: [] }
  for (const mustache of mustaches) {
    if (matching.findings.length >= limits.problems) break
    if (mustache.kind === 'open') matchOpen(matching, mustache)
    else if (mustache.kind === 'else') matchElse(matching, mustache)
    else if (mustache.kind === 'close') matchClose(matching, mustache)
  }
  for (const { open } of matching.stack) reportUnclosed(matching, open)
  return matching.findings
}

function balanceOf(mustaches: readonly Mustache[]): Map<string, number> {
  const balance = new Map<string, number>()
  for (const mustache of mustaches) {
    if (mustache.kind === 'close') add(balance, mustache.name, 1)
    else if (mustache.kind === 'open' && !mustache.chained) add(balance, mustache.name, -1)
  }
  return balance
}

function add(balance: Map<string, number>, name: string, count: number): void {
  balance.set(name, (balance.get(name) ?? 0) + count)
}

function matchOpen(matching: Matching, open: OpenMustache): void {
  const top = matching.stack.at(-1)
  const depth = (top?.depth ?? 0) + 1
  if (depth === limits.nesting + 1) {
    const params = { what: 'Blocks', limit: limits.nesting } as const
    matching.findings.push(diagnostic('nested-too-deep', params, placeOf(matching, open)))
  }
  if (!open.chained) {
    matching.stack.push({ open, depth, divided: false })
  } else if (mayDivide(matching, open) && top !== undefined) {
    top.depth = depth
  }
}

function matchElse(matching: Matching, divider: ElseMustache): void {
  const top = matching.stack.at(-1)
  if (mayDivide(matching, divider) && top !== undefined) top.divided = true
}

function mayDivide(matching: Matching, divider: ElseMustache | OpenMustache): boolean {
  const top = matching.stack.at(-1)
  const because = top === undefined ? 'outside' : refuseElse(top)
  if (because === undefined) return true
  matching.findings.push(diagnostic('misplaced-else', { because }, placeOf(matching, divider)))
  return false
}

function refuseElse({ open, divided }: OpenBlock): 'second' | 'undivided' | undefined {
  if (divided) return 'second'
  return open.name === 'let' || open.name === 'macro' ? 'undivided' : undefined
}

function matchClose(matching: Matching, close: CloseMustache): void {
  const { stack } = matching
  const index = stack.findLastIndex(({ open }) => open.name === close.name)
  if (index !== -1) {
    for (const { open } of stack.splice(index).slice(1)) reportUnclosed(matching, open)
    return
  }
  const top = stack.at(-1)
  const tag = textOf(matching, close)
  const place = placeOf(matching, close)
  if (top === undefined || (matching.balance.get(top.open.name) ?? 0) >= 0) {
    matching.findings.push(diagnostic('stray-block-close', { close: tag }, place))
    return
  }
  stack.pop()
  add(matching.balance, top.open.name, 1)
  const related = [{ message: 'the block is opened here', ...placeOf(matching, top.open) }]
  const params = { close: tag, expected: `{{/${top.open.name}}}` }
  matching.findings.push(diagnostic('mismatched-block-close', params, { ...place, related }))
}

function reportUnclosed(matching: Matching, open: OpenMustache): void {
  if (matching.findings.length >= limits.problems) return
  const params = { open: textOf(matching, open), close: `{{/${open.name}}}` }
  matching.findings.push(diagnostic('unclosed-block', params, placeOf(matching, open)))
}

function placeOf(
  { source }: Matching,
  { start, end }: Mustache,
): { readonly at: ReturnType<Source['place']> } {
  return { at: source.place(start, end) }
}

/** A mustache as it is written, unless that is long. */
function textOf({ source }: Matching, { start, end }: Mustache): string {
  return end - start > 60 ? `${source.text.slice(start, start + 60)}…` : source.text.slice(start, end)
}
