// The sources, unit tests and exposures of a project → their nodes.
import type { Report } from '../project/schema/reader.ts'
import { sourceGrammar } from './config-keys.ts'
import type { ExposureNode, SourceNode, UnitTestNode } from './node.ts'
import type { ParseInput } from './parse-input.ts'
import { makeExposure, makeSources, makeUnitTest } from './properties/declared-nodes.ts'
import { declaredParts, readSection } from './section.ts'

/** Makes the nodes of what property files declare outright. */
export function parseDeclared(
  { scope, properties }: ParseInput,
  report: Report,
): readonly (SourceNode | UnitTestNode | ExposureNode)[] {
  const { project } = scope
  const owner = project.config.name
  const paths = properties.sources.flatMap(({ name, tables }) =>
    tables.map((table) => declaredParts(name.at.path, project, [name.value, table.name.value])),
  )
  const section = { project, defaults: project.config.sources, grammar: sourceGrammar, paths }
  const lookUp = readSection(section, report)
  const defaultsOf = (path: string, names: readonly string[]) => lookUp(declaredParts(path, project, names))
  return [
    ...properties.sources.flatMap((source) => makeSources(source, { scope, defaultsOf }, report)),
    ...properties.unit_tests.map((test) =>
      makeUnitTest(test, { package: owner, files: project.files.fixtures }, report),
    ),
    ...properties.exposures.map((exposure) => makeExposure(exposure, owner)),
  ]
}
