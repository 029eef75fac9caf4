// A bank as texts: every kind of node, and everything that the property files can say of it.
import type { Dialect } from '../adapter/dialect.ts'
import { compile } from '../compile/compile.ts'
import type { Diagnostic } from '../errors/diagnostic.ts'
import { buildGraph } from '../graph/build-graph.ts'
import { parseProject } from '../parse/parse-project.ts'
import { makeProject } from '../parse/project.fixture.ts'
import type { Project } from '../project/project.ts'
import type { ManifestInput } from './manifest.ts'

/** Path → text. */
export const bankFiles: Readonly<Record<string, string>> = {
  'models/staging/stg_transactions.sql': "select * from {{ source('raw', 'transactions') }}\n",
  'models/staging/stg_accounts.sql': `{{ config(materialized='ephemeral') }}
select id as account_id, {{ cents('opened_with') }} as opened_with from {{ ref('accounts') }}
`,
  'models/marts/balances.sql': `---
materialized: incremental
unique_key: [account_id, day]
tags: nightly
---
select account_id, day, {{#each ['amount', 'fee'] as |column|}}{{ money(column) }} as {{ column }}, {{/each}} 1 as one
from {{ ref('stg_transactions') }} join {{ ref('bank', 'stg_accounts') }} using (account_id)
{{#if incremental}} where day > date '2024-01-01' {{/if}}
`,
  'models/marts/disabled_report.sql': `{{ config(enabled=false, schema='reports') }}select 1 as one\n`,
  'macros/money.sql': `{{!-- Amounts are kept in cents. --}}
{{#macro cents column scale=2}}({{ column }} / 100)::decimal(18, {{ scale }}){{/macro}}

{{!-- Like cents, and never null. --}}
{{~#macro money column}}coalesce({{ cents(column) }}, 0){{~/macro~}}
`,
  'seeds/accounts.csv': 'id,opened_with\n1,100\n',
  'tests/no_negative_balance.sql': `{{ config(severity='warn', tags=['slow']) }}
select * from {{ ref('balances') }} where {{ money('amount') }} < 0
`,
  'tests/generic/is_even.sql': '{{#macro test_is_even model column_name}}select 1{{/macro}}\n',
  'snapshots/accounts_history.sql': `{{ config(strategy='check', check_cols=['opened_with'], unique_key='id') }}
select *, {{ cents('opened_with') }} as opened from {{ ref('accounts') }}
`,
  'models/bank.yml': `version: 2
sources:
  - name: raw
    description: What the bank's core system writes
    schema: core
    loader: core system
    meta: { owner: platform }
    tables:
      - name: transactions
        identifier: TRANSACTIONS
        description: One row a transaction
        external: { location: s3://bank/transactions, partitions: [day], file_size: 5 }
        columns: [{ name: id, data_tests: [not_null, unique] }]
models:
  - name: balances
    description: What every account held on every day
    meta: { owner: finance, places: [1, { two: null }] }
    config:
      schema: marts
      alias: daily_balances
      indexes: [{ columns: [account_id], unique: false }]
      pre_hook: "select 1"
      post_hook: [{ sql: "select 2", transaction: false }]
      grants: { select: [reporting] }
    columns:
      - name: amount
        description: In the currency of the account
        data_type: decimal(18, 2)
        tags: [money]
        meta: { unit: EUR }
        quote: true
        data_tests:
          - is_even
          - accepted_values: { values: [1, 2] }
          - relationships:
              arguments: { to: ref('accounts'), field: id }
              config: { severity: warn, where: "amount > 0", limit: 10, store_failures: true }
  - name: stg_accounts
    data_tests: [{ dbt_utils.expression_is_true: { expression: "1 = 1" } }]
unit_tests:
  - name: adds_up
    model: balances
    description: Amounts of a day are added up
    given:
      - input: ref('stg_transactions')
        rows: [{ account_id: 1, amount: 2 }]
      - { input: ref('stg_accounts'), format: csv, rows: "account_id\\n1" }
      - { input: this, rows: [] }
    expect: { format: dict, rows: [{ account_id: 1 }] }
    overrides: { vars: { currency: EUR } }
exposures:
  - name: finance_dashboard
    label: Finance
    type: dashboard
    maturity: high
    url: https://example.com/finance
    owner: { name: Finance, email: [finance@example.com], team: 7 }
    depends_on: [ref('balances'), "source('raw', 'transactions')"]
    tags: [board]
`,
  'seeds/seeds.yml': `seeds:
  - name: accounts
    description: Every account
    config: { column_types: { id: bigint } }
`,
  'snapshots/snapshots.yml': `snapshots:
  - name: transactions_history
    relation: source('raw', 'transactions')
    config: { strategy: timestamp, updated_at: changed_at, unique_key: [id], snapshot_meta_column_names: { dbt_valid_to: until } }
`,
}

/** The bank, with other files besides or instead. */
export function bankProject(files: Readonly<Record<string, string>> = {}): Project {
  return makeProject({
    files: { ...bankFiles, ...files },
    config: 'models: { marts: { tags: [marts] } }',
  })
}

/** A project with what its files were found to be, compiled whole. */
export interface BuiltProject {
  readonly input: ManifestInput
  readonly diagnostics: readonly Diagnostic[]
}

/** Takes a project through every stage that a manifest tells of. */
export function buildProject(project: Project, dialect: Dialect): BuiltProject {
  const { nodes, macros, diagnostics } = parseProject(project)
  const built = buildGraph(nodes, { package: project.config.name })
  const { graph } = built
  const compilation = compile({
    graph,
    macros,
    package: project.config.name,
    target: project.target,
    schemaNaming: project.config.schemaNaming,
    vars: project.config.vars,
    env: project.env,
    dialect,
    run: { id: 'r-1', startedAt: 0 },
    ids: new Set(graph.nodes.keys()),
  })
  const queries = compilation.nodes.flatMap((node) => (node.kind === 'seed' ? [] : [node]))
  return {
    input: {
      project,
      graph,
      macros,
      compiled: new Map(queries.map((query) => [query.id, query])),
      relations: compilation.relations,
      dialect,
      seedChecksums: new Map([['seed.bank.accounts', 'a'.repeat(64)]]),
      disabled: nodes.filter(({ id }) => !graph.nodes.has(id)),
      provenance: {
        xformVersion: '0.1.0',
        invocationId: '00000000-0000-4000-8000-000000000001',
        startedAt: Date.UTC(2024, 2, 1),
        generatedAt: Date.UTC(2024, 2, 1, 0, 0, 1),
      },
    },
    diagnostics: [...diagnostics, ...built.diagnostics, ...compilation.diagnostics],
  }
}
