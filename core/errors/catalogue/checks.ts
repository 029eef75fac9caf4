import type { Wording } from '../wording.ts'
import { alignCells, bullets, databaseSentence, rowsOf } from './words.ts'

type Entry = (params: never) => Wording

/** What tests can find: code → wording. */
export const checksCatalogue = {
  'test-failed': (p: {
    readonly test: string
    readonly failures: number
    /** What was counted is not a number of rows. */
    readonly calculated: boolean
    readonly condition: string
    /** A heading and rows of cells. */
    readonly table: readonly (readonly string[])[]
    readonly file: string
    readonly stored: string | undefined
  }) => ({
    message: [
      p.calculated
        ? `The test "${p.test}" comes to ${p.failures}${p.condition}.`
        : `${rowsOf(p.failures)} ${p.failures === 1 ? 'fails' : 'fail'} the test "${p.test}"${p.condition}.`,
      ...(p.table.length < 2 ? [] : [alignCells(p.table)]),
      ...(p.table.length < 2 || p.calculated || p.failures <= p.table.length - 1 ? [] : ['… and more']),
    ].join('\n'),
    hint: `The query is in target/compiled/${p.file}${p.stored === undefined ? '' : `, and the rows are kept in ${p.stored}`}.`,
  }),
  'tests-failed': (p: { readonly node: string; readonly tests: readonly string[] }) => ({
    message: `"${p.node}" is held back, because ${p.tests.length === 1 ? 'a test of it' : `${p.tests.length} of its tests`} failed:\n${bullets(p.tests)}`,
    hint: 'What stood before still stands. Correct the rows or the test; `severity: warn` publishes all the same.',
  }),
  'test-error': (p: {
    readonly test: string
    readonly message: string
    readonly detail: string | undefined
    readonly hint: string | undefined
    readonly others: number
  }) => ({
    message: `The test "${p.test}" could not be run: ${databaseSentence(p)}`,
    hint:
      p.others === 0
        ? (p.hint ?? 'Correct the test, or build what it reads; its query is in the folder target/compiled/.')
        : `It was read in one scan with ${p.others} others, any of which may be the cause: \`xform test\` of what stands, and \`xform build --no-audit\`, run each alone after a failure.`,
  }),
  'unit-input-missing': (p: { readonly test: string; readonly input: string }) => ({
    message: `The unit test "${p.test}" gives no rows for ${p.input}, which its model reads.`,
    hint: `Add \`- input: ${p.input}\` under \`given:\`, with \`rows: []\` where it is to be empty.`,
  }),
  'unit-input-unread': (p: { readonly model: string; readonly input: string }) => ({
    message: `Rows are given for ${p.input}, which "${p.model}" does not read.`,
    hint: 'Remove them, or correct the name.',
  }),
  'unit-input-twice': (p: { readonly input: string }) => ({
    message: `Rows are given for ${p.input} twice.`,
    hint: 'Put them into one list.',
  }),
  'unit-later-this': () => ({
    message: "A model's own rows cannot come in later: they are what the runs before have left.",
    hint: 'Give them under `given:`, or let the runs before make them.',
  }),
  'unit-macro-unknown': (p: { readonly name: string; readonly suggestion: string | undefined }) => ({
    message: `There is no macro "${p.name}" to be replaced.`,
    hint: p.suggestion ?? 'Remove it from `macros:`.',
  }),
  'unit-column-unknown': (p: {
    readonly column: string
    readonly owner: string
    readonly columns: readonly string[]
    readonly suggestion: string | undefined
  }) => ({
    message: `There is no column "${p.column}" in ${p.owner}, which has ${p.columns.join(', ')}.`,
    hint: p.suggestion ?? 'Correct the name, or remove it.',
  }),
  'unit-column-twice': (p: { readonly column: string; readonly owner: string }) => ({
    message: `Two values are written for the column "${p.column}" of ${p.owner}.`,
    hint: 'Remove one of them.',
  }),
  'unit-columns-unknown': (p: { readonly input: string }) => ({
    message: `It is not known which columns ${p.input} has: no row is given, and nothing is declared of it.`,
    hint: 'Give a row, or declare its columns with `data_type` in a property file.',
  }),
  'fixture-uneven': (p: { readonly fields: number; readonly columns: number }) => ({
    message: `This row has ${p.fields} fields, and the header names ${p.columns} columns.`,
    hint: 'Put a value that holds a comma in double quotes.',
  }),
  'unit-value': (p: {
    readonly owner: string
    readonly message: string
    readonly detail: string | undefined
    readonly hint: string | undefined
  }) => ({
    message: `The rows of ${p.owner} cannot be made: ${databaseSentence(p)}`,
    hint: p.hint ?? 'Correct the value, or declare the type of its column with `data_type`.',
  }),
  'unit-test-failed': (p: {
    readonly test: string
    readonly differing: number
    /** What differs, as it is shown. */
    readonly lines: readonly string[]
    readonly shown: number
    /** Rows were given that a state itself holds. */
    readonly ofState: boolean
  }) => ({
    message: [
      `"${p.test}" gives other rows than it should, ${rowsOf(p.differing)} of them:`,
      ...p.lines,
      ...(p.shown < p.differing ? ['… and more'] : []),
    ].join('\n'),
    hint:
      '"-" is expected and missing, "+" is there and was not expected, "~" differs: expected → found.' +
      (p.ofState
        ? ' A state whose sums cannot be added to computes the keys of new rows from all that its input holds: give the earlier rows of the input under `given:`, and the others under `later:`.'
        : ''),
  }),
  'failures-not-kept': (p: { readonly test: string; readonly message: string }) => ({
    message: `The rows that fail "${p.test}" could not be kept: ${p.message}`,
    hint: 'Drop what stands in the way, or give the test another `alias`.',
  }),
} as const satisfies Record<string, Entry>
