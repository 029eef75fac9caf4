import { fine, refused, type Fixture } from './fixture.ts'

const postgres = { engine: 'postgres without a server' } as const
const file = (name: string): string => `models/${name}.sql`
const query = 'select 1 as id\n'

/** Names of files, relations and columns. */
export const nameFixtures: readonly Fixture[] = [
  {
    name: 'a model whose name has 64 bytes, on Postgres',
    ...postgres,
    files: { [file('a'.repeat(64))]: query },
    expect: refused({
      code: 'name-too-long',
      at: `${file('a'.repeat(64))}:1:1`,
      hint: '`alias`',
      message: '64 bytes',
    }),
  },
  {
    name: 'a model whose name has 33 letters and 66 bytes, on Postgres',
    ...postgres,
    files: { [file('ä'.repeat(33))]: query },
    expect: refused({
      code: 'name-too-long',
      at: `${file('ä'.repeat(33))}:1:1`,
      hint: '`alias`',
      message: '66 bytes',
    }),
  },
  {
    name: 'a model whose name has 63 bytes, on Postgres, which is fine',
    ...postgres,
    command: ['compile'],
    files: { [file('ä'.repeat(31) + 'b')]: query },
    expect: fine(),
  },
  {
    name: 'a model whose name has 200 bytes, on DuckDB, which is fine',
    files: { [file('a'.repeat(200))]: query },
    expect: fine(),
  },
  {
    name: 'an alias, a schema and an index that Postgres would cut, and a name that only becomes too long with the schema of the target',
    ...postgres,
    files: {
      'models/a.sql': `{{ config(alias='${'a'.repeat(64)}') }}\n${query}`,
      'models/b.sql': `{{ config(schema='${'b'.repeat(64)}') }}\n${query}`,
      'models/c.sql': `{{ config(schema='${'c'.repeat(60)}') }}\n${query}`,
      'models/d.sql': `{{ config(materialized='table', indexes=[{ columns: ['id'], name: '${'d'.repeat(64)}' }]) }}\n${query}`,
    },
    expect: refused(
      { code: 'name-too-long', at: 'models/a.sql:1:17', hint: '`alias`' },
      { code: 'name-too-long', at: 'models/b.sql:1:18', hint: '`schema`', message: '69 bytes' },
      { code: 'name-too-long', at: 'models/c.sql:1:18', hint: '`schema`', message: '65 bytes' },
      { code: 'name-too-long', at: 'models/d.sql:1:41', hint: 'index' },
    ),
  },
  {
    name: 'a seed and a column of it whose names Postgres would cut',
    ...postgres,
    command: ['seed'],
    files: { [`seeds/${'a'.repeat(64)}.csv`]: 'id\n1\n' },
    expect: refused({ code: 'name-too-long', at: `seeds/${'a'.repeat(64)}.csv:1:1`, hint: '`alias`' }),
  },
  {
    name: 'two models that would be one relation through an alias',
    files: { 'models/revenue.sql': `{{ config(alias='orders') }}\n${query}` },
    expect: refused({
      code: 'relation-collision',
      at: 'models/revenue.sql:1:17',
      hint: 'another `alias`',
      message: '"shop"."orders"',
    }),
  },
  {
    name: 'two models that would be one relation through a schema',
    files: {
      'xform.yml':
        'name: shop\ntargets: { dev: { type: duckdb, path: warehouse.duckdb, schema: shop } }\nnaming: { schema: custom }\n',
      'models/a.sql': `{{ config(alias='x', schema='shop') }}\n${query}`,
      'models/b.sql': `{{ config(alias='x') }}\n${query}`,
    },
    expect: refused({ code: 'relation-collision', at: 'models/b.sql:1:17', hint: 'another `alias`' }),
  },
  {
    name: 'two relations that differ in case alone, on DuckDB',
    files: { 'models/revenue.sql': `{{ config(alias='ORDERS') }}\n${query}` },
    expect: refused({ code: 'relation-collision', at: 'models/revenue.sql:1:17', hint: 'another `alias`' }),
  },
  {
    name: 'two relations that differ in case alone, on Postgres, which is fine',
    ...postgres,
    command: ['compile'],
    files: { 'models/revenue.sql': `{{ config(alias='ORDERS') }}\n${query}` },
    expect: fine(),
  },
  {
    name: 'a model and a seed that would be one relation',
    files: { 'models/revenue.sql': `{{ config(alias='rates') }}\n${query}`, 'seeds/rates.csv': 'id\n1\n' },
    expect: refused({ code: 'relation-collision', at: 'seeds/rates.csv:1:1', hint: 'another `alias`' }),
  },
  {
    name: 'a model that would be built over a source',
    files: {
      'models/sources.yml': 'sources:\n  - name: raw\n    schema: shop\n    tables:\n      - name: orders\n',
    },
    expect: refused({ code: 'relation-is-source', at: 'models/orders.sql:1:1', hint: 'correct the source' }),
  },
  {
    name: "xform's own schema",
    files: {
      'xform.yml':
        'name: shop\ntargets: { dev: { type: duckdb, path: warehouse.duckdb, schema: shop } }\nnaming: { schema: custom }\n',
      'models/orders.sql': `{{ config(schema='_xform') }}\n${query}`,
    },
    expect: refused({ code: 'reserved-schema', at: 'models/orders.sql:1:18', hint: 'another schema' }),
  },
  {
    name: 'files with names that no node can have',
    files: {
      'models/my orders.sql': query,
      'models/orders.v2.sql': query,
      'models/-late.sql': query,
      'models/o"rders.sql': query,
      'models/💥.sql': query,
      'seeds/exchange rates.csv': 'id\n1\n',
    },
    expect: refused(
      { code: 'bad-name', at: 'models/-late.sql:1:1', hint: 'Rename it' },
      { code: 'bad-name', at: 'models/my orders.sql:1:1', hint: '"my_orders"' },
      { code: 'bad-name', at: 'models/o"rders.sql:1:1', hint: '"o_rders"' },
      { code: 'bad-name', at: 'models/orders.v2.sql:1:1', hint: '"orders_v2"' },
      { code: 'bad-name', at: 'models/💥.sql:1:1', hint: 'Rename it' },
      { code: 'bad-name', at: 'seeds/exchange rates.csv:1:1', hint: '"exchange_rates"' },
    ),
  },
  {
    name: 'files that differ in case alone',
    files: { 'models/Orders.sql': query },
    expect: refused({ code: 'colliding-files', at: 'models/orders.sql:1:1', hint: 'Rename one' }),
  },
]
