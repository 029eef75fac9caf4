// A generic test as it is declared, and the defaults of its folders → its node.
import type { Located } from '../project/project.ts'
import type { Report } from '../project/schema/reader.ts'
import { recordOf } from '../project/tree.ts'
import type { Template } from '../template/template.ts'
import type { testGrammar } from './config-keys.ts'
import { examineTemplate } from './examine-template.ts'
import { findTestMacro, type TestMacroScope } from './find-test-macro.ts'
import { readGiven, type GivenArgument } from './given-argument.ts'
import type { DeclaredOn, Reference, TestNode } from './node.ts'
import { optional } from './optional.ts'
import type { ParseScope } from './parse-environment.ts'
import { parseLocated } from './parse-located.ts'
import { testSettings } from './parse-singular-test.ts'
import type { NamedTest } from './properties/test-nodes.ts'
import { mergeSaid, placesOf, valueOf, type Said } from './said.ts'
import { writeTestCall } from './test-call.ts'
import { completeTestConfig } from './test-config.ts'

/** What is known of a generic test besides its declaration. */
export interface GenericTestSetting {
  readonly scope: ParseScope
  readonly known: TestMacroScope
  readonly defaults: Said<typeof testGrammar.keys>
}

/** Makes the node of a generic test. The first that it mentions is what it tests. */
export function parseGenericTest(
  named: NamedTest,
  { scope, known, defaults }: GenericTestSetting,
  report: Report,
): TestNode {
  const { name, tested, columnTags, declared } = named
  const said = mergeSaid(defaults, declared.said)
  const config = completeTestConfig(said)
  const test = describeTest(named, known, report)
  const texts = [config.where, config.failCalc].filter((text) => text !== undefined)
  const templates = [
    ...(test.template === undefined ? templatesOf(textsIn(Object.values(test.given))) : [test.template]),
    ...templatesOf(texts),
  ]
  const mentioned = templates.flatMap((template) => examine(template, { scope, name }, report))
  return {
    kind: 'test',
    id: `test.${scope.project.config.name}.${name}`,
    name,
    package: scope.project.config.name,
    path: tested.path,
    at: declared.at,
    description: declared.description,
    tags: [...new Set([...columnTags, ...(valueOf(said.tags) ?? [])])],
    meta: valueOf(said.meta) ?? {},
    propertiesPath: tested.path,
    test,
    config,
    places: placesOf(said),
    settings: testSettings(said),
    references: distinct([{ ...tested.reference, at: declared.at }, ...declared.references, ...mentioned]),
  }
}

function describeTest(
  { tested, column, declared, isWrong }: NamedTest,
  known: TestMacroScope,
  report: Report,
): DeclaredOn {
  const { test, at, entries } = declared
  const given = recordOf(entries.map(({ key, value }) => [key, readGiven(value)] as const))
  const macro = isWrong ? undefined : findTestMacro(test, known)
  const template =
    macro === undefined
      ? undefined
      : writeTestCall({ macro, tested: tested.reference, column, given, at }, report)
  return {
    form: 'generic',
    test,
    ...optional('column', column),
    arguments: declared.arguments,
    given,
    ...optional('template', template),
  }
}

function textsIn(given: readonly GivenArgument[]): readonly Located<string>[] {
  return given.flatMap((argument) => {
    if (argument.kind === 'text') return [argument.text]
    return argument.kind === 'list' ? textsIn(argument.items) : []
  })
}

/** What is wrong with a text itself is reported when it is compiled. */
function templatesOf(texts: readonly Located<string>[]): readonly Template[] {
  return texts.filter(({ value }) => value.includes('{{')).map((text) => parseLocated(text).template)
}

function examine(
  template: Template,
  { scope, name }: { readonly scope: ParseScope; readonly name: string },
  report: Report,
): readonly Reference[] {
  const { references, diagnostics } = examineTemplate(template, { scope, name })
  for (const finding of diagnostics) report(finding)
  return references
}

/** What is mentioned again is no further reference. */
function distinct(references: readonly Reference[]): readonly Reference[] {
  const keys = references.map((reference) =>
    reference.kind === 'ref'
      ? JSON.stringify([reference.package, reference.name])
      : JSON.stringify([reference.source, reference.table, 'source']),
  )
  return references.filter((_, index) => keys.indexOf(keys[index] ?? '') === index)
}
