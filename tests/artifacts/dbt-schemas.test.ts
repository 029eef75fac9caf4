import { beforeAll, describe, expect, test } from 'vitest'
import { duckdbDialect } from '../../adapters/duckdb/dialect.ts'
import { postgresDialect } from '../../adapters/postgres/dialect.ts'
import { bankProject, buildProject } from '../../core/artifacts/bank.fixture.ts'
import { freshnessResultsOf } from '../../core/artifacts/freshness-results.ts'
import { manifestOf } from '../../core/artifacts/manifest.ts'
import { printArtifact } from '../../core/artifacts/print-artifact.ts'
import { runResultsOf } from '../../core/artifacts/run-results.ts'
import type { Dialect } from '../../core/adapter/dialect.ts'
import { openSchema, reason, schemasStandHere, type Validation } from './dbt-schemas.ts'
import type { AgedOutcome, NodeOutcome, RunResult } from '../../core/index.ts'
import { freshnessCheck } from '../../core/compile/freshness-check.fixture.ts'
import { ended, exampleResults, revenue, startOfRun, unknownColumn } from '../reporting/example-run.ts'

/** A manifest as a reader finds it in the file. */
function manifest(files: Readonly<Record<string, string>>, dialect: Dialect): unknown {
  const { input, diagnostics } = buildProject(bankProject(files), dialect)
  expect(diagnostics).toEqual([])
  return JSON.parse(printArtifact(manifestOf(input), (text) => text))
}

const resultOfRun: Omit<RunResult, 'results'> = {
  runId: 'r-1',
  command: 'run',
  target: 'dev',
  startedAt: startOfRun,
  endedAt: startOfRun + 1420,
  diagnostics: [],
  interrupted: true,
}

function aged(verdict: AgedOutcome['verdict'], newest: number | undefined): AgedOutcome {
  const age = newest === undefined ? undefined : startOfRun - newest
  const limits = { warnAfter: undefined, errorAfter: undefined }
  return { status: 'aged', verdict, newest, age, lookedAt: startOfRun, limits, diagnostics: [] }
}

describe.skipIf(!schemasStandHere)(`by dbt's published schemas (unless ${reason})`, () => {
  let checkManifest: Validation
  let checkRunResults: Validation

  beforeAll(() => {
    checkManifest = openSchema('manifest-v12')
    checkRunResults = openSchema('run-results-v6')
  })

  test.for([duckdbDialect, postgresDialect])('the manifest of a bank is valid on $name', (dialect) => {
    expect(checkManifest(manifest({}, dialect))).toEqual([])
  })

  test('the schema does refuse what is not a manifest', () => {
    expect(checkManifest({ metadata: {} })).not.toEqual([])
  })

  test('whatever authors write where they are free, the manifest stays valid', () => {
    const files = {
      'models/free.yml': `sources:
  - name: lake
    tables:
      - { name: flag, external: true }
      - { name: wrong, external: { location: 3, partitions: yes, _extra: no } }
      - { name: lists, external: [1, 2] }
      - { name: parts, external: { partitions: [{ name: day }] } }
exposures:
  - { name: odd_owner, type: ml, owner: { name: 5, email: [1], _extra: 2 } }
unit_tests:
  - name: odd_rows
    model: balances
    given: [{ input: this, rows: [{ a: [1] }] }, { input: ref('accounts'), rows: [{ a: { b: 1 } }, {}] }]
    expect: { rows: [{ '7': null }] }
`,
      'snapshots/odd.yml': `snapshots:
  - name: odd_history
    relation: ref('accounts')
    config:
      { strategy: check, check_cols: all, unique_key: [a, b], snapshot_meta_column_names: { dbt_valid_to: until } }
`,
    }
    expect(checkManifest(manifest(files, duckdbDialect))).toEqual([])
  })

  test('an empty project has a valid manifest', () => {
    const nothing = Object.fromEntries(Object.keys(bankProject().files).map((key) => [key, []]))
    const project = bankProject()
    const empty = { ...project, files: { ...project.files, ...nothing, config: project.files.config } }
    expect(checkManifest(manifestOf(buildProject(empty, duckdbDialect).input))).toEqual([])
  })

  test('a manifest whose nodes say how fresh they have to be is valid', () => {
    const files = {
      'models/fresh.yml': `sources:
  - name: web
    loaded_at_field: seen_at
    freshness: { warn_after: 6 hours, filter: "not is_test" }
    tables:
      - { name: visits, config: { freshness: { error_after: { count: 2, period: day } } } }
      - { name: logins, loaded_at_query: select now() }
`,
      'models/clicks.sql': "{{ config(freshness={ warn_after: '1 h', column: 'at' }) }} select 1 as at",
    }
    expect(checkManifest(manifest(files, duckdbDialect))).toEqual([])
  })

  test('a manifest whose models have contracts is valid', () => {
    expect(checkManifest(manifest(contractFiles, duckdbDialect))).toEqual([])
  })

  test('what was found of the freshness of sources is valid, whatever that was', () => {
    const outcomes: readonly NodeOutcome[] = [
      aged('pass', startOfRun + 5),
      aged('warn', startOfRun - 86_400_000),
      aged('fail', undefined),
      { status: 'error', diagnostics: [unknownColumn] },
      { status: 'cancelled' },
    ]
    const checks = outcomes.map((_, index) => freshnessCheck(`raw.table_${index}`))
    const results = outcomes.map((outcome, index) =>
      ended({ ...revenue, id: checks[index]?.id ?? '' }, outcome, { from: 0, until: 30 }),
    )
    const { provenance } = buildProject(bankProject(), duckdbDialect).input
    const artifact = freshnessResultsOf({ ...resultOfRun, results }, { checks, provenance })
    const written = JSON.parse(printArtifact(artifact, (one) => one)) as {
      readonly results: readonly unknown[]
    }
    expect(openSchema('sources-v3')(written)).toEqual([])
    expect(written.results).toHaveLength(outcomes.length)
  })

  test('the results of a run are valid, whichever way its nodes ended', () => {
    const { input } = buildProject(bankProject(), duckdbDialect)
    const result = { ...resultOfRun, results: exampleResults }
    const text = printArtifact(runResultsOf(result, { ...input, arguments: {} }), (one) => one)
    expect(checkRunResults(JSON.parse(text))).toEqual([])
  })
})

/** Every type of constraint, at columns and at models. */
const contractFiles = {
  'models/held.sql': "{{ config(materialized='table') }}\nselect 1 as id, 2 as account_id",
  'models/held.yml': `models:
  - name: held
    config: { contract: { enforced: true, alias_types: false } }
    constraints:
      - { type: unique, columns: [id, account_id], name: one_of_each }
      - { type: foreign_key, columns: [id], expression: "elsewhere.things (id)", warn_unsupported: false }
    columns:
      - name: id
        data_type: integer
        constraints:
          - { type: primary_key, warn_unenforced: false }
          - { type: check, expression: id > 0 }
      - name: account_id
        data_type: integer
        constraints: [{ type: not_null }, { type: foreign_key, to: "source('raw', 'transactions')", to_columns: [id], warn_unsupported: false }]
`,
}
