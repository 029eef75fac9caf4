// The data tests of a project, queries in files and declarations on nodes → their nodes.
import type { Report } from '../project/schema/reader.ts'
import { testGrammar } from './config-keys.ts'
import type { TestMacroScope } from './find-test-macro.ts'
import { matchDescribed } from './match-described.ts'
import type { TestNode } from './node.ts'
import { fileName } from './node-name.ts'
import type { ParseInput } from './parse-input.ts'
import { parseGenericTest } from './parse-generic-test.ts'
import { parseSingularTest } from './parse-singular-test.ts'
import type { ProjectProperties } from './properties/collect-properties.ts'
import { nameGenericTests, type TestedNode } from './properties/test-nodes.ts'
import { declaredParts, pathParts, readSection } from './section.ts'
import { isGenericTestFile } from './generic-test-file.ts'

/** Parses the data tests. */
export function parseTests({ scope, properties }: ParseInput, report: Report): readonly TestNode[] {
  const { project } = scope
  const { tests: roots } = project.config.paths
  const files = project.files.tests
    .filter(({ path }) => !isGenericTestFile(path, project))
    .map((file) => ({ file, parts: pathParts(file.path, roots) }))
  const names = { test: new Set(files.map(({ file }) => fileName(file.path))) }
  const known = macrosOf(scope)
  const described = matchDescribed(properties.data_tests, { kind: 'test', names }, report)
  const generic = nameGenericTests(collectTested(properties), known, report).map((test) => ({
    test,
    parts: declaredParts(test.tested.path, project, [test.name]),
  }))
  const paths = [...files, ...generic].map(({ parts }) => parts)
  const section = { project, defaults: project.config.tests, grammar: testGrammar, paths }
  const defaultsOf = readSection(section, report)
  const singular = files.map(({ file, parts }) => {
    const setting = { scope, defaults: defaultsOf(parts), described: described.get(fileName(file.path)) }
    return parseSingularTest(file, setting, report)
  })
  return [
    ...singular,
    ...generic.map(({ test, parts }) =>
      parseGenericTest(test, { scope, known, defaults: defaultsOf(parts) }, report),
    ),
  ]
}

function macrosOf({ project, macros }: ParseInput['scope']): TestMacroScope {
  const isTestFile = (path: string): boolean => isGenericTestFile(path, project)
  return { macros, package: project.config.name, isTestFile }
}

/** Everything that tests are declared on. */
function collectTested({ models, seeds, snapshots, sources }: ProjectProperties): readonly TestedNode[] {
  const relations = [...models, ...seeds, ...snapshots].map(({ name, tests, columns }): TestedNode => ({
    reference: { kind: 'ref', name: name.value, at: name.at },
    tests,
    columns,
    path: name.at.path,
  }))
  const tables = sources.flatMap((source) =>
    source.tables.map(({ name, tests, columns }): TestedNode => ({
      reference: { kind: 'source', source: source.name.value, table: name.value, at: name.at },
      tests,
      columns,
      path: name.at.path,
    })),
  )
  return [...relations, ...tables]
}
