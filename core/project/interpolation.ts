// A tree of `xform.yml` + the environment → the tree with `${NAME}` and `${NAME:-default}` filled in.
import { diagnostic, type Diagnostic } from '../errors/diagnostic.ts'
import type { Span } from '../errors/span.ts'
import type { ScalarTree, Tree } from './tree.ts'

/** The environment: names and their values. */
export type Environment = Readonly<Record<string, string>>

/** A tree, filled in. `used` holds every value that the environment gave. */
export interface Interpolation {
  readonly tree: Tree
  readonly used: readonly string[]
  readonly diagnostics: readonly Diagnostic[]
}

/** How many problems of one value are reported: finding the place of each costs a pass over it. */
const mostProblems = 100

/**
 * Fills in the values of a tree; keys stay as they are. As in a shell, the default stands for a variable that is unset or
 * empty. `$${` is a literal `${`. A variable that is unset and has no default is reported at its `${`, and the value counts
 * as not written.
 */
export function interpolate(tree: Tree, env: Environment): Interpolation {
  const used: string[] = []
  const diagnostics: Diagnostic[] = []
  const fill = (part: Tree): Tree => {
    if (part.kind === 'list') return { ...part, items: part.items.map(fill) }
    if (part.kind === 'map') {
      return { ...part, entries: part.entries.map((entry) => ({ ...entry, value: fill(entry.value) })) }
    }
    if (typeof part.value !== 'string' || !part.value.includes('${')) return part
    const filled = interpolateText(part.value, env)
    for (const value of filled.used) used.push(value)
    for (const problem of filled.problems.slice(0, mostProblems)) diagnostics.push(wordProblem(part, problem))
    const value = filled.problems.length === 0 ? filled.text : null
    return { ...part, value, fromEnvironment: filled.filled }
  }
  return { tree: fill(tree), used, diagnostics }
}

interface Problem {
  /** Which `${` of the text it is about, from 0. */
  readonly occurrence: number
  /** The variable that is unset; absent where the braces hold no variable. */
  readonly unset?: string
  /** How many characters to point at. */
  readonly length: number
}

interface FilledText {
  readonly text: string
  /** Whether anything but an escape was replaced. */
  readonly filled: boolean
  readonly used: readonly string[]
  readonly problems: readonly Problem[]
}

/** Fills in one text, from left to right, in one pass. What cannot be filled in is left as it stands and reported. */
export function interpolateText(text: string, env: Environment): FilledText {
  const parts: string[] = []
  const used: string[] = []
  const problems: Problem[] = []
  let [from, occurrence, filled] = [0, 0, false]
  for (let at = text.indexOf('${'); at !== -1; at = text.indexOf('${', from), occurrence++) {
    if (at > from && text[at - 1] === '$') {
      parts.push(text.slice(from, at - 1), '${')
      from = at + 2
      continue
    }
    const { value, source, length, unset } = readVariable(text, at, env)
    parts.push(text.slice(from, at), value)
    from = at + length
    filled = true
    if (source === 'environment') used.push(value)
    if (source === 'nowhere') problems.push({ occurrence, length, ...(unset === undefined ? {} : { unset }) })
  }
  return { text: parts.join('') + text.slice(from), filled, used, problems }
}

interface Variable {
  readonly value: string
  readonly source: 'environment' | 'default' | 'nowhere'
  readonly length: number
  readonly unset?: string
}

function readVariable(text: string, at: number, env: Environment): Variable {
  const end = text.indexOf('}', at)
  const whole = text.slice(at, end === -1 ? at + 2 : end + 1)
  const match = /^\$\{(?<name>[A-Za-z_]\w*)(?::-(?<fallback>[^]*))?\}$/u.exec(whole)
  const { name, fallback } = match?.groups ?? {}
  if (name === undefined || fallback?.includes('${') === true) {
    return { value: whole, source: 'nowhere', length: whole.length }
  }
  const found = Object.hasOwn(env, name) ? env[name] : undefined
  if (found !== undefined && (found !== '' || fallback === undefined)) {
    return { value: found, source: 'environment', length: whole.length }
  }
  if (fallback !== undefined) return { value: fallback, source: 'default', length: whole.length }
  return { value: whole, source: 'nowhere', length: whole.length, unset: name }
}

function wordProblem(scalar: ScalarTree, problem: Problem): Diagnostic {
  const at = locate(scalar, problem)
  return problem.unset === undefined
    ? diagnostic('bad-interpolation', undefined, { at })
    : diagnostic('unset-interpolation', { name: problem.unset }, { at })
}

/** Where the problem's `${` stands: the same one in the author's text, unless escapes hide it. */
function locate({ raw, value, at }: ScalarTree, { occurrence, length }: Problem): Span {
  const inRaw = raw.split('${')
  const inValue = String(value).split('${')
  if (inRaw.length !== inValue.length) return at
  const before = inRaw.slice(0, occurrence + 1).join('${')
  const lastBreak = before.lastIndexOf('\n')
  const lines = before.split('\n').length - 1
  const column = lastBreak === -1 ? at.column + before.length : before.length - lastBreak
  const line = at.line + lines
  return { path: at.path, line, column, endLine: line, endColumn: column + length }
}
