// How many rows fail a test → its verdict, and what is to be said of it.
import { textOf, type ResultTable } from '../adapter/session.ts'
import type { CompiledTest } from '../compile/compiled-test.ts'
import { diagnostic } from '../errors/diagnostic.ts'
import type { NodeOutcome } from '../events.ts'
import type { TestConfig } from '../parse/config.ts'
import { compareTextRows } from './read-texts.ts'
import { meets, notNothing, type Threshold } from '../parse/threshold.ts'

type Tested = Extract<NodeOutcome, { readonly status: 'tested' }>

/** What a number of failures means to a test. */
export function verdictOf(failures: number, { severity, warnIf, errorIf }: TestConfig): Tested['verdict'] {
  if (severity === 'error' && meets(failures, errorIf)) return 'fail'
  return meets(failures, warnIf) ? 'warn' : 'pass'
}

/** What was found, and where it is kept. */
export interface Finding {
  readonly failures: number
  /** Some of the rows that fail. */
  readonly examples: ResultTable
  /** The relation that keeps them, as SQL. */
  readonly stored?: string | undefined
}

/** How a test ends. */
export function judgeTest(test: CompiledTest, { failures, examples, stored }: Finding): Tested {
  const verdict = verdictOf(failures, test.config)
  const told = { verdict, failures, ...(test.failCalc === undefined ? {} : { calculated: true as const }) }
  if (verdict === 'pass') return { status: 'tested', ...told, diagnostics: [] }
  const params = {
    test: test.name,
    failures,
    calculated: test.failCalc !== undefined,
    condition: conditionOf(verdict, test.config),
    table: tableOf(examples),
    file: test.sqlPath,
    stored,
  }
  const severity = verdict === 'fail' ? 'error' : 'warning'
  return {
    status: 'tested',
    ...told,
    diagnostics: [diagnostic('test-failed', params, { at: test.at, severity })],
  }
}

/** The condition that was met, where it is not the usual one. */
function conditionOf(verdict: 'warn' | 'fail', { warnIf, errorIf }: TestConfig): string {
  const condition: Threshold = verdict === 'fail' ? errorIf : warnIf
  const word = verdict === 'fail' ? 'error' : 'warn'
  return condition.text === notNothing.text ? '' : ` (${word}_if ${condition.text})`
}

function tableOf({ columns, rows }: ResultTable): readonly (readonly string[])[] {
  const texts = rows.map((row) => row.map((cell) => (cell === null ? 'NULL' : textOf(cell))))
  return [columns.map(({ name }) => name), ...texts.toSorted(compareTextRows)]
}
