// The tests that are declared on nodes and columns → their nodes, each with an id of its own.
import { diagnostic } from '../../errors/diagnostic.ts'
import type { Located } from '../../project/project.ts'
import type { Report } from '../../project/schema/reader.ts'
import { recordOf, type Tree } from '../../project/tree.ts'
import { isColumnExpression } from '../column-expression.ts'
import type { TestMacroScope } from '../find-test-macro.ts'
import type { Reference, TestedColumn } from '../node.ts'
import { testSettings } from '../parse-singular-test.ts'
import type { DescribedColumn } from './column.ts'
import { readGenericTest, type DeclaredTest } from './generic-test.ts'
import { checkDeclaration } from './test-arguments.ts'
import { fingerprint, nameTest } from './test-name.ts'

/** A node with what is declared on it. */
export interface TestedNode {
  readonly reference: Reference
  readonly tests: readonly Tree[]
  readonly columns: readonly DescribedColumn[]
  /** The property file. */
  readonly path: string
}

/** A test with the name of its node. */
export interface NamedTest {
  readonly name: string
  readonly tested: TestedNode
  readonly column: TestedColumn | undefined
  /** The tags of the column that it stands below; they are its own too. */
  readonly columnTags: readonly string[]
  readonly declared: DeclaredTest
  /** Whether something is wrong with what it is called with. */
  readonly isWrong: boolean
}

/**
 * Reads and names all tests that are declared on nodes. A name that several tests would have gets a fingerprint of what
 * tells them apart, so that it depends on no other test's place; the same test twice is reported and kept once. A name that an
 * author gives stays as it is: the graph refuses it where several have it.
 */
export function nameGenericTests(
  tested: readonly TestedNode[],
  known: TestMacroScope,
  report: Report,
): readonly NamedTest[] {
  const byName = new Map<string, NamedTest[]>()
  for (const test of tested.flatMap((one) => nameTests(one, known, report))) {
    const group = byName.get(test.name)
    if (group === undefined) byName.set(test.name, [test])
    else group.push(test)
  }
  return [...byName.values()].flatMap((group) =>
    distinct(group, report).map((test, _, kept) => {
      const isOwn = kept.length === 1 || test.declared.name !== undefined
      return isOwn ? test : fingerprinted(test)
    }),
  )
}

function nameTests(tested: TestedNode, known: TestMacroScope, report: Report): readonly NamedTest[] {
  const read = (tests: readonly Tree[], above?: DescribedColumn): readonly NamedTest[] =>
    tests.flatMap((tree) => {
      const declared = readGenericTest(tree, report)
      if (declared === undefined) return []
      const column = columnOf(declared, above)
      const problems = checkDeclaration({ ...declared, hasColumn: column !== undefined }, known)
      for (const problem of problems) report(problem)
      const name = declared.name?.value ?? nameTest(partsOf(declared, tested, above?.name.value))
      const columnTags = above?.properties.tags ?? []
      return [{ name, tested, column, columnTags, declared, isWrong: problems.length > 0 }]
    })
  const onColumns = tested.columns.flatMap((column) => read(column.tests, column))
  return [...read(tested.tests), ...onColumns]
}

/** The column that a test stands below, or the one that it names itself. */
function columnOf(
  { columnName }: DeclaredTest,
  above: DescribedColumn | undefined,
): TestedColumn | undefined {
  if (above === undefined) {
    if (columnName === undefined) return undefined
    return { ...locatedColumn(columnName, false), isExpression: isColumnExpression(columnName.value) }
  }
  return locatedColumn(above.name, above.properties.quote === true)
}

function locatedColumn({ value: name, at }: Located<string>, quote: boolean): TestedColumn {
  return { name, at, quote }
}

function partsOf(
  { test, arguments: args }: DeclaredTest,
  { reference }: TestedNode,
  column: string | undefined,
) {
  return reference.kind === 'ref'
    ? { test, owner: reference.name, column, arguments: args }
    : { test: `source_${test}`, owner: `${reference.source}_${reference.table}`, column, arguments: args }
}

/** Tests of one name, without those that test the same in the same way. */
function distinct(group: readonly NamedTest[], report: Report): readonly NamedTest[] {
  const first = new Map<string, NamedTest>()
  for (const test of group) {
    const key = identityOf(test)
    const other = first.get(key)
    if (other === undefined) {
      first.set(key, test)
      continue
    }
    const related = [{ message: 'It is declared here first', at: other.declared.at }]
    report(diagnostic('duplicate-test', { name: test.name }, { at: test.declared.at, related }))
  }
  return [...first.values()]
}

function fingerprinted(test: NamedTest): NamedTest {
  return { ...test, name: `${test.name}_${fingerprint(identityOf(test))}` }
}

/** What tells a test from another of its name. */
function identityOf({ tested: { reference }, column, declared }: NamedTest): string {
  const owner = reference.kind === 'ref' ? [reference.name] : [reference.source, reference.table]
  const settings = testSettings(declared.said)
  return JSON.stringify([owner, column?.name, declared.test, sorted(declared.arguments), sorted(settings)])
}

function sorted(record: Readonly<Record<string, unknown>>): unknown {
  return recordOf(Object.entries(record).toSorted(([a], [b]) => (a < b ? -1 : 1)))
}
