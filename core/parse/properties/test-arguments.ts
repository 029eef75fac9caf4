// A declared generic test → what is wrong with its name and its arguments.
import type { ArgumentSpec, GenericTest } from '../../checks/generic-test.ts'
import { findGenericTest, genericTests } from '../../checks/index.ts'
import { diagnostic, type Diagnostic } from '../../errors/diagnostic.ts'
import type { Span } from '../../errors/span.ts'
import { didYouMean } from '../../errors/suggest.ts'
import type { Report } from '../../project/schema/reader.ts'
import { choice, flag, refuse } from '../../project/schema/scalars.ts'
import { isNothing, type Tree, type TreeEntry } from '../../project/tree.ts'
import type { MacroDefinition } from '../../template/template.ts'
import { findTestMacro, type TestMacroScope } from '../find-test-macro.ts'
import { mention } from '../mention.ts'

/** A test's name and arguments, as they are written. */
export interface WrittenDeclaration {
  readonly test: string
  readonly at: Span
  readonly hasColumn: boolean
  /** Without `column_name`. */
  readonly entries: readonly TreeEntry[]
}

/** What is wrong with a declaration: a name that no test has, and arguments that its test does not take or cannot do without. */
export function checkDeclaration(
  declaration: WrittenDeclaration,
  known: TestMacroScope,
): readonly Diagnostic[] {
  const findings: Diagnostic[] = []
  const report: Report = (finding) => findings.push(finding)
  const macro = findTestMacro(declaration.test, known)
  const test = findGenericTest(declaration.test)
  if (macro !== undefined) checkMacroArguments(declaration, macro, report)
  else if (test === undefined) reportUnknown(declaration, known, report)
  else checkArguments(declaration, test, report)
  return findings
}

function reportUnknown({ test, at }: WrittenDeclaration, known: TestMacroScope, report: Report): void {
  const own = [...known.macros.values()].flatMap((macro) => {
    if (macro.name.startsWith('test_')) return [macro.name.slice('test_'.length)]
    return known.isTestFile(macro.at.path) ? [macro.name] : []
  })
  const names = [...genericTests.map(({ name }) => name), ...own]
  const suggestion = didYouMean(test.replace(/^.*\./u, ''), names)
  report(diagnostic('unknown-test', { test, suggestion }, { at }))
}

function checkArguments(declaration: WrittenDeclaration, test: GenericTest, report: Report): void {
  const { at, hasColumn, entries } = declaration
  if (hasColumn && test.on === 'relation') report(diagnostic('test-of-relation', { test: test.name }, { at }))
  if (!hasColumn && test.on === 'column') report(diagnostic('test-of-column', { test: test.name }, { at }))
  const specs = argumentsFor(test, hasColumn)
  for (const { key, keyAt, value } of entries) {
    const spec = specs.get(key)
    if (spec !== undefined) {
      if (!isNothing(value)) checkValue(spec, value, report)
      continue
    }
    const advice = adviseArgument(key, test)
    const params = { key, owner: `the test ${test.name}`, known: [...specs.keys()], advice }
    report(diagnostic('unknown-key', params, { at: keyAt }))
  }
  const given = new Set(entries.filter(({ value }) => !isNothing(value)).map(({ key }) => key))
  for (const argument of missingArguments(test, { given, hasColumn }))
    report(diagnostic('missing-test-argument', { test: test.name, argument }, { at }))
}

/** What a test takes: at a column, that is what it is about, and others cannot be named. */
function argumentsFor(test: GenericTest, hasColumn: boolean): ReadonlyMap<string, ArgumentSpec> {
  const all = Object.entries(test.arguments)
  return new Map(hasColumn && test.on === 'either' ? all.filter(([, { kind }]) => kind !== 'columns') : all)
}

function adviseArgument(key: string, test: GenericTest): string | undefined {
  return Object.hasOwn(test.arguments, key)
    ? 'It is for a test of several columns: write that under the `data_tests:` of the model itself.'
    : undefined
}

function missingArguments(
  { arguments: specs, anyOf = [], on }: GenericTest,
  { given, hasColumn }: { readonly given: ReadonlySet<string>; readonly hasColumn: boolean },
): readonly string[] {
  const needed = Object.entries(specs).flatMap(([name, spec]) => (spec.needed === true ? [name] : []))
  const missing = needed.filter((name) => !given.has(name))
  const isWithout = anyOf.length > 0 && !anyOf.some((name) => given.has(name))
  const columnless = on === 'either' && !hasColumn && 'columns' in specs && !given.has('columns')
  return [...missing, ...(isWithout ? [anyOf.join('" or "')] : []), ...(columnless ? ['columns'] : [])]
}

function checkValue(spec: ArgumentSpec, tree: Tree, report: Report): void {
  switch (spec.kind) {
    case 'relation':
      mention.read(tree, report)
      break
    case 'flag':
      flag.read(tree, report)
      break
    case 'choice':
      choice(spec.choices).read(tree, report)
      break
    case 'number':
      if (!isScalar(tree, ['number'])) refuse(tree, { expected: 'a number' }, report)
      break
    case 'sql':
      if (!isScalar(tree, ['string', 'number', 'boolean'])) refuse(tree, { expected: 'SQL' }, report)
      break
    case 'column':
      if (!isScalar(tree, ['string'])) refuse(tree, { expected: 'a column' }, report)
      break
    case 'columns':
      checkItems(tree, { isItem: (item) => isScalar(item, ['string']), expected: columnsExpected }, report)
      break
    case 'values':
      if (tree.kind !== 'list') refuse(tree, { expected: 'a list of values' }, report)
      else checkItems(tree, { isItem: isValue, expected: 'a list of values, at least one' }, report)
      break
  }
}

const columnsExpected = 'a column or a list of columns'

/** A text without characters is a value too. */
function isValue(tree: Tree): boolean {
  return tree.kind === 'scalar' && tree.value !== null
}

function checkItems(
  tree: Tree,
  { isItem, expected }: { readonly isItem: (tree: Tree) => boolean; readonly expected: string },
  report: Report,
): void {
  const items = tree.kind === 'list' ? tree.items : [tree]
  const wrong = items.find((item) => !isItem(item))
  if (wrong !== undefined) refuse(wrong, { expected }, report)
  else if (items.length === 0) refuse(tree, { expected }, report)
}

function isScalar(tree: Tree, types: readonly string[]): boolean {
  return tree.kind === 'scalar' && types.includes(typeof tree.value) && tree.value !== ''
}

/** A project's own test is a macro: it is called with the model, with the column where there is one, and with the arguments. */
function checkMacroArguments(
  { test, at, hasColumn, entries }: WrittenDeclaration,
  { parameters }: MacroDefinition,
  report: Report,
): void {
  const names = new Set(parameters.map(({ name }) => name))
  if (hasColumn && !names.has('column_name')) report(diagnostic('test-of-relation', { test }, { at }))
  for (const { key, keyAt } of entries) {
    if (names.has(key)) continue
    const known = [...names].filter((name) => name !== 'model' && name !== 'column_name')
    const params = { key, owner: `the test ${test}`, known, advice: undefined }
    report(diagnostic('unknown-key', params, { at: keyAt }))
  }
  const given = new Set([...entries.map(({ key }) => key), 'model', ...(hasColumn ? ['column_name'] : [])])
  for (const { name, fallback } of parameters) {
    if (fallback !== undefined || given.has(name)) continue
    report(
      name === 'column_name'
        ? diagnostic('test-of-column', { test }, { at })
        : diagnostic('missing-test-argument', { test, argument: name }, { at }),
    )
  }
}
