// An entry under `data_tests:` → the test that is declared there.
import { diagnostic } from '../../errors/diagnostic.ts'
import type { Span } from '../../errors/span.ts'
import type { Located, PlainValue } from '../../project/project.ts'
import type { Report } from '../../project/schema/reader.ts'
import { located, refuse, word } from '../../project/schema/scalars.ts'
import {
  describeTree,
  isNothing,
  plainValue,
  recordOf,
  type Tree,
  type TreeEntry,
} from '../../project/tree.ts'
import { testGrammar } from '../config-keys.ts'
import { description } from '../config-values.ts'
import { findMentions } from '../mention.ts'
import { nodeName, proposeName } from '../node-name.ts'
import type { Reference } from '../node.ts'
import { optional } from '../optional.ts'
import { mergeSaid, readSaid, type Said } from '../said.ts'

/** A generic test as it is declared, on whatever it is declared on. */
export interface DeclaredTest {
  /** Which test it is. */
  readonly test: string
  /** The name that the author gives it. */
  readonly name?: Located<string>
  readonly description: string
  readonly arguments: Readonly<Record<string, PlainValue>>
  /** The arguments with their places, without `column_name`. */
  readonly entries: readonly TreeEntry[]
  /** The column that the arguments name, for a test that is declared on a node. */
  readonly columnName?: Located<string>
  readonly said: Said<typeof testGrammar.keys>
  /** What its arguments mention. */
  readonly references: readonly Reference[]
  readonly at: Span
}

/** Reads a test: its name alone, its name with arguments below, or a map that names it under `test_name`. */
export function readGenericTest(tree: Tree, report: Report): DeclaredTest | undefined {
  if (tree.kind === 'scalar' && typeof tree.value === 'string') {
    const test = readTestName(tree.value, tree.at, report)
    return test === undefined ? undefined : declare({ test, at: tree.at, entries: [] }, report)
  }
  const named = tree.kind === 'map' ? tree.entries.find(({ key }) => key === 'test_name') : undefined
  if (tree.kind === 'map' && named !== undefined) {
    const test = word.read(named.value, report)
    const entries = tree.entries.filter((entry) => entry !== named)
    return test === undefined ? undefined : declare({ test, at: named.value.at, entries }, report)
  }
  const [entry, another] = tree.kind === 'map' ? tree.entries : []
  if (entry === undefined || another !== undefined) {
    const found = tree.kind === 'map' ? 'a map with several keys' : describeTree(tree)
    report(diagnostic('unreadable-test', { found }, { at: tree.at }))
    return undefined
  }
  return readNamed(entry, report)
}

function readNamed({ key, keyAt, value }: TreeEntry, report: Report): DeclaredTest | undefined {
  const test = readTestName(key, keyAt, report)
  if (test === undefined) return undefined
  if (isNothing(value)) return declare({ test, at: keyAt, entries: [] }, report)
  if (value.kind === 'map') return declare({ test, at: keyAt, entries: value.entries }, report)
  return refuse(value, { expected: `a map of arguments of ${key}` }, report)
}

function readTestName(name: string, at: Span, report: Report): string | undefined {
  if (/^[\p{L}_][\p{L}\p{N}_]*(?:\.[\p{L}_][\p{L}\p{N}_]*)?$/u.test(name)) return name
  report(diagnostic('bad-name', { name, suggestion: proposeName(name) }, { at }))
  return undefined
}

interface Declaration {
  readonly test: string
  readonly at: Span
  readonly entries: readonly TreeEntry[]
}

/** Sorts out what below a test is its own, what is its config, and what are its arguments. */
function declare({ test, at, entries }: Declaration, report: Report): DeclaredTest {
  const find = (key: string): Tree | undefined =>
    entries.find((entry) => entry.key === key && !isNothing(entry.value))?.value
  const [name, words, nested, config] = ['name', 'description', 'arguments', 'config'].map(find)
  const own = new Set(['name', 'description', 'arguments', 'config'])
  const isSetting = ({ key }: TreeEntry): boolean => Object.hasOwn(testGrammar.keys, key)
  const rest = entries.filter(({ key }) => !own.has(key))
  const args = [...rest.filter((entry) => !isSetting(entry)), ...mapEntries(nested, report)]
  const direct = readSaid(rest.filter(isSetting), testGrammar, report)
  return {
    test,
    ...optional('name', name === undefined ? undefined : located(nodeName).read(name, report)),
    description: (words === undefined ? undefined : description.read(words, report)) ?? '',
    arguments: recordOf(args.map(({ key, value }) => [key, plainValue(value)] as const)),
    said: mergeSaid(direct, readSaid(mapEntries(config, report), testGrammar, report)),
    references: args.flatMap(({ value }) => findMentions(value)),
    entries: args.filter(({ key }) => key !== 'column_name'),
    ...optional('columnName', readColumnName(args, report)),
    at,
  }
}

function mapEntries(tree: Tree | undefined, report: Report): readonly TreeEntry[] {
  if (tree === undefined) return []
  return tree.kind === 'map' ? tree.entries : (refuse(tree, { expected: 'a map' }, report) ?? [])
}

function readColumnName(entries: readonly TreeEntry[], report: Report): Located<string> | undefined {
  const found = entries.find(({ key, value }) => key === 'column_name' && !isNothing(value))
  return found === undefined ? undefined : located(word).read(found.value, report)
}
