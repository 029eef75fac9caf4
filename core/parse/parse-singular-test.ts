// A query under the test paths → a test that fails for every row it gives.
import { fileSpan } from '../errors/span.ts'
import type { Located, PlainValue } from '../project/project.ts'
import type { Report } from '../project/schema/reader.ts'
import type { SourceFile } from '../project/source-file.ts'
import { recordOf } from '../project/tree.ts'
import { parseTemplate } from '../template/parse-template.ts'
import { testGrammar } from './config-keys.ts'
import { examineTemplate } from './examine-template.ts'
import { readFrontMatter } from './front-matter.ts'
import type { TestNode } from './node.ts'
import { nameFromPath } from './node-name.ts'
import { optional } from './optional.ts'
import type { ParseScope } from './parse-environment.ts'
import type { DescribedTest } from './properties/property-file.ts'
import { mergeSaid, placesOf, readSaid, reportUnused, valueOf, type Said } from './said.ts'
import { completeTestConfig } from './test-config.ts'
import type { Threshold } from './threshold.ts'

type TestSaid = Said<typeof testGrammar.keys>

/** What is known of a singular test besides its file. */
export interface TestSetting {
  readonly scope: ParseScope
  readonly defaults: TestSaid
  readonly described: DescribedTest | undefined
}

const because = 'a query of your own says itself which rows it looks at'

/** Parses a singular test. */
export function parseSingularTest(file: SourceFile, setting: TestSetting, report: Report): TestNode {
  const { scope, described } = setting
  const name = nameFromPath(file.path, report)
  const front = readFrontMatter(file)
  const parsed = parseTemplate(file, { start: front.start })
  const examined = examineTemplate(parsed.template, { scope, name })
  for (const finding of [...front.diagnostics, ...parsed.diagnostics, ...examined.diagnostics])
    report(finding)
  const inFile = [front.entries, ...examined.configs].map((entries) => readSaid(entries, testGrammar, report))
  for (const { where } of [described?.said ?? {}, ...inFile]) {
    if (where !== undefined && where.value !== null) reportUnused('where', { because, at: where.at }, report)
  }
  const said = [described?.said ?? {}, ...inFile].reduce<TestSaid>(
    (farther, nearer) => mergeSaid(farther, nearer),
    setting.defaults,
  )
  return {
    kind: 'test',
    id: `test.${scope.project.config.name}.${name}`,
    name,
    package: scope.project.config.name,
    path: file.path,
    at: fileSpan(file.path),
    description: described?.description ?? '',
    tags: valueOf(said.tags) ?? [],
    meta: valueOf(said.meta) ?? {},
    ...optional('propertiesPath', described?.name.at.path),
    test: { form: 'singular', file, template: parsed.template },
    config: completeTestConfig(said),
    places: placesOf(said),
    settings: testSettings(said),
    references: examined.references,
  }
}

/** What a test's config says, besides its tags and meta. */
export function testSettings({
  tags: _tags,
  meta: _meta,
  ...settings
}: TestSaid): Readonly<Record<string, PlainValue>> {
  return recordOf(
    Object.entries(settings).flatMap(([key, saying]) => {
      const value = saying?.value
      return value === undefined || value === null ? [] : [[key, asWritten(value)] as const]
    }),
  )
}

/** A setting as its author wrote it. */
function asWritten(
  value: Threshold | Located<string> | { readonly relation?: boolean } | boolean | number | string,
): PlainValue {
  if (typeof value !== 'object') return value
  if ('text' in value) return value.text
  return 'at' in value ? value.value : value
}
