// An entry under `unit_tests:` → the unit test.
import type { Located, PlainValue } from '../../project/project.ts'
import { listOf, ownMap } from '../../project/schema/collections.ts'
import { object, required } from '../../project/schema/object.ts'
import type { Reader } from '../../project/schema/reader.ts'
import { anything, asWritten, choice, located, word } from '../../project/schema/scalars.ts'
import { recordOf } from '../../project/tree.ts'
import { commonGrammar } from '../config-keys.ts'
import { description } from '../config-values.ts'
import { mention } from '../mention.ts'
import type { Reference } from '../node.ts'
import { nodeName } from '../node-name.ts'
import { optional } from '../optional.ts'
import { configReader, mergeSaid, readBeside, type Said } from '../said.ts'

/** A unit test as it is declared. */
export interface DeclaredUnitTest {
  readonly name: Located<string>
  readonly model: Located<string>
  readonly description: string
  readonly said: Said<typeof commonGrammar.keys>
  readonly definition: Readonly<Record<string, PlainValue>>
  /** What its inputs stand for. */
  readonly inputs: readonly Reference[]
}

/** `this` stands for the rows that an incremental model holds already. */
const input: Reader<{ readonly reference?: Reference; readonly text: string }> = {
  ...mention,
  read(tree, report) {
    const text = tree.kind === 'scalar' ? String(tree.value) : ''
    if (text === 'this') return { text }
    const reference = mention.read(tree, report)
    return reference === undefined ? undefined : { reference, text }
  },
}

const rows = { rows: anything, format: choice(['dict', 'csv', 'sql']), fixture: word }

const unitTestMap = object(
  {
    name: required(located(nodeName)),
    model: required(located(nodeName)),
    description,
    given: listOf(object({ input: required(input), ...rows }, { owner: 'an input of a unit test' })),
    expect: required(object(rows, { owner: 'what a unit test expects' })),
    overrides: object({ macros: ownMap, vars: ownMap, env_vars: ownMap }, { owner: '"overrides"' }),
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
    const { name, model, meta, tags, given = [] } = found
    const beside = readBeside({ meta, tags }, commonGrammar, report)
    const inputs = given.map((one) => ({ ...one, input: one.input.text }))
    const definition = { given: inputs, expect: found.expect, ...optional('overrides', found.overrides) }
    return {
      name,
      model,
      description: found.description ?? '',
      said: mergeSaid(beside, found.config ?? {}),
      definition: recordOf(Object.entries(definition)),
      inputs: given.flatMap((one) => one.input.reference ?? []),
    }
  },
}
