// Rows of what a model reads, and of what it makes of them → the files of a unit test.
import { posix } from 'node:path'
import type { TextTable } from '../execute/read-texts.ts'
import type { SourceFile } from '../project/source-file.ts'
import { csvLine } from '../seed/print-csv.ts'

/** A unit test that is to be written. */
export interface WrittenUnitTest {
  readonly name: string
  readonly model: { readonly name: string; readonly path: string }
  /** The folder for fixtures. */
  readonly folder: string
  readonly inputs: readonly WrittenInput[]
  readonly expected: TextTable
  /** When the run begins, in milliseconds since the epoch, where the model asks for it. */
  readonly startedAt: number | undefined
}

/** Rows of something that the model reads. */
export interface WrittenInput {
  /** As an author mentions it: `ref('orders')`. */
  readonly mention: string
  /** As a part of a file's name. */
  readonly name: string
  readonly table: TextTable
}

/** The files of a unit test: its property file, beside the model, and a fixture for each list of rows. */
export interface UnitTestFiles {
  readonly properties: SourceFile
  readonly fixtures: readonly SourceFile[]
}

/** Prints a unit test. */
export function printUnitTest(test: WrittenUnitTest): UnitTestFiles {
  const { name, model, startedAt } = test
  const inputs = test.inputs.map((input) => ({
    input,
    rows: printRows(input.table, `${name}__${input.name}`, test),
  }))
  const expected = printRows(test.expected, `${name}__expected`, test)
  const lines = [
    'unit_tests:',
    `  - name: ${name}`,
    `    model: ${model.name}`,
    ...(startedAt === undefined ? [] : [`    overrides: { run: { started_at: ${moment(startedAt)} } }`]),
    `    given:${inputs.length === 0 ? ' []' : ''}`,
    ...inputs.flatMap(({ input, rows }) => [
      `      - input: ${input.mention}`,
      ...rows.lines.map((line) => `        ${line}`),
    ]),
    '    expect:',
    ...expected.lines.map((line) => `      ${line}`),
  ]
  const path = posix.join(posix.dirname(model.path), `${name}.yml`)
  return {
    properties: { path, text: `${lines.join('\n')}\n` },
    fixtures: [...inputs.map(({ rows }) => rows), expected].flatMap(({ file }) => file ?? []),
  }
}

function moment(milliseconds: number): string {
  return new Date(milliseconds).toISOString().replace('.000Z', 'Z')
}

interface PrintedRows {
  /** What the property file says of them. */
  readonly lines: readonly string[]
  readonly file?: SourceFile
}

function printRows(
  { columns, rows }: TextTable,
  name: string,
  { folder }: Pick<WrittenUnitTest, 'folder'>,
): PrintedRows {
  const names = columns.map((column) => column.name)
  // A line with nothing but a NULL would be an empty one, which is no row.
  if (names.length === 1 && rows.some(([cell]) => cell === null))
    return { lines: ['rows:', ...rows.map(([cell]) => `  - ${JSON.stringify({ [names[0] ?? '']: cell })}`)] }
  const text = [names, ...rows.toSorted(compareRows)].map(csvLine).join('')
  return { lines: [`fixture: ${name}`], file: { path: posix.join(folder, `${name}.csv`), text } }
}

/** Rows stand in an order that a person can find them in, and that is the same the next time. */
function compareRows(left: readonly (string | null)[], right: readonly (string | null)[]): number {
  const at = left.findIndex((cell, index) => cell !== right[index])
  return at === -1 ? 0 : collator.compare(left[at] ?? '', right[at] ?? '')
}

const collator = new Intl.Collator('en', { numeric: true })
