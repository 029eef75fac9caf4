// All property files of a project → what they declare and describe, section by section.
import type { Report } from '../../project/schema/reader.ts'
import type { SourceFile } from '../../project/source-file.ts'
import { readPropertyFile, type PropertyFile } from './property-file.ts'

/** What all property files of a project say, in the order of their paths. */
export type ProjectProperties = {
  readonly [S in Section]: NonNullable<PropertyFile[S]>
}

type Section =
  'models' | 'seeds' | 'snapshots' | 'sources' | 'unit_tests' | 'exposures' | 'macros' | 'data_tests'

/** Reads property files. */
export function collectProperties(files: readonly SourceFile[], report: Report): ProjectProperties {
  const read = files.map((file) => {
    const { properties, diagnostics } = readPropertyFile(file)
    for (const finding of diagnostics) report(finding)
    return properties
  })
  return {
    models: read.flatMap(({ models = [] }) => models),
    seeds: read.flatMap(({ seeds = [] }) => seeds),
    snapshots: read.flatMap(({ snapshots = [] }) => snapshots),
    sources: read.flatMap(({ sources = [] }) => sources),
    unit_tests: read.flatMap(({ unit_tests: unitTests = [] }) => unitTests),
    exposures: read.flatMap(({ exposures = [] }) => exposures),
    macros: read.flatMap(({ macros = [] }) => macros),
    data_tests: read.flatMap(({ data_tests: dataTests = [], tests = [] }) => [...dataTests, ...tests]),
  }
}
