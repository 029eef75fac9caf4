import { fine, refused, type ExpectedFinding, type Fixture } from './fixture.ts'

const model = (text: string): Fixture['files'] => ({ 'models/revenue.sql': text })
const file = 'models/revenue.sql'

/** Every key of a model's config that is planned, with a value that it could have. */
const laterKeys: Readonly<Record<string, string>> = {
  concurrent_batches: 'true',
}

const laterValues: Readonly<Record<string, readonly string[]>> = {
  materialized: ['materialized_view'],
}

const frontMatter = (lines: readonly string[]): Fixture['files'] =>
  model(`---\n${lines.map((line) => `${line}\n`).join('')}---\nselect 1 as id\n`)

/** What a model says of itself. */
export const configFixtures: readonly Fixture[] = [
  {
    name: 'an unknown key, in the file, in its front matter and in its properties',
    files: {
      ...model("{{ config(materialised='table') }}\nselect 1 as id\n"),
      'models/a.sql': '---\nuniqe_key: id\n---\nselect 1 as id\n',
      'models/models.yml': 'models:\n  - name: orders\n    config: { alais: x, constructor: 1 }\n',
    },
    expect: refused(
      { code: 'unknown-key', at: 'models/a.sql:2:1', hint: 'Did you mean "unique_key"?' },
      { code: 'unknown-key', at: 'models/models.yml:3:15', hint: 'Did you mean "alias"?' },
      { code: 'unknown-key', at: 'models/models.yml:3:25', hint: 'Its keys are' },
      { code: 'unknown-key', at: `${file}:1:11`, hint: 'Did you mean "materialized"?' },
    ),
  },
  {
    name: 'values of the wrong type',
    files: model(
      [
        '{{ config(',
        '  materialized=7,',
        "  enabled='yes',",
        '  tags=5,',
        "  meta='x',",
        '  unique_key={ a: 1 },',
        "  grants=['select'],",
        "  indexes=['id'],",
        '  pre_hook=1,',
        "  full_refresh='no',",
        '  persist_docs=true',
        ') }}',
        'select 1 as id',
      ].join('\n'),
    ),
    expect: refused(
      { code: 'wrong-type', at: `${file}:2:16`, hint: '"7"' },
      { code: 'wrong-type', at: `${file}:3:11`, hint: 'Write true, without quotes' },
      { code: 'wrong-type', at: `${file}:4:8`, hint: '"5"' },
      { code: 'wrong-type', at: `${file}:5:8`, hint: 'key: value' },
      { code: 'wrong-type', at: `${file}:6:14`, hint: 'text' },
      { code: 'wrong-type', at: `${file}:7:10`, hint: 'key: value' },
      { code: 'wrong-type', at: `${file}:8:12`, hint: 'key: value' },
      { code: 'wrong-type', at: `${file}:9:12`, hint: '"1"' },
      { code: 'wrong-type', at: `${file}:10:16`, hint: 'Write false, without quotes' },
      { code: 'wrong-type', at: `${file}:11:16`, hint: 'key: value' },
    ),
  },
  {
    name: 'values that are none of the choices',
    files: model(
      "{{ config(materialized='tabel', incremental_strategy='insert_overwrite', on_schema_change='appendnew_columns') }}\nselect 1 as id\n",
    ),
    expect: refused(
      { code: 'unknown-value', at: `${file}:1:24`, hint: 'Did you mean "table"?' },
      { code: 'unknown-value', at: `${file}:1:54`, hint: 'append, delete+insert, merge' },
      { code: 'unknown-value', at: `${file}:1:91`, hint: 'Did you mean "append_new_columns"?' },
    ),
  },
  {
    name: 'every key that is planned',
    files: frontMatter(Object.entries(laterKeys).map(([key, value]) => `${key}: ${value}`)),
    expect: refused(
      ...Object.keys(laterKeys).map((_, index): ExpectedFinding => ({
        code: 'not-yet',
        at: `${file}:${index + 2}:1`,
        hint: 'until then',
      })),
    ),
  },
  ...Object.entries(laterValues).flatMap(([key, values]) =>
    values.map((value): Fixture => ({
      name: `${key}: ${value}, which is planned`,
      files: frontMatter([`${key}: ${value}`]),
      expect: refused({
        code: 'not-yet',
        at: `${file}:2:${key.length + 3}`,
        hint: 'until then',
        message: value,
      }),
    })),
  ),
  {
    name: 'text that is empty where a name is wanted',
    files: model("{{ config(alias='', schema=' ', tags=['']) }}\nselect 1 as id\n"),
    expect: refused(
      { code: 'wrong-type', at: `${file}:1:17`, hint: 'text that is not empty' },
      { code: 'wrong-type', at: `${file}:1:28`, hint: 'text that is not empty' },
      { code: 'wrong-type', at: `${file}:1:39`, hint: 'text that is not empty' },
    ),
  },
  {
    name: 'a strategy that needs a key, without one',
    files: {
      ...model("{{ config(materialized='incremental', incremental_strategy='merge') }}\nselect 1 as id\n"),
      'models/a.sql':
        "{{ config(materialized='incremental', incremental_strategy='delete+insert', unique_key=[]) }}\nselect 1 as id\n",
    },
    expect: refused(
      { code: 'unique-key-missing', at: 'models/a.sql:1:60', hint: 'Add `unique_key`' },
      { code: 'unique-key-missing', at: `${file}:1:60`, hint: 'Add `unique_key`' },
    ),
  },
  {
    name: 'columns to update and columns not to update',
    files: model(
      "{{ config(materialized='incremental', incremental_strategy='merge', unique_key='id', merge_update_columns=['a'], merge_exclude_columns=['b']) }}\nselect 1 as id\n",
    ),
    expect: refused({ code: 'merge-columns-twice', at: `${file}:1:136`, hint: 'Keep one' }),
  },
  {
    name: 'a privilege that is none',
    files: model("{{ config(grants={ 'select;drop': ['ada'] }) }}\nselect 1 as id\n"),
    expect: refused({ code: 'bad-privilege', at: `${file}:1:20`, hint: 'such as select' }),
  },
  {
    name: 'an index without columns, and one with an unknown key',
    files: model(
      "{{ config(materialized='table', indexes=[{ columns: [] }, { column: 'id' }]) }}\nselect 1 as id\n",
    ),
    expect: refused(
      { code: 'wrong-type', at: `${file}:1:42`, hint: 'Write an index with columns' },
      { code: 'missing-key', at: `${file}:1:59`, hint: 'Add `columns:`' },
      { code: 'unknown-key', at: `${file}:1:61`, hint: 'Did you mean "columns"?' },
    ),
  },
  {
    name: 'a hook with an unknown name, a broken template and a reference that is not there',
    files: model(
      '{{ config(post_hook=["grant select on {{ thsi }} to ada", "select {{ \'x", "insert into log select * from {{ ref(\'ordres\') }}"]) }}\nselect 1 as id\n',
    ),
    expect: refused(
      { code: 'unknown-name', at: `${file}:1:42`, hint: 'Did you mean "this"?' },
      { code: 'unterminated-string', at: `${file}:1:70`, hint: 'Close it' },
      { code: 'unknown-ref', at: `${file}:1:113`, hint: 'Did you mean "orders"?' },
    ),
  },
  {
    name: 'keys that have no effect where they stand',
    files: {
      ...model(
        "{{ config(materialized='table', incremental_strategy='merge', on_schema_change='fail') }}\nselect 1 as id\n",
      ),
      'models/a.sql':
        "{{ config(materialized='incremental', merge_update_columns=['id']) }}\nselect 1 as id\n",
      'models/b.sql': "{{ config(materialized='view', indexes=[{ columns: ['id'] }]) }}\nselect 1 as id\n",
      'models/c.sql': "{{ config(materialized='ephemeral', post_hook='select 1') }}\nselect 1 as id\n",
      'models/d.sql':
        "{{ config(materialized='incremental', incremental_strategy='append', unique_key='id') }}\nselect 1 as id\n",
    },
    expect: fine(
      { code: 'unused-config', at: 'models/a.sql:1:60', hint: 'Remove it', severity: 'warning' },
      { code: 'unused-config', at: 'models/b.sql:1:40', hint: 'Remove it', severity: 'warning' },
      { code: 'unused-config', at: 'models/c.sql:1:47', hint: 'Remove it', severity: 'warning' },
      { code: 'unused-config', at: 'models/d.sql:1:81', hint: 'Remove it', severity: 'warning' },
      { code: 'unused-config', at: `${file}:1:54`, hint: 'Remove it', severity: 'warning' },
      { code: 'unused-config', at: `${file}:1:80`, hint: 'Remove it', severity: 'warning' },
      {
        code: 'config-without-effect',
        hint: 'It may stay for targets',
        severity: 'note',
      },
    ),
  },
  {
    name: 'a model without SQL',
    files: {
      'models/revenue.sql': '',
      'models/a.sql': '-- later\n',
      'models/b.sql': "{{ config(materialized='table') }}\n;\n",
    },
    expect: refused(
      { code: 'empty-model', at: 'models/a.sql:1:1', hint: 'Write a query' },
      { code: 'empty-model', at: 'models/b.sql:1:1', hint: 'Write a query' },
      { code: 'empty-model', at: `${file}:1:1`, hint: 'Write a query' },
    ),
  },
  {
    name: 'a model whose templates leave no SQL',
    files: model("{{#if eq(target.name, 'prod')}}select 1 as id{{/if}}\n"),
    expect: refused({ code: 'empty-query', at: `${file}:1:1`, hint: 'enabled: false' }),
  },
  {
    name: 'a model of several statements',
    files: {
      ...model('create index by_id on orders (id);\nselect 1 as id\n'),
      'models/a.sql': 'select 1 as id;\nselect 2 as id;\n',
    },
    expect: refused(
      { code: 'several-statements', at: 'models/a.sql:2:1', hint: '`pre_hook`' },
      { code: 'several-statements', at: `${file}:2:1`, hint: '`pre_hook`' },
    ),
  },
  {
    name: 'a database that is not the one of the target',
    files: model("{{ config(database='archive') }}\nselect 1 as id\n"),
    expect: refused({ code: 'foreign-database', at: `${file}:1:20`, hint: 'Leave `database` out' }),
  },
]
