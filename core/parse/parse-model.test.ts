import { describe, expect, test } from 'vitest'
import type { ModelNode } from './node.ts'
import { parseProject } from './parse-project.ts'
import { makeProject, places, type ProjectInput } from './project.fixture.ts'

type Input = Partial<ProjectInput> & { readonly sql: string; readonly properties?: string }

function parse({ sql, properties, files = {}, ...rest }: Input) {
  const all = {
    'models/orders.sql': sql,
    ...(properties === undefined ? {} : { 'models/bank.yml': properties }),
    ...files,
  }
  const { nodes, diagnostics } = parseProject(makeProject({ files: all, ...rest }))
  const model = nodes.find((node): node is ModelNode => node.kind === 'model' && node.name === 'orders')
  if (model === undefined) throw new Error('there is no model')
  return { model, diagnostics, places: places(diagnostics) }
}

function parseClean(input: Input): ModelNode {
  const { model, diagnostics } = parse(input)
  expect(diagnostics).toEqual([])
  return model
}

describe("a model's config", () => {
  test('has a default for everything', () => {
    expect(parseClean({ sql: 'select 1' }).config).toEqual({
      enabled: true,
      materialized: 'view',
      tags: [],
      meta: {},
      preHooks: [],
      postHooks: [],
      grants: {},
      persistDocs: { relation: false, columns: false },
      indexes: [],
      uniqueKey: [],
      incrementalPredicates: [],
      onSchemaChange: 'fail',
      growth: { key: [], dedupeBy: [], late: 'accept', emit: 'all' },
      contract: { enforced: false, aliasTypes: true },
    })
  })

  test('the file goes before the properties, and those before the folder', () => {
    const { config, places: said } = parseClean({
      config:
        'models: { schema: folder, alias: folder, database: folder, tags: [folder], meta: { a: folder, b: folder } }',
      properties:
        'models: [{ name: orders, tags: [described], config: { schema: properties, alias: properties, meta: { b: properties } } }]',
      sql: "{{ config(schema='file', tags='file', meta={ c: 'file' }) }}select 1",
    })
    expect(config).toMatchObject({
      schema: 'file',
      alias: 'properties',
      database: 'folder',
      tags: ['folder', 'described', 'file'],
      meta: { a: 'folder', b: 'properties', c: 'file' },
    })
    expect(said).toMatchObject({
      schema: { path: 'models/orders.sql', line: 1, column: 18, endColumn: 24 },
      alias: { path: 'models/bank.yml' },
      database: { path: 'xform.yml' },
    })
  })

  test('of several calls the last wins, behind front matter, and hooks add up', () => {
    const sql = `---
schema: a
pre_hook: select 1
---
{{ config(schema='b', pre_hook=['select 2', { sql: 'select 3', transaction: false }]) }}
{{ config(schema='c') }}
select 1`
    const { config } = parseClean({ sql })
    expect(config.schema).toBe('c')
    expect(config.preHooks.map((hook) => [hook.sql.value, hook.transaction])).toEqual([
      ['select 1', true],
      ['select 2', true],
      ['select 3', false],
    ])
  })

  test('can be computed, also in a macro and by the target', () => {
    const model = parseClean({
      config: 'vars: { layer: marts }',
      env: { OWNER: 'finance' },
      files: { 'macros/settle.sql': '{{#macro settle name}}{{ config(alias=name) }}{{/macro}}' },
      sql: `{{ config(schema=concat(var('layer'), '_x'), meta={ owner: env('OWNER') }) }}
{{#if (eq target.name 'dev')}}{{ config(tags='dev') }}{{else}}{{ config(tags='other') }}{{/if}}
{{ settle('all_orders') }}
select 1`,
    })
    expect(model.config).toMatchObject({
      schema: 'marts_x',
      alias: 'all_orders',
      meta: { owner: 'finance' },
      tags: ['dev'],
    })
  })

  test.each([
    ['append without a unique key', '', 'append', []],
    ['delete+insert with one', "unique_key='id'", 'delete+insert', ['id']],
    ['append with an empty list', 'unique_key=[]', 'append', []],
    ['what it says', "unique_key=['id', 'day'], incremental_strategy='merge'", 'merge', ['id', 'day']],
  ])('an incremental model adds rows by %s', (...[, said, incrementalStrategy, uniqueKey]) => {
    const { config } = parseClean({
      sql: `{{ config(materialized='incremental' ${said && `, ${said}`}) }}select 1`,
    })
    expect(config).toMatchObject({ incrementalStrategy, uniqueKey })
  })

  test('indexes, grants and docs are read', () => {
    const { config } = parseClean({
      sql: `---
materialized: table
indexes: [{ columns: id, unique: true }, { columns: [day, id], type: btree, name: by_day }]
grants: { select: [reader, writer], insert: writer }
persist_docs: { relation: true }
full_refresh: false
---
select 1`,
    })
    expect(config).toMatchObject({
      indexes: [
        { columns: ['id'], unique: true },
        { columns: ['day', 'id'], unique: false, type: 'btree', name: 'by_day' },
      ],
      grants: { select: ['reader', 'writer'], insert: ['writer'] },
      persistDocs: { relation: true, columns: false },
      fullRefresh: false,
    })
  })
})

describe("a model's references", () => {
  test('are found in branches, loops, macros and hooks, each place once', () => {
    const { references } = parseClean({
      config: 'vars: { regions: [eu, us] }',
      files: { 'macros/from.sql': "{{#macro from_source table}}from {{ source('raw', table) }}{{/macro}}" },
      sql: `{{ config(post_hook="delete from x where id in (select id from {{ ref('gone') }})") }}
select * {{ from_source('payments') }}
{{#each var('regions') as |region|}} union all select * from {{ ref(concat('orders_', region)) }} {{/each}}
{{#if incremental}} where id > (select max(id) from {{ ref('late') }}) {{/if}}`,
    })
    const named = references.map((one) => (one.kind === 'ref' ? one.name : `${one.source}.${one.table}`))
    expect(named).toEqual(['raw.payments', 'orders_eu', 'orders_us', 'late', 'gone'])
    expect(references[0]).toMatchObject({
      at: { path: 'macros/from.sql', line: 1 },
      calls: [{ path: 'models/orders.sql', line: 2 }],
    })
    expect(references[4]).toMatchObject({
      at: { path: 'models/orders.sql', line: 1, column: 71, endColumn: 77 },
    })
  })
})

describe('what is wrong in a model is reported at its place', () => {
  test.each<readonly [string, string, readonly string[]]>([
    ['no SQL', '', ['empty-model models/orders.sql:1:1']],
    ['comments alone', '-- select 1\n/* x */', ['empty-model models/orders.sql:1:1']],
    ['config alone', "{{ config(materialized='table') }}\n", ['empty-model models/orders.sql:1:1']],
    ['a misspelt key', "{{ config(materialised='table') }}select 1", ['unknown-key models/orders.sql:1:11']],
    [
      'a misspelt value',
      "{{ config(materialized='tabel') }}select 1",
      ['unknown-value models/orders.sql:1:24'],
    ],
    [
      'a materialization that is planned',
      "{{ config(materialized='materialized_view') }}select 1",
      ['not-yet models/orders.sql:1:24'],
    ],
    [
      'microbatch without what it needs',
      "{{ config(materialized='incremental', incremental_strategy='microbatch', batch_size='day') }}select 1",
      ['microbatch-incomplete models/orders.sql:1:60'],
    ],
    [
      'periods of another strategy',
      "{{ config(materialized='incremental', batch_size='day', lookback=2) }}select 1",
      ['unused-config models/orders.sql:1:50', 'unused-config models/orders.sql:1:66'],
    ],
    [
      'a key for microbatch',
      "{{ config(materialized='incremental', incremental_strategy='microbatch', event_time='day', batch_size='day', begin='2024-01-01', unique_key='id') }}select 1",
      ['unused-config models/orders.sql:1:141'],
    ],
    [
      'a begin that is no date',
      "{{ config(materialized='incremental', incremental_strategy='microbatch', event_time='day', batch_size='day', begin='2024-02-30') }}select 1",
      ['microbatch-incomplete models/orders.sql:1:60', 'wrong-type models/orders.sql:1:116'],
    ],
    [
      'a contract without columns',
      '{{ config(contract={ enforced: true }) }}select 1',
      ['contract-without-columns models/orders.sql:1:20'],
    ],
    ['a key of flows', "{{ config(lateness='3 days') }}select 1", ['unused-config models/orders.sql:1:20']],
    [
      'a state without key',
      "{{ config(materialized='state') }}select 1",
      ['config-needs models/orders.sql:1:24'],
    ],
    [
      'lateness without event time',
      "{{ config(materialized='flow', lateness='3 days') }}select 1",
      ['config-needs models/orders.sql:1:41'],
    ],
    [
      'late rows that go elsewhere, and no lateness',
      "{{ config(materialized='flow', event_time='at', late='divert') }}select 1",
      ['config-needs models/orders.sql:1:54'],
    ],
    [
      'dedupe_within without key and event time',
      "{{ config(materialized='flow', dedupe_within='1 day') }}select 1",
      ['config-needs models/orders.sql:1:46', 'config-needs models/orders.sql:1:46'],
    ],
    ['a key of dbt', "{{ config(group='finance') }}select 1", ['unknown-key models/orders.sql:1:11']],
    ['text for a boolean', "{{ config(enabled='yes') }}select 1", ['wrong-type models/orders.sql:1:19']],
    ['a number for text', '{{ config(schema=1) }}select 1', ['wrong-type models/orders.sql:1:18']],
    ['a map for a list', '{{ config(tags={ a: 1 }) }}select 1', ['wrong-type models/orders.sql:1:16']],
    ['empty text', "{{ config(alias='') }}select 1", ['wrong-type models/orders.sql:1:17']],
    ['SQL as a value', "{{ config(alias=ident('x')) }}select 1", ['config-not-plain models/orders.sql:1:17']],
    [
      'an argument without a name',
      "{{ config('table') }}select 1",
      ['config-argument models/orders.sql:1:11'],
    ],
    [
      'an index without columns',
      "{{ config(materialized='table', indexes=[{ unique: true }]) }}select 1",
      ['missing-key models/orders.sql:1:42'],
    ],
    [
      'a privilege that is none',
      '---\ngrants: { +select: [a] }\n---\nselect 1',
      ['bad-privilege models/orders.sql:2:11'],
    ],
    [
      'a hook without SQL',
      '---\npre_hook: { transaction: true }\n---\nselect 1',
      ['missing-key models/orders.sql:2:11'],
    ],
    [
      'a template in a name',
      "---\nschema: '{{ target.name }}'\n---\nselect 1",
      ['template-in-value models/orders.sql:2:9'],
    ],
    [
      'merge without a key',
      "{{ config(materialized='incremental', incremental_strategy='merge') }}select 1",
      ['unique-key-missing models/orders.sql:1:60'],
    ],
    [
      'columns to update and to leave',
      '---\nmaterialized: incremental\nunique_key: id\nincremental_strategy: merge\nmerge_update_columns: a\nmerge_exclude_columns: b\n---\nselect 1',
      ['merge-columns-twice models/orders.sql:6:24'],
    ],
    [
      'a strategy for a table',
      "{{ config(materialized='table', incremental_strategy='append') }}select 1",
      ['unused-config models/orders.sql:1:54'],
    ],
    [
      'a unique key without use',
      "{{ config(materialized='incremental', incremental_strategy='append', unique_key='id') }}select 1",
      ['unused-config models/orders.sql:1:81'],
    ],
    [
      'indexes of a view',
      "{{ config(indexes=[{ columns: 'id' }]) }}select 1",
      ['unused-config models/orders.sql:1:19'],
    ],
    [
      'hooks of an ephemeral model',
      "{{ config(materialized='ephemeral', pre_hook='select 1') }}select 1",
      ['unused-config models/orders.sql:1:46'],
    ],
    ['a reference without a name', 'select * from {{ ref() }}', ['wrong-arguments models/orders.sql:1:18']],
    [
      'a reference with three names',
      "select * from {{ ref('a', 'b', 'c') }}",
      ['wrong-arguments models/orders.sql:1:18'],
    ],
    ['a reference to a number', 'select * from {{ ref(1) }}', ['wrong-arguments models/orders.sql:1:18']],
    [
      'a reference with a version',
      "select * from {{ ref('a', v=2) }}",
      ['versioned-ref models/orders.sql:1:29'],
    ],
    [
      'a source without a table',
      "select * from {{ source('raw') }}",
      ['wrong-arguments models/orders.sql:1:18'],
    ],
    ['a name that stands for nothing', 'select {{ amont }}', ['unknown-name models/orders.sql:1:11']],
    [
      'a mistake in a hook',
      '---\npre_hook: "select {{ amont }}"\n---\nselect 1',
      ['unknown-name models/orders.sql:2:22'],
    ],
    [
      'a mistake in a hook of several lines',
      '---\npre_hook: |\n  select\n  {{ amont }}\n---\nselect 1',
      ['unknown-name models/orders.sql:3:3'],
    ],
    [
      'a quote that is not closed in front matter',
      "---\nschema: 'x\n---\nselect 1",
      ['yaml-syntax models/orders.sql:2:9'],
    ],
    [
      'two mistakes',
      "{{ config(tag='x', enabled=1) }}select {{ amont }}",
      [
        'unknown-key models/orders.sql:1:11',
        'wrong-type models/orders.sql:1:28',
        'unknown-name models/orders.sql:1:43',
      ],
    ],
  ])('%s', (_, sql, expected) => {
    expect(parse({ sql }).places).toEqual(expected)
  })

  test('a file whose name cannot be a name', () => {
    const files = { 'models/all orders.sql': 'select 1', 'models/a.b.sql': 'select 1' }
    expect(parse({ sql: 'select 1', files }).diagnostics).toMatchObject([
      { code: 'bad-name', at: { path: 'models/a.b.sql' }, hint: expect.stringContaining('"a_b"') },
      {
        code: 'bad-name',
        at: { path: 'models/all orders.sql' },
        hint: expect.stringContaining('"all_orders"'),
      },
    ])
  })

  test('a mistake in a macro is reported once, however many models call it', () => {
    const files = {
      'macros/money.sql': '{{#macro cents column}}{{ colunm }} / 100{{/macro}}',
      'models/a.sql': "select {{ cents('x') }}",
      'models/b.sql': "select {{ cents('x') }}",
    }
    expect(parse({ sql: "select {{ cents('x') }}", files }).places).toEqual([
      'unknown-name macros/money.sql:1:27',
    ])
  })

  test('a hook of a seed or of a run cannot refer to a node', () => {
    const files = { 'seeds/countries.csv': 'code\n' }
    const config = `seeds: { post_hook: "select {{ ref('orders') }}" }\non_run_end: ["select {{ ref('orders') }}"]`
    expect(parse({ sql: 'select 1', files, config }).places).toEqual([
      'reference-in-hook xform.yml:3:36',
      'reference-in-hook xform.yml:4:29',
    ])
  })
})
