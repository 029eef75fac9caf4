// The text of a property file → everything that it declares and describes.
import type { Diagnostic } from '../../errors/diagnostic.ts'
import type { Located } from '../../project/project.ts'
import { listOf } from '../../project/schema/collections.ts'
import { object, required } from '../../project/schema/object.ts'
import type { JsonSchema, Read, Reader } from '../../project/schema/reader.ts'
import { anything, asWritten, located, refuse } from '../../project/schema/scalars.ts'
import type { SourceFile } from '../../project/source-file.ts'
import { isNothing } from '../../project/tree.ts'
import { parseYaml } from '../../project/yaml.ts'
import { modelGrammar, seedGrammar, testGrammar } from '../config-keys.ts'
import { description } from '../config-values.ts'
import { nodeName } from '../node-name.ts'
import { configReader, mergeSaid, readBeside, type Said } from '../said.ts'
import { describedReader, snapshot } from './described.ts'
import { exposure } from './exposure.ts'
import { source } from './source.ts'
import { unitTest } from './unit-test.ts'

/** What a property file says of a singular test. */
export interface DescribedTest {
  readonly name: Located<string>
  readonly description: string
  readonly said: Said<typeof testGrammar.keys>
}

function underConfig(keys: object): Readonly<Record<string, string>> {
  return Object.fromEntries(Object.keys(keys).map((key) => [key, 'Write it under `config:`.']))
}

const singularTestMap = object(
  {
    name: required(located(nodeName)),
    description,
    meta: asWritten,
    tags: asWritten,
    config: configReader(testGrammar),
  },
  { owner: 'a test', advice: underConfig(testGrammar.keys) },
)

const singularTest: Reader<DescribedTest> = {
  ...singularTestMap,
  read(tree, report) {
    const found = singularTestMap.read(tree, report)
    if (found === undefined) return undefined
    const { name, meta, tags } = found
    const beside = readBeside({ meta, tags }, testGrammar, report)
    return { name, description: found.description ?? '', said: mergeSaid(beside, found.config ?? {}) }
  },
}

const macro = object(
  {
    name: required(located(nodeName)),
    description,
    arguments: anything,
    meta: anything,
    docs: anything,
    config: anything,
  },
  { owner: 'a macro' },
)

const secondVersion: Reader<2> = {
  expected: '2',
  jsonSchema: { const: 2 },
  read: (tree, report) =>
    tree.kind === 'scalar' && tree.value === 2
      ? 2
      : refuse(tree, { expected: '2', hint: 'Remove it.' }, report),
}

const noMetrics = 'Metrics do not exist here: a model can compute them.'
const remove = 'Remove it.'

const propertyFile = object(
  {
    version: secondVersion,
    models: listOf(describedReader('a model', modelGrammar)),
    seeds: listOf(describedReader('a seed', seedGrammar)),
    snapshots: listOf(snapshot),
    sources: listOf(source),
    unit_tests: listOf(unitTest),
    exposures: listOf(exposure),
    macros: listOf(macro),
    data_tests: listOf(singularTest),
    tests: listOf(singularTest),
    anchors: anything,
  },
  {
    owner: 'a property file',
    advice: {
      metrics: noMetrics,
      semantic_models: noMetrics,
      saved_queries: noMetrics,
      groups: 'There are no groups here: `tags` and `meta` can say whose a model is.',
      analyses: remove,
      functions: remove,
      selectors: "Selectors stand in selectors.yml in the project's folder.",
      targets: 'Targets stand in xform.yml.',
    },
  },
)

/** The JSON Schema of a property file, for editors. */
export const propertyFileSchema: JsonSchema = propertyFile.jsonSchema

/** Everything that a property file says, in the order in which it does. */
export type PropertyFile = Read<typeof propertyFile>

/** A property file, read. */
export interface PropertyFileReading {
  readonly properties: PropertyFile
  readonly diagnostics: readonly Diagnostic[]
}

/** Reads a property file. An empty one says nothing. */
export function readPropertyFile(file: SourceFile): PropertyFileReading {
  const { root, diagnostics } = parseYaml(file)
  if (root === undefined || isNothing(root)) return { properties: {}, diagnostics }
  const findings = [...diagnostics]
  const properties = propertyFile.read(root, (finding) => findings.push(finding))
  return { properties: properties ?? {}, diagnostics: findings }
}
