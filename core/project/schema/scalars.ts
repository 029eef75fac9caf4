import { diagnostic } from '../../errors/diagnostic.ts'
import type { Located, PlainValue } from '../project.ts'
import { contentSpan, describeTree, plainValue, type ScalarTree, type Tree } from '../tree.ts'
import type { Reader, Report } from './reader.ts'

/** Reports that something else stands where `expected` should. */
export function refuse(tree: Tree, { expected, hint }: Refusal, report: Report): undefined {
  report(diagnostic('wrong-type', { expected, found: describeTree(tree), hint }, { at: tree.at }))
  return undefined
}

interface Refusal {
  readonly expected: string
  readonly hint?: string | undefined
}

/** Any text, also an empty one. */
export const text: Reader<string> = {
  expected: 'text',
  jsonSchema: { type: 'string' },
  read(tree, report) {
    if (tree.kind === 'scalar' && typeof tree.value === 'string') return tree.value
    return refuse(tree, { expected: 'text', hint: adviseQuotes(tree) }, report)
  },
}

function adviseQuotes(tree: Tree): string | undefined {
  const bare = tree.kind === 'scalar' && tree.value !== null
  return bare ? `Put it in quotes: "${tree.raw}".` : undefined
}

/** Text that says something and holds no template: names, types, choices. */
export const word: Reader<string> = {
  expected: 'text',
  jsonSchema: { type: 'string', minLength: 1 },
  read(tree, report) {
    const found = text.read(tree, report)
    if (found === undefined) return undefined
    if (found.trim() === '') return refuse(tree, { expected: 'text that is not empty' }, report)
    if (!found.includes('{{')) return found
    report(diagnostic('template-in-value', undefined, { at: tree.at }))
    return undefined
  },
}

/** Text or a number, as the author wrote it: `1.10` stays `1.10`. */
export const version: Reader<string> = {
  expected: 'text',
  jsonSchema: { type: ['string', 'number'] },
  read(tree, report) {
    return tree.kind === 'scalar' && typeof tree.value === 'number' ? tree.raw : word.read(tree, report)
  },
}

/** SQL, with the place where its first character stands. */
export const sql: Reader<Located<string>> = {
  expected: 'SQL',
  jsonSchema: { type: 'string' },
  read(tree, report) {
    const found = text.read(tree, report)
    if (found === undefined || tree.kind !== 'scalar') return undefined
    if (found.trim() !== '') return { value: found, at: contentSpan(tree) }
    return refuse(tree, { expected: 'SQL that is not empty' }, report)
  },
}

/** `true` or `false`. */
export const flag: Reader<boolean> = {
  expected: 'true or false',
  jsonSchema: { type: 'boolean' },
  read(tree, report) {
    if (tree.kind === 'scalar') {
      if (typeof tree.value === 'boolean') return tree.value
      if (tree.fromEnvironment === true && tree.value === 'true') return true
      if (tree.fromEnvironment === true && tree.value === 'false') return false
    }
    return refuse(tree, { expected: 'true or false', hint: adviseBoolean(tree) }, report)
  },
}

const oldBooleans: ReadonlyMap<string, string> = new Map([
  ...['yes', 'on', 'y', 'true'].map((name) => [name, 'true'] as const),
  ...['no', 'off', 'n', 'false'].map((name) => [name, 'false'] as const),
])

function adviseBoolean(tree: Tree): string | undefined {
  if (tree.kind !== 'scalar' || typeof tree.value !== 'string') return undefined
  const meant = oldBooleans.get(tree.value.toLowerCase())
  return meant === undefined ? undefined : `Write ${meant}, without quotes.`
}

/** A whole number that is not smaller than `least`. */
export function wholeNumber({ least }: { readonly least: number }): Reader<number> {
  const expected = `a whole number, ${least} or more`
  return {
    expected,
    jsonSchema: { type: 'integer', minimum: least },
    read(tree, report) {
      const found = tree.kind === 'scalar' ? readNumber(tree) : undefined
      if (found !== undefined && Number.isSafeInteger(found) && found >= least) return found
      return refuse(tree, { expected }, report)
    },
  }
}

function readNumber({ value, fromEnvironment }: ScalarTree): number | undefined {
  if (typeof value === 'number') return value
  const written = fromEnvironment === true && typeof value === 'string' && /^\s*-?\d+\s*$/u.test(value)
  return written ? Number(value) : undefined
}

/** One of some words. Those in `later` are planned and refused with their advice. */
export function choice<const T extends string>(
  choices: readonly T[],
  later: Readonly<Record<string, string>> = {},
): Reader<T> {
  return {
    expected: `one of ${choices.join(', ')}`,
    jsonSchema: { enum: choices },
    read(tree, report) {
      const value = word.read(tree, report)
      if (value === undefined) return undefined
      const found = choices.find((one) => one === value)
      if (found !== undefined) return found
      const advice = Object.hasOwn(later, value) ? later[value] : undefined
      report(
        advice === undefined
          ? diagnostic('unknown-value', { value, choices }, { at: tree.at })
          : diagnostic('not-yet', { what: value, advice }, { at: tree.at }),
      )
      return undefined
    },
  }
}

/** What the reader reads, whichever letters are written as capitals. */
export function inLowerCase<T>(reader: Reader<T>): Reader<T> {
  return {
    ...reader,
    read(tree, report) {
      if (tree.kind !== 'scalar' || typeof tree.value !== 'string') return reader.read(tree, report)
      return reader.read({ ...tree, value: tree.value.toLowerCase() }, report)
    },
  }
}

/** Any value at all. */
export const anything: Reader<PlainValue> = {
  expected: 'a value',
  jsonSchema: {},
  read: (tree) => plainValue(tree),
}

/** What the reader reads, with its place. */
export function located<T>(reader: Reader<T>): Reader<Located<T>> {
  return {
    ...reader,
    read(tree, report) {
      const value = reader.read(tree, report)
      return value === undefined ? undefined : { value, at: tree.at }
    },
  }
}

/** Anything, as it was written: for what is understood later. */
export const asWritten: Reader<Tree> = {
  expected: 'a value',
  jsonSchema: {},
  read: (tree) => tree,
}
