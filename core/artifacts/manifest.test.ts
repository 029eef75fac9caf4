import { describe, expect, test } from 'vitest'
import { duckdbDialect } from '../../adapters/duckdb/dialect.ts'
import { postgresDialect } from '../../adapters/postgres/dialect.ts'
import type { Project } from '../project/project.ts'
import { bankProject, buildProject } from './bank.fixture.ts'
import { compareManifests } from './compare-manifests.ts'
import type { JsonObject } from './json-object.ts'
import { manifestOf } from './manifest.ts'
import { asMap } from './plain-kinds.ts'
import { printArtifact } from './print-artifact.ts'

const bank = buildProject(bankProject(), duckdbDialect)
const manifest = manifestOf(bank.input)

/** What stands at the end of a path of keys. */
function at(...keys: readonly string[]): unknown {
  return keys.reduce<JsonObject[string] | undefined>((value, key) => asMap(value)?.[key], manifest)
}

function print(project: Project): string {
  return printArtifact(manifestOf(buildProject(project, duckdbDialect).input), (text) => text)
}

test('the bank of these tests has no mistakes', () => {
  expect(bank.diagnostics).toEqual([])
})

test('a manifest says who made it, when, and of which project', () => {
  expect(at('metadata')).toEqual({
    dbt_schema_version: 'https://schemas.getdbt.com/dbt/manifest/v12.json',
    dbt_version: '0.1.0+xform',
    generated_at: '2024-03-01T00:00:01.000Z',
    invocation_id: '00000000-0000-4000-8000-000000000001',
    invocation_started_at: '2024-03-01T00:00:00.000Z',
    env: {},
    project_name: 'bank',
    adapter_type: 'duckdb',
  })
})

test('every kind of node stands where readers look for it, sorted by id', () => {
  const ids = ['nodes', 'sources', 'macros', 'exposures', 'unit_tests', 'disabled'].map((key) => [
    key,
    Object.keys(at(key) ?? {}),
  ])
  expect(Object.fromEntries(ids)).toEqual({
    nodes: [
      'model.bank.balances',
      'model.bank.stg_accounts',
      'model.bank.stg_transactions',
      'seed.bank.accounts',
      'snapshot.bank.accounts_history',
      'snapshot.bank.transactions_history',
      'test.bank.accepted_values_balances_amount__1__2',
      'test.bank.dbt_utils_expression_is_true_stg_accounts__1_1',
      'test.bank.is_even_balances_amount',
      'test.bank.no_negative_balance',
      'test.bank.relationships_balances_amount__id__ref_accounts_',
      'test.bank.source_not_null_raw_transactions_id',
      'test.bank.source_unique_raw_transactions_id',
    ],
    sources: ['source.bank.raw.transactions'],
    macros: ['macro.bank.cents', 'macro.bank.money', 'macro.bank.test_is_even'],
    exposures: ['exposure.bank.finance_dashboard'],
    unit_tests: ['unit_test.bank.balances.adds_up'],
    disabled: ['model.bank.disabled_report'],
  })
})

describe("a model's entry", () => {
  test('names its relation and its file', () => {
    expect(at('nodes', 'model.bank.balances')).toMatchObject({
      fqn: ['bank', 'marts', 'balances'],
      path: 'marts/balances.sql',
      original_file_path: 'models/marts/balances.sql',
      patch_path: 'bank://models/bank.yml',
      schema: 'main_marts',
      alias: 'daily_balances',
      relation_name: '"main_marts"."daily_balances"',
    })
  })

  test('says what it needs, also through macros', () => {
    expect(at('nodes', 'model.bank.balances')).toMatchObject({
      depends_on: {
        macros: ['macro.bank.money'],
        nodes: ['model.bank.stg_accounts', 'model.bank.stg_transactions'],
      },
      refs: [
        { name: 'stg_transactions', package: null, version: null },
        { name: 'stg_accounts', package: 'bank', version: null },
      ],
    })
    expect(at('nodes', 'model.bank.stg_transactions', 'sources')).toEqual([['raw', 'transactions']])
  })

  test('holds the config by the names that users write', () => {
    expect(at('nodes', 'model.bank.balances', 'config')).toMatchObject({
      materialized: 'incremental',
      incremental_strategy: 'delete+insert',
      unique_key: ['account_id', 'day'],
      tags: ['marts', 'nightly'],
      'pre-hook': [{ sql: 'select 1', transaction: true, index: null }],
      'post-hook': [{ sql: 'select 2', transaction: false, index: null }],
      grants: { select: ['reporting'] },
      indexes: [{ columns: ['account_id'], unique: false, type: null, name: null }],
    })
  })

  test('holds the SQL of the whole relation', () => {
    const code = at('nodes', 'model.bank.balances', 'compiled_code')
    expect(code).toContain('coalesce((amount / 100)::decimal(18, 2), 0) as amount')
    expect(code).not.toContain('2024-01-01')
  })

  test('identifies the file by its SHA-256', () => {
    expect(at('nodes', 'model.bank.stg_transactions', 'checksum')).toEqual({
      name: 'sha256',
      checksum: 'df72558527b362338e384eca1aacc32d43a598d4aa2f9e0eb67a977b51213bca',
    })
  })

  test('has no relation where the model is ephemeral', () => {
    expect(at('nodes', 'model.bank.stg_accounts', 'relation_name')).toBeNull()
  })

  test('says so where the run did not compile it', () => {
    const compiled = new Map([...bank.input.compiled].filter(([id]) => id !== 'model.bank.balances'))
    const { nodes } = manifestOf({ ...bank.input, compiled })
    expect(asMap(nodes)?.['model.bank.balances']).toMatchObject({
      compiled: false,
      compiled_code: null,
      compiled_path: null,
    })
  })
})

test('a seed that was not read is identified by its path', () => {
  expect(at('nodes', 'seed.bank.accounts', 'checksum')).toMatchObject({ name: 'sha256' })
  const { nodes } = manifestOf({ ...bank.input, seedChecksums: new Map() })
  expect(asMap(nodes)?.['seed.bank.accounts']).toMatchObject({
    checksum: { name: 'path', checksum: 'seeds/accounts.csv' },
  })
})

test('a snapshot in a file has its query, one of a property file has its settings', () => {
  expect(at('nodes', 'snapshot.bank.accounts_history')).toMatchObject({
    config: { strategy: 'check', check_cols: ['opened_with'] },
    depends_on: { macros: ['macro.bank.cents'], nodes: ['seed.bank.accounts'] },
  })
  expect(at('nodes', 'snapshot.bank.transactions_history')).toMatchObject({
    config: { strategy: 'timestamp', snapshot_meta_column_names: { dbt_valid_to: 'until' } },
    raw_code: '',
  })
})

describe("a test's entry", () => {
  test('names the test, its column and the node that it tests', () => {
    const id = 'test.bank.relationships_balances_amount__id__ref_accounts_'
    expect(at('nodes', id)).toMatchObject({
      column_name: 'amount',
      attached_node: 'model.bank.balances',
      test_metadata: {
        name: 'relationships',
        namespace: null,
        kwargs: { column_name: 'amount', to: "ref('accounts')", field: 'id' },
      },
      config: { severity: 'warn', where: 'amount > 0', limit: 10, store_failures: true },
      depends_on: { nodes: ['model.bank.balances', 'seed.bank.accounts'] },
    })
  })

  test('splits the package from the name of a test', () => {
    const id = 'test.bank.dbt_utils_expression_is_true_stg_accounts__1_1'
    expect(at('nodes', id, 'test_metadata')).toMatchObject({
      name: 'expression_is_true',
      namespace: 'dbt_utils',
    })
  })

  test('needs the macro of a test that the project defines', () => {
    expect(at('nodes', 'test.bank.is_even_balances_amount', 'depends_on')).toEqual({
      macros: ['macro.bank.test_is_even'],
      nodes: ['model.bank.balances'],
    })
  })

  test('holds the query of a singular test', () => {
    expect(at('nodes', 'test.bank.no_negative_balance')).toMatchObject({
      config: { severity: 'warn', tags: ['slow'] },
      depends_on: { macros: ['macro.bank.money'], nodes: ['model.bank.balances'] },
    })
  })
})

test('a macro has its own text, without the comments around it', () => {
  expect(at('macros', 'macro.bank.cents', 'macro_sql')).toBe(
    '{{#macro cents column scale=2}}({{ column }} / 100)::decimal(18, {{ scale }}){{/macro}}',
  )
  expect(at('macros', 'macro.bank.money')).toMatchObject({
    macro_sql: '{{~#macro money column}}coalesce({{ cents(column) }}, 0){{~/macro~}}',
    depends_on: { macros: ['macro.bank.cents'] },
    arguments: [{ name: 'column', type: null, description: '' }],
  })
})

test('the maps of parents and children hold every node, in both directions', () => {
  expect(at('parent_map', 'model.bank.balances')).toEqual([
    'model.bank.stg_accounts',
    'model.bank.stg_transactions',
  ])
  expect(at('child_map', 'source.bank.raw.transactions')).toContain('exposure.bank.finance_dashboard')
  expect(Object.keys(at('parent_map') ?? {})).toEqual([...bank.input.graph.nodes.keys()])
})

test('a disabled model is there with the name that it would have', () => {
  expect(at('disabled', 'model.bank.disabled_report')).toMatchObject([
    { relation_name: '"main_reports"."disabled_report"', compiled: false },
  ])
})

test('relations are written as their database writes them', () => {
  const { sources } = manifestOf({ ...bank.input, dialect: postgresDialect })
  expect(asMap(sources)?.['source.bank.raw.transactions']).toMatchObject({
    relation_name: '"core"."TRANSACTIONS"',
  })
})

describe('the same project gives the same bytes', () => {
  test('twice', () => {
    expect(print(bankProject())).toBe(print(bankProject()))
  })

  test('whatever the order of its files', () => {
    const project = bankProject()
    const { models, macros, tests, snapshots, properties, fixtures, seeds, config } = project.files
    const files = {
      config,
      models: models.toReversed(),
      macros: macros.toReversed(),
      tests: tests.toReversed(),
      snapshots: snapshots.toReversed(),
      properties: properties.toReversed(),
      fixtures: fixtures.toReversed(),
      seeds: seeds.toReversed(),
    }
    expect(print({ ...project, files })).toBe(print(project))
  })
})

test('what only a target may know stays out of it', () => {
  const project = bankProject()
  const target = {
    ...project.target,
    settings: { url: 'postgres://bank:hunter2@db/bank', password: 'hunter2' },
    secrets: ['hunter2'],
  }
  const text = print({ ...project, target, env: { BANK_TOKEN: 'hunter2' } })
  expect(text).not.toContain('hunter2')
  expect(text).not.toContain('postgres://')
})

test('names that mean something to JavaScript are names as any other', () => {
  const files = {
    'models/constructor.sql': 'select 1 as one',
    'models/odd.yml':
      'models: [{ name: constructor, columns: [{ name: __proto__, meta: { constructor: 1 } }] }]',
  }
  const built = buildProject(bankProject(files), duckdbDialect)
  expect(built.diagnostics).toEqual([])
  const text = printArtifact(manifestOf(built.input), (one) => one)
  expect(text).toContain(
    '"columns":{"__proto__":{"name":"__proto__","description":"","meta":{"constructor":1}',
  )
})

describe('a contract', () => {
  const heldProject = (...columns: readonly string[]): JsonObject => {
    const files = {
      'models/held.sql': "{{ config(materialized='table') }}\nselect 1 as id, 2 as account_id",
      'models/held.yml': [
        'models:',
        '  - name: held',
        '    config: { contract: { enforced: true } }',
        '    constraints: [{ type: primary_key, columns: [id, account_id], name: held_key }]',
        '    columns:',
        ...columns.map((column) => `      - ${column}`),
      ].join('\n'),
    }
    const { input } = buildProject(bankProject(files), duckdbDialect)
    return manifestOf(input)
  }
  const held = (...columns: readonly string[]): JsonObject =>
    asMap(asMap(heldProject(...columns)['nodes'])?.['model.bank.held']) ?? {}
  const account =
    '{ name: account_id, data_type: bigint, constraints: [{ type: foreign_key, to: "ref(\'accounts\')", to_columns: [id] }] }'

  test('is shown with its constraints, and what a foreign key refers to is needed', () => {
    const entry = held('{ name: id, data_type: integer }', account)
    expect(entry).toMatchObject({
      config: { contract: { enforced: true, alias_types: true } },
      primary_key: ['id', 'account_id'],
      constraints: [{ type: 'primary_key', name: 'held_key', columns: ['id', 'account_id'] }],
      columns: {
        account_id: {
          data_type: 'bigint',
          constraints: [{ type: 'foreign_key', to: "ref('accounts')", to_columns: ['id'] }],
        },
      },
      depends_on: { nodes: ['seed.bank.accounts'] },
    })
  })

  test('has a checksum that is another for other columns, types and constraints, and the same for another order', () => {
    const checksum = (...columns: readonly string[]): unknown =>
      asMap(held(...columns)['contract'])?.['checksum']
    const id = '{ name: id, data_type: integer }'
    const first = checksum(id, account)
    expect(first).toMatch(/^[0-9a-f]{64}$/u)
    expect(checksum(account, id)).toBe(first)
    const others = [
      checksum('{ name: id, data_type: bigint }', account),
      checksum('{ name: id, data_type: integer, constraints: [{ type: not_null }] }', account),
      checksum(id, account, '{ name: more, data_type: integer }'),
    ]
    expect(new Set([first, ...others]).size).toBe(4)
  })

  test('is changed by what it holds, and not by what is said of it', () => {
    const id = '{ name: id, data_type: integer }'
    const before = heldProject(id, account)
    const change = (...columns: readonly string[]): unknown =>
      compareManifests(heldProject(...columns), before)?.get('model.bank.held')
    expect(change(id.replace(' }', ', description: The number }'), account)).toEqual({ kind: 'same' })
    for (const other of [id.replace('integer', 'bigint'), id.replace(' }', ', quote: true }')])
      expect(change(other, account)).toEqual({ kind: 'modified', parts: new Set(['contract']) })
    expect(change(account, id)).toEqual({ kind: 'modified', parts: new Set(['contract']) })
  })

  test('has none where it is not enforced', () => {
    expect(at('nodes', 'model.bank.balances', 'contract')).toEqual({
      enforced: false,
      alias_types: true,
      checksum: null,
    })
  })
})
