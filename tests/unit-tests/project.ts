// The project that unit tests are tried on, and how they end.
import { quickBench, type EngineName, type Workbench } from '../support/engines.ts'

export const models = {
  'models/raw.yml': `
sources:
  - name: raw
    tables:
      - name: orders
        cursor: id
        columns:
          - { name: id, data_type: integer }
          - { name: customer, data_type: varchar(20) }
          - { name: amount, data_type: "decimal(10,2)" }
          - { name: placed_at, data_type: timestamp }
      - { name: events, cursor: id }
`,
  'models/stg_orders.sql':
    "select id, customer, amount, placed_at, cast(placed_at as date) as day from {{ source('raw', 'orders') }}",
  'models/large_orders.sql':
    "{{ config(materialized='ephemeral') }} select * from {{ ref('stg_orders') }} where amount > {{ var('large') }}",
  'models/customers.sql':
    "{{ config(materialized='table') }} select customer, count(*) as orders, sum(amount) as amount from {{ ref('large_orders') }} group by customer",
}

const projectFile = (engine: EngineName): string =>
  `name: shop\nvars: { large: 10 }\ntargets:\n  dev: ${engine === 'duckdb' ? '{ type: duckdb, path: warehouse.duckdb, schema: shop }' : '{ type: postgres, url: "${DATABASE_URL}", schema: shop }'}\n`

/** How the unit tests of a project ended. */
export interface Outcome {
  readonly code: number | null
  /** Unit test → how it ended. */
  readonly ends: Readonly<Record<string, string>>
  readonly text: string
}

/** Runs the unit tests of a project. */
export async function runUnits(bench: Workbench): Promise<Outcome> {
  const { code, stdout } = await bench.xform('test', '--select', 'test_type:unit', '--no-color')
  const lines = stdout.matchAll(/^ *\d+\/\d+ +(?<end>\w+) +unit test +(?<name>\w+)/gmu)
  const ends = [...lines].map(({ groups }) => [groups?.['name'] ?? '', groups?.['end'] ?? ''] as const)
  return { code, ends: Object.fromEntries<string>(ends), text: stdout }
}

/** A project with unit tests. */
export async function shop(
  engine: EngineName,
  unitTests: string,
  files: Readonly<Record<string, string>> = {},
): Promise<Workbench> {
  return quickBench(engine, {
    ...models,
    'xform.yml': projectFile(engine),
    'models/units.yml': `unit_tests:\n${unitTests}`,
    ...files,
  })
}
