import { fine, refused, type Fixture } from './fixture.ts'

const head = 'name: shop\ntargets:\n  dev: { type: duckdb, path: warehouse.duckdb, schema: shop }\n'
const project = (text: string): Fixture['files'] => ({ 'xform.yml': head + text })

/** The other keys of xform.yml, and what stands in its place. */
export const projectFileFixtures: readonly Fixture[] = [
  {
    name: 'an empty xform.yml',
    files: { 'xform.yml': '' },
    expect: refused({ code: 'wrong-type', at: 'xform.yml:1:1', hint: 'name' }),
  },
  {
    name: 'an xform.yml that holds nothing but a comment',
    files: { 'xform.yml': '# later\n' },
    expect: refused({ code: 'wrong-type', at: 'xform.yml:1:1', hint: 'name' }),
  },
  {
    name: 'an xform.yml that is a list',
    files: { 'xform.yml': '- name: shop\n' },
    expect: refused({ code: 'wrong-type', at: 'xform.yml:1:1', hint: 'name' }),
  },
  {
    name: 'neither a name nor targets',
    files: { 'xform.yml': 'vars: {}\n' },
    expect: refused(
      { code: 'missing-key', at: 'xform.yml:1:1', hint: 'Add `name:`' },
      { code: 'missing-key', at: 'xform.yml:1:1', hint: 'Add `targets:`' },
    ),
  },
  {
    name: 'unknown keys everywhere',
    files: project(
      'modles: {}\npaths: { model: [sql] }\nnaming: { schemas: custom }\nmodels: { materialised: table, staging: { tag: [a] } }\nseeds: { quote_colums: true }\n',
    ),
    expect: refused(
      { code: 'unknown-key', at: 'xform.yml:4:1', hint: 'Did you mean "models"?' },
      { code: 'unknown-key', at: 'xform.yml:5:10', hint: 'Did you mean "models"?' },
      { code: 'unknown-key', at: 'xform.yml:6:11', hint: 'Did you mean "schema"?' },
    ),
  },
  {
    name: 'unknown keys among the defaults of folders',
    files: {
      'models/staging/customers.sql': 'select 1 as id\n',
      ...project('models: { materialised: table, staging: { tag: [a] } }\nseeds: { quote_colums: true }\n'),
    },
    expect: refused(
      { code: 'unknown-key', at: 'xform.yml:4:11', hint: 'Did you mean "materialized"?' },
      { code: 'unknown-key', at: 'xform.yml:4:43', hint: 'Did you mean "tags"?' },
      { code: 'unknown-key', at: 'xform.yml:5:10', hint: 'Did you mean "quote_columns"?' },
    ),
  },
  {
    name: 'keys of dbt_project.yml, with what is written here instead',
    files: project(
      'model-paths: [models]\nprofile: shop\nconfig-version: 2\non-run-start: select 1\nquery-comment: x\n',
    ),
    expect: refused(
      { code: 'unknown-key', at: 'xform.yml:4:1', hint: 'paths: { models: […] }' },
      { code: 'unknown-key', at: 'xform.yml:5:1', hint: '`targets:`' },
      { code: 'unknown-key', at: 'xform.yml:6:1', hint: 'Remove it' },
      { code: 'unknown-key', at: 'xform.yml:7:1', hint: '`on_run_start:`' },
      { code: 'unknown-key', at: 'xform.yml:8:1', hint: 'Remove it' },
    ),
  },
  {
    name: 'values of the wrong type',
    files: project(
      'target: 7\npaths: models\nvars: [a]\nmodels: [staging]\nnaming: custom\non_run_start: { sql: select 1 }\nmeta: none\n',
    ),
    expect: refused(
      { code: 'wrong-type', at: 'xform.yml:4:9', hint: 'quotes: "7"' },
      { code: 'wrong-type', at: 'xform.yml:5:8', hint: 'key: value' },
      { code: 'wrong-type', at: 'xform.yml:6:7', hint: 'key: value' },
      { code: 'wrong-type', at: 'xform.yml:7:9', hint: 'key: value' },
      { code: 'wrong-type', at: 'xform.yml:8:9', hint: 'key: value' },
      { code: 'wrong-type', at: 'xform.yml:9:15', hint: 'Write text' },
      { code: 'wrong-type', at: 'xform.yml:10:7', hint: 'key: value' },
    ),
  },
  {
    name: 'a value that is none of the choices',
    files: project('naming: { schema: custum }\n'),
    expect: refused({ code: 'unknown-value', at: 'xform.yml:4:19', hint: 'Did you mean "custom"?' }),
  },
  {
    name: 'a template in a value that is none',
    files: project('target: "{{ env(\'TARGET\') }}"\n'),
    expect: refused({ code: 'template-in-value', at: 'xform.yml:4:9', hint: '${NAME}' }),
  },
  {
    name: 'a name that no id can hold',
    files: { 'xform.yml': head.replace('name: shop', 'name: my shop') },
    expect: refused({ code: 'bad-project-name', at: 'xform.yml:1:7', hint: 'underscores' }),
  },
  {
    name: 'folders outside the project, and folders inside each other',
    files: project(
      'paths: { models: [sql, ../models], macros: sql/macros, seeds: /etc, tests: [tests, tests] }\n',
    ),
    expect: refused(
      { code: 'path-outside-project', at: 'xform.yml:4:24', hint: "below the project's own" },
      { code: 'overlapping-paths', at: 'xform.yml:4:44', hint: 'a folder of its own' },
      { code: 'path-outside-project', at: 'xform.yml:4:63', hint: "below the project's own" },
      { code: 'overlapping-paths', at: 'xform.yml:4:84', hint: 'a folder of its own' },
    ),
  },
  {
    name: 'a hook of the run that refers to a node',
    files: project('on_run_start: "insert into audit select count(*) from {{ ref(\'orders\') }}"\n'),
    expect: refused({ code: 'reference-in-hook', at: 'xform.yml:4:62', hint: 'in the database' }),
  },
  {
    name: 'a hook of the run whose template is broken',
    files: project('on_run_end:\n  - select 1\n  - select {{ nope }}\n  - "select {{ \'a }}"\n'),
    expect: refused(
      { code: 'unknown-name', at: 'xform.yml:6:15', hint: 'quotes' },
      { code: 'unterminated-string', at: 'xform.yml:7:16', hint: 'Close it' },
    ),
  },
  {
    name: 'defaults for a folder that there is not',
    files: {
      'models/staging/customers.sql': 'select 1 as id\n',
      ...project('models: { stagging: { materialized: view }, shop: { materialized: view } }\n'),
    },
    expect: fine(
      {
        code: 'unmatched-defaults',
        at: 'xform.yml:4:11',
        hint: 'Did you mean "staging"?',
        severity: 'warning',
      },
      { code: 'unmatched-defaults', at: 'xform.yml:4:45', hint: "project's name", severity: 'warning' },
    ),
  },
]
