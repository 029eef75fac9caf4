// An entry under `unit_tests:` → the unit test.
import type { Span } from '../../errors/span.ts'
import type { Located, PlainValue } from '../../project/project.ts'
import { listOf, ownMap } from '../../project/schema/collections.ts'
import { instant } from '../../project/schema/instant.ts'
import { object, required } from '../../project/schema/object.ts'
import type { Reader } from '../../project/schema/reader.ts'
import { asWritten, choice, flag, located, word } from '../../project/schema/scalars.ts'
import { isNothing, plainValue, recordOf, type Tree } from '../../project/tree.ts'
import { commonGrammar } from '../config-keys.ts'
import { description } from '../config-values.ts'
import type { WrittenRows } from '../fixture.ts'
import { mention } from '../mention.ts'
import type { Reference } from '../node.ts'
import { nodeName } from '../node-name.ts'
import { optional } from '../optional.ts'
import { configReader, mergeSaid, readBeside, type Said } from '../said.ts'

/** Rows of an input, as they are written. */
export interface DeclaredInput {
  /** Undefined for `this`: the rows that the model's own table holds already. */
  readonly reference?: Reference
  readonly at: Span
  readonly rows: WrittenRows
}

/** What a unit test puts in the place of what the project says. */
export interface UnitTestOverrides {
  readonly vars: Readonly<Record<string, PlainValue>>
  readonly macros: Readonly<Record<string, Located<PlainValue>>>
  readonly env: Readonly<Record<string, PlainValue>>
  /** Whether an incremental model adds to its table; what the project would do, where undefined. */
  readonly incremental?: boolean
  /** When the run began, in milliseconds since the epoch. */
  readonly startedAt?: number
}

/** A unit test as it is declared. */
export interface DeclaredUnitTest {
  readonly name: Located<string>
  readonly model: Located<string>
  readonly description: string
  readonly said: Said<typeof commonGrammar.keys>
  readonly definition: Readonly<Record<string, PlainValue>>
  readonly given: readonly DeclaredInput[]
  /** What comes in later, one run for each. */
  readonly later: readonly (readonly DeclaredInput[])[]
  readonly expect: { readonly rows: WrittenRows; readonly at: Span }
  readonly overrides: UnitTestOverrides
}

/** `this` stands for the rows that a model's table holds already. */
const inputName: Reader<{ readonly reference?: Reference; readonly text: string; readonly at: Span }> = {
  ...mention,
  read(tree, report) {
    const text = tree.kind === 'scalar' ? String(tree.value) : ''
    const { at } = tree
    if (text.trim() === 'this') return { text: 'this', at }
    const reference = mention.read(tree, report)
    return reference === undefined ? undefined : { reference, text, at }
  },
}

const rows = { rows: asWritten, format: choice(['dict', 'csv', 'sql']), fixture: located(word) }

const inputs = listOf(object({ input: required(inputName), ...rows }, { owner: 'an input of a unit test' }))

const overridesMap = object(
  {
    macros: asWritten,
    vars: ownMap,
    env_vars: ownMap,
    incremental: flag,
    run: object({ started_at: instant }, { owner: '"run"' }),
  },
  { owner: '"overrides"' },
)

const unitTestMap = object(
  {
    name: required(located(nodeName)),
    model: required(located(nodeName)),
    description,
    given: inputs,
    later: listOf(inputs),
    expect: required(located(object(rows, { owner: 'what a unit test expects' }))),
    overrides: overridesMap,
    meta: asWritten,
    tags: asWritten,
    config: configReader(commonGrammar),
  },
  { owner: 'a unit test', advice: { versions: 'There are no versions of models here.' } },
)

/** Reads a unit test. */
export const unitTest: Reader<DeclaredUnitTest> = {
  ...unitTestMap,
  read(tree, report) {
    const found = unitTestMap.read(tree, report)
    if (found === undefined) return undefined
    const { name, model, meta, tags, given = [], later = [], expect, overrides = {} } = found
    const beside = readBeside({ meta, tags }, commonGrammar, report)
    return {
      name,
      model,
      description: found.description ?? '',
      said: mergeSaid(beside, found.config ?? {}),
      definition: definitionOf(tree),
      given: given.map(declare),
      later: later.map((list) => list.map(declare)),
      expect: { rows: expect.value, at: expect.at },
      overrides: {
        vars: overrides.vars ?? {},
        macros: macrosIn(overrides.macros),
        env: overrides.env_vars ?? {},
        ...optional('incremental', overrides.incremental),
        ...optional('startedAt', overrides.run?.started_at),
      },
    }
  },
}

type ReadInput = WrittenRows & {
  readonly input: { readonly reference?: Reference; readonly at: Span }
}

function declare({ input, ...written }: ReadInput): DeclaredInput {
  return { ...optional('reference', input.reference), at: input.at, rows: written }
}

function macrosIn(tree: Tree | undefined): UnitTestOverrides['macros'] {
  if (tree?.kind !== 'map') return {}
  return recordOf(
    tree.entries.map(({ key, value }) => [key, { value: plainValue(value), at: value.at }] as const),
  )
}

const definitionKeys: ReadonlySet<string> = new Set(['given', 'later', 'expect', 'overrides'])

/** What artifacts show of it: as it is written. */
function definitionOf(tree: Tree): Readonly<Record<string, PlainValue>> {
  const entries = tree.kind === 'map' ? tree.entries : []
  return recordOf(
    entries.flatMap(({ key, value }) =>
      definitionKeys.has(key) && !isNothing(value) ? [[key, plainValue(value)] as const] : [],
    ),
  )
}
