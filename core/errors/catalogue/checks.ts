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
        ? p.hint
        : `It was read in one scan with ${p.others} others, any of which may be the cause: run \`xform test\`, where each runs alone after a failure.`,
  }),
  'failures-not-kept': (p: { readonly test: string; readonly message: string }) => ({
    message: `The rows that fail "${p.test}" could not be kept: ${p.message}`,
    hint: 'Drop what stands in the way, or give the test another `alias`.',
  }),
} as const satisfies Record<string, Entry>
