// A pattern for paths → the steps by which files are found that match it.
import { expandBraces, hasTooManyChoices } from './expand-braces.ts'

/** One part of a path: any number of folders, a name, or a rule for names. */
export type GlobStep =
  | { readonly kind: 'folders' }
  | { readonly kind: 'name'; readonly name: string }
  | { readonly kind: 'names'; readonly matches: (name: string) => boolean }

/** A pattern without braces. */
export interface Glob {
  /** The folders that the pattern names outright, up to the first that it does not: where to begin. */
  readonly base: string
  /** What follows; the last step is about the file. */
  readonly steps: readonly GlobStep[]
}

/**
 * Reads a pattern: `*` is any text within a name, `?` one character, `[a-z]` one of some and `[!a-z]` one of all others,
 * `**` any folders or none, `{a,b}` one or the other. A character in brackets stands for itself, so `[*]` is a star.
 * Names that begin with a dot are found only by a part that begins with a dot, as in a shell. Case matters.
 */
export function readGlobs(pattern: string): readonly Glob[] {
  return expandBraces(pattern).map(readGlob)
}

function readGlob(pattern: string): Glob {
  const absolute = pattern.startsWith('/')
  const parts = pattern.split('/').filter((part) => part !== '' && part !== '.')
  const steps = parts.map(readStep)
  const wild = steps.findIndex(({ kind }) => kind !== 'name')
  const named = wild === -1 ? steps.length - 1 : Math.min(wild, steps.length - 1)
  return { base: (absolute ? '/' : '') + parts.slice(0, named).join('/'), steps: steps.slice(named) }
}

function readStep(part: string): GlobStep {
  if (part === '**') return { kind: 'folders' }
  if (!/[*?[]/u.test(part)) return { kind: 'name', name: part }
  const rules = tokens(part).map(tokenRule)
  const hidden = part.startsWith('.')
  return {
    kind: 'names',
    matches: (name) => name.startsWith('.') === hidden && matchRules(rules, Array.from(name)),
  }
}

const token = /\*+|\[[!^]?\]?[^\]]*\]|[^]/gu

function tokens(part: string): readonly string[] {
  return part.match(token) ?? []
}

/** What one character of a name has to be, or `any` for any number of characters. */
type Rule = 'any' | ((character: string) => boolean)

function tokenRule(written: string): Rule {
  if (written.startsWith('*')) return 'any'
  if (written === '?') return () => true
  const inside = insideOf(written)
  if (inside === undefined) return (character) => character === written
  const characters = new RegExp(inside, 'u')
  return (character) => characters.test(character)
}

/** A range of characters as a regular expression writes it; undefined for what is no range. */
function insideOf(written: string): string | undefined {
  const [, negation = '', inside] = /^\[([!^]?)([^]+)\]$/u.exec(written) ?? []
  if (inside === undefined) return undefined
  return `^[${negation === '' ? '' : '^'}${inside.replaceAll(/[\\\]^[]/gu, String.raw`\$&`)}]$`
}

/** Goes back to the last star alone, so that many stars take no longer than a regular expression would take for one. */
function matchRules(rules: readonly Rule[], name: readonly string[]): boolean {
  let rule = 0
  let star = -1
  let behindStar = 0
  for (let at = 0; at < name.length;) {
    const wanted = rules[rule]
    if (wanted === 'any') {
      star = rule++
      behindStar = at
    } else if (wanted?.(name[at] ?? '') === true) {
      rule++
      at++
    } else {
      if (star === -1) return false
      rule = star + 1
      at = ++behindStar
    }
  }
  return rules.slice(rule).every((rest) => rest === 'any')
}

/** What keeps a pattern from being one, in words; undefined where nothing does. */
export function checkPattern(pattern: string): string | undefined {
  if (pattern.includes('\0')) return 'it holds a NUL character'
  if (hasTooManyChoices(pattern)) return 'its braces stand for more than 1000 patterns'
  if (pattern.endsWith('/')) return 'it ends with a slash, and names folders'
  if (pattern.split('/').at(-1) === '**')
    return 'it ends with "**", which stands for folders; write "**/*" for the files'
  const wrong = tokens(pattern).find((written) => !isRule(written))
  return wrong === undefined ? undefined : `"${wrong}" is not a range of characters`
}

function isRule(written: string): boolean {
  try {
    tokenRule(written)
    return true
  } catch {
    return false
  }
}
