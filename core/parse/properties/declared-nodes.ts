// What property files declare outright, sources, unit tests and exposures → their nodes.
import type { FilesConfig } from '../../project/files/files-config.ts'
import type { Located } from '../../project/project.ts'
import { recordOf } from '../../project/tree.ts'
import type { Report } from '../../project/schema/reader.ts'
import { reportConstraintsOf } from '../check-contract.ts'
import { checkSourceFreshness } from '../check-source-freshness.ts'
import type { commonGrammar, sourceGrammar } from '../config-keys.ts'
import type { SourceFile } from '../../project/source-file.ts'
import { examineFreshness } from '../examine-freshness.ts'
import { readFixture } from '../fixture.ts'
import { completeFreshness } from '../freshness.ts'
import type { ExposureNode, GivenRows, LoadedAt, SourceNode, UnitTestNode } from '../node.ts'
import { optional } from '../optional.ts'
import type { ParseScope } from '../parse-environment.ts'
import { mergeSaid, valueOf, type Said } from '../said.ts'
import type { DeclaredExposure } from './exposure.ts'
import type { DeclaredSource, DeclaredTable } from './source.ts'
import type { DeclaredInput, DeclaredUnitTest } from './unit-test.ts'

/** What the defaults say of a source's table, by the property file's path and the names of both. */
export type SourceDefaults = (path: string, names: readonly string[]) => SourceSaid

type SourceSaid = Said<typeof sourceGrammar.keys>

/** The tables of a source. */
export function makeSources(
  source: DeclaredSource,
  { scope, defaultsOf }: { readonly scope: ParseScope; readonly defaultsOf: SourceDefaults },
  report: Report,
): readonly SourceNode[] {
  const { path } = source.name.at
  const owner = scope.project.config.name
  return source.tables.map((table) => {
    const names = [source.name.value, table.name.value]
    const said = mergeSaid(mergeSaid(defaultsOf(path, names), source.said), table.said)
    const freshness = completeFreshness(said.freshness)
    const loadedAt = loadedAtOf(said)
    checkSourceFreshness({ said, own: table.said, files: table.files }, report)
    examineFreshness([loadedAt?.sql, freshness?.filter], { scope, name: names.join('.') }, report)
    const columns = table.columns.map(({ properties }) => properties)
    reportConstraintsOf({ columns, constraints: [] }, 'a source is made by somebody else', report)
    return {
      kind: 'source',
      id: `source.${owner}.${names.join('.')}`,
      ...baseOf({ ...table, said }, owner),
      source: source.name.value,
      sourceDescription: source.description,
      ...optional('database', source.database),
      schema: source.schema ?? source.name.value,
      identifier: table.identifier ?? table.name.value,
      ...optional('loader', table.loader ?? source.loader),
      ...optional('external', table.external),
      ...optional('cursor', table.cursor),
      ...optional('files', filesOf(table)),
      ...optional('misdeclared', table.misdeclared),
      ...optional('eventTime', valueOf(said.event_time)),
      ...optional('freshness', freshness),
      ...optional('loadedAt', loadedAt),
      columns,
    }
  })
}

function loadedAtOf(said: SourceSaid): LoadedAt | undefined {
  const query = valueOf(said.loaded_at_query)
  if (query !== undefined) return { kind: 'query', sql: query }
  const field = valueOf(said.loaded_at_field)
  return field && { kind: 'field', sql: field }
}

/** What is declared of its columns as `data_type` holds for the files too, where `files` does not say otherwise. */
function filesOf({ files, columns }: DeclaredTable): FilesConfig | undefined {
  if (files === undefined) return undefined
  const typed = columns.flatMap(({ properties: { name, dataType, at } }) =>
    dataType === undefined ? [] : [[name, { value: dataType, at }] as const],
  )
  const said = Object.entries(files.columns)
  const names = new Set(said.map(([name]) => name.toLowerCase()))
  return {
    ...files,
    columns: recordOf([...said, ...typed.filter(([name]) => !names.has(name.toLowerCase()))]),
  }
}

/** The node of a unit test; what is wrong with its rows is reported. */
export function makeUnitTest(
  declared: DeclaredUnitTest,
  { package: owner, files }: { readonly package: string; readonly files: readonly SourceFile[] },
  report: Report,
): UnitTestNode {
  const { name, model } = declared
  const read = (inputs: readonly DeclaredInput[]): readonly GivenRows[] =>
    inputs.flatMap(({ rows, at, reference }) => {
      const fixture = readFixture(rows, { files, at }, report)
      return fixture === undefined ? [] : [{ ...optional('reference', reference), at, fixture }]
    })
  const inputs = [...declared.given, ...declared.later.flat()]
  return {
    kind: 'unit_test',
    id: `unit_test.${owner}.${model.value}.${name.value}`,
    ...baseOf(declared, owner),
    model: model.value,
    given: read(declared.given),
    later: declared.later.map(read),
    expect: readFixture(declared.expect.rows, { files, at: declared.expect.at }, report),
    overrides: declared.overrides,
    definition: declared.definition,
    references: [
      { kind: 'ref', name: model.value, at: model.at },
      ...inputs.flatMap(({ reference }) => reference ?? []),
    ],
  }
}

/** The node of an exposure. */
export function makeExposure(declared: DeclaredExposure, owner: string): ExposureNode {
  return {
    kind: 'exposure',
    id: `exposure.${owner}.${declared.name.value}`,
    ...baseOf(declared, owner),
    type: declared.type,
    owner: declared.owner,
    ...optional('url', declared.url),
    ...optional('maturity', declared.maturity),
    ...optional('label', declared.label),
    references: declared.references,
  }
}

interface Declared {
  readonly name: Located<string>
  readonly description: string
  readonly said: Said<typeof commonGrammar.keys>
}

function baseOf({ name, description, said }: Declared, owner: string) {
  const { path } = name.at
  return {
    name: name.value,
    package: owner,
    path,
    at: name.at,
    description,
    tags: valueOf(said.tags) ?? [],
    meta: valueOf(said.meta) ?? {},
    propertiesPath: path,
    enabled: valueOf(said.enabled) ?? true,
  }
}
