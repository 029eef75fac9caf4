import { describe, expect, test } from 'vitest'
import { duckdbDialect } from '../../adapters/duckdb/dialect.ts'
import type { NodeOutcome, NodeResult, RunResult } from '../events.ts'
import { bankProject, buildProject } from './bank.fixture.ts'
import { runResultsOf } from './run-results.ts'

const startedAt = Date.UTC(2024, 2, 1)
const { input } = buildProject(bankProject(), duckdbDialect)
const facts = { ...input, arguments: { select: ['balances'], full_refresh: false } }

function resultOf(outcome: NodeOutcome, thread = 2): NodeResult {
  const node = {
    id: 'model.bank.balances',
    kind: 'model',
    name: 'balances',
    path: 'models/marts/balances.sql',
    materialized: 'incremental',
    relation: { schema: 'main_marts', name: 'daily_balances' },
  }
  return { node, outcome, startedAt, endedAt: startedAt + 1250, thread, warnings: [] }
}

function run(...results: readonly NodeResult[]): RunResult {
  return {
    runId: 'r-1',
    command: 'run',
    target: 'dev',
    startedAt,
    endedAt: startedAt + 2500,
    results,
    diagnostics: [],
    interrupted: false,
  }
}

function entryOf(outcome: NodeOutcome, thread?: number): unknown {
  const { results } = runResultsOf(run(resultOf(outcome, thread)), facts)
  return Array.isArray(results) ? results[0] : undefined
}

const failure: NodeOutcome = {
  status: 'error',
  diagnostics: [
    {
      code: 'unknown-ref',
      severity: 'error',
      message: 'Column "amout" does not exist.',
      hint: 'Did you mean "amount"?',
      at: { path: 'models/marts/balances.sql', line: 6, column: 24, endLine: 6, endColumn: 29 },
    },
  ],
}

test('run results say who ran what, and how long it took', () => {
  expect(runResultsOf(run(), facts)).toEqual({
    metadata: {
      dbt_schema_version: 'https://schemas.getdbt.com/dbt/run-results/v6.json',
      dbt_version: '0.1.0+xform',
      generated_at: '2024-03-01T00:00:01.000Z',
      invocation_id: '00000000-0000-4000-8000-000000000001',
      invocation_started_at: '2024-03-01T00:00:00.000Z',
      env: {},
    },
    results: [],
    elapsed_time: 2.5,
    args: { which: 'run', target: 'dev', select: ['balances'], full_refresh: false },
  })
})

describe('a node of a run', () => {
  test('that was built says what was done, why, and to how many rows', () => {
    const balances = input.compiled.get('model.bank.balances')
    const outcome = {
      status: 'success',
      action: 'create',
      because: 'it does not exist yet',
      rows: 12,
    } as const
    expect(entryOf(outcome)).toEqual({
      status: 'success',
      timing: [
        {
          name: 'execute',
          started_at: '2024-03-01T00:00:00.000Z',
          completed_at: '2024-03-01T00:00:01.250Z',
        },
      ],
      thread_id: 'Thread-2',
      execution_time: 1.25,
      adapter_response: { _message: 'create', code: 'create', rows_affected: 12 },
      message: 'create, because it does not exist yet',
      failures: null,
      unique_id: 'model.bank.balances',
      compiled: true,
      compiled_code: balances?.kind === 'model' ? balances.full.text : undefined,
      relation_name: '"main_marts"."daily_balances"',
    })
  })

  test('that rows were added to has the query of those rows', () => {
    const outcome = { status: 'success', action: 'delete+insert', because: 'it stands', rows: 3 } as const
    expect(entryOf(outcome)).toMatchObject({ compiled_code: expect.stringContaining("date '2024-01-01'") })
  })

  test('that failed says what happened, where, and what to do', () => {
    expect(entryOf(failure)).toMatchObject({
      status: 'error',
      message: 'Column "amout" does not exist.\n  at models/marts/balances.sql:6:24\nDid you mean "amount"?',
      adapter_response: {},
    })
  })

  test('that was skipped says why, and never started', () => {
    const outcome = { status: 'skipped', because: 'needs stg_accounts', blockedBy: undefined } as const
    expect(entryOf(outcome, 0)).toMatchObject({
      status: 'skipped',
      message: 'needs stg_accounts',
      timing: [],
      thread_id: '',
    })
  })

  test('that was cancelled counts as skipped', () => {
    expect(entryOf({ status: 'cancelled' })).toMatchObject({
      status: 'skipped',
      message: 'the run was interrupted',
    })
  })
})

test('a seed has no SQL', () => {
  const { results } = runResultsOf(
    run({
      ...resultOf({ status: 'success', action: 'load', because: 'it is a seed', rows: 1 }),
      node: {
        id: 'seed.bank.accounts',
        kind: 'seed',
        name: 'accounts',
        path: 'seeds/accounts.csv',
        materialized: 'seed',
        relation: { schema: 'main', name: 'accounts' },
      },
    }),
    facts,
  )
  expect(results).toMatchObject([{ unique_id: 'seed.bank.accounts', compiled: false, compiled_code: null }])
})
