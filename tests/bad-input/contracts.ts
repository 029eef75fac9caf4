import { failed, fine, refused, type Fixture, type Step } from './fixture.ts'

const file = 'models/orders.yml'

/** The entry of the model "orders", under a contract. */
const entry = (...lines: readonly string[]): Step => ({
  files: {
    [file]: [
      'models:',
      '  - name: orders',
      '    config: { contract: { enforced: true } }',
      ...lines,
      '',
    ].join('\n'),
  },
})

const id = '    columns: [{ name: id, data_type: integer }]'
const asTable: Step['files'] = { 'models/orders.sql': "{{ config(materialized='table') }}\nselect 1 as id\n" }
const asIncremental: Step['files'] = {
  'models/orders.sql': "{{ config(materialized='incremental') }}\nselect 1 as id\n",
}

const both = (step: Step, files: Step['files']): Step => ({ files: { ...step.files, ...files } })

/** Contracts and constraints. */
export const contractFixtures: readonly Fixture[] = [
  {
    name: 'contracts that are no map, have other keys, no columns, columns without types, or belong to a snapshot',
    files: {
      [file]: 'models: [{ name: orders, config: { contract: true } }]\n',
      'models/accounts.sql': 'select 1 as id\n',
      'models/accounts.yml':
        'models:\n  - name: accounts\n    config: { contract: { enforced: true } }\n    columns: [{ name: id }]\n',
      'models/people.sql': 'select 1 as id\n',
      'models/people.yml': 'models: [{ name: people, config: { contract: { enforced: true } } }]\n',
      'models/pets.sql': "{{ config(contract={ enforcd: true, enforced: 'yes' }) }}\nselect 1 as id\n",
      'snapshots/orders_history.yml':
        "snapshots:\n  - name: orders_history\n    relation: ref('orders')\n    config: { strategy: check, unique_key: id, check_cols: [id], contract: { enforced: true } }\n",
    },
    expect: refused(
      {
        code: 'contract-type-missing',
        at: 'models/accounts.yml:4:23',
        hint: '`data_type:`',
        message: '"id"',
      },
      { code: 'wrong-type', at: `${file}:1:46`, hint: 'key: value' },
      { code: 'contract-without-columns', at: 'models/people.yml:1:46', hint: '`columns:`' },
      { code: 'unknown-key', at: 'models/pets.sql:1:22', hint: 'Did you mean "enforced"?' },
      { code: 'wrong-type', at: 'models/pets.sql:1:47', hint: 'Write true, without quotes.' },
      { code: 'unknown-key', at: 'snapshots/orders_history.yml:4:66', hint: 'a contract belongs to that' },
    ),
  },
  {
    name: 'constraints of types that there are not, with what does not belong to them, and with mentions in their texts',
    ...entry(
      '    constraints:',
      '      - { type: exclusion, columns: [id] }',
      '      - { type: custom, expression: x }',
      '      - { type: unique }',
      '      - { type: check }',
      '      - { type: foreign_key, columns: [id] }',
      '      - { type: primary_key, columns: [id], to: x }',
      '      - { columns: [id] }',
      '      - { type: check, expression: "id in (select id from {{ ref(\'people\') }})" }',
      '      - { type: foreign_key, columns: [id], expression: "{{ ref(\'people\') }} (id)" }',
      '    columns: [{ name: id, data_type: integer, constraints: [{ type: unique, columns: [id] }] }]',
    ),
    expect: refused(
      { code: 'unknown-value', at: `${file}:5:17`, hint: 'not_null, primary_key, unique' },
      { code: 'unknown-value', at: `${file}:6:17`, hint: 'not_null, primary_key, unique' },
      { code: 'missing-key', at: `${file}:7:9`, hint: 'Add `columns:`' },
      { code: 'missing-key', at: `${file}:8:9`, hint: 'Add `expression:`' },
      { code: 'missing-key', at: `${file}:9:9`, hint: 'Add `to:`' },
      {
        code: 'unused-config',
        at: `${file}:10:49`,
        hint: 'Remove it',
        message: 'a primary key',
        severity: 'warning',
      },
      { code: 'missing-key', at: `${file}:11:9`, hint: 'Add `type:`' },
      { code: 'reference-in-constraint', at: `${file}:12:66`, hint: 'its own row' },
      { code: 'reference-in-constraint', at: `${file}:13:65`, hint: '`to: ref(' },
      { code: 'unknown-key', at: `${file}:14:77`, hint: 'under the `constraints:` of the model' },
    ),
  },
  {
    name: 'columns that are not declared, two primary keys, a foreign key of another width, and a policy for changed columns that cannot be',
    files: {
      ...entry(
        '    constraints:',
        '      - { type: unique, columns: [idd] }',
        '      - { type: primary_key, columns: [id] }',
        '      - { type: foreign_key, columns: [id], to: people, to_columns: [id, region] }',
        '    columns: [{ name: id, data_type: integer, constraints: [{ type: primary_key }] }]',
      ).files,
      'models/orders.sql':
        "{{ config(materialized='incremental', on_schema_change='sync_all_columns') }}\nselect 1 as id\n",
    },
    expect: refused(
      { code: 'contract-schema-change', at: 'models/orders.sql:1:56', hint: 'append_new_columns' },
      { code: 'constraint-column-unknown', at: `${file}:5:35`, hint: 'Did you mean "id"?' },
      { code: 'primary-key-twice', at: `${file}:6:17`, hint: 'with `columns:`' },
      {
        code: 'foreign-key-widths',
        at: `${file}:7:17`,
        hint: '`to_columns`',
        message: '2 columns (id, region)',
      },
    ),
  },
  {
    name: 'a foreign key to what is not there',
    ...entry('    constraints:', "      - { type: foreign_key, columns: [id], to: ref('ordrs') }", id),
    expect: refused({ code: 'unknown-ref', at: `${file}:5:53`, hint: 'Did you mean "orders"?' }),
  },
  {
    name: 'foreign keys to a view, and to a table without such a key',
    files: {
      ...entry(
        '    constraints:',
        "      - { type: foreign_key, columns: [id], to: ref('accounts') }",
        "      - { type: foreign_key, columns: [id], to: ref('people'), to_columns: [mail] }",
        id,
      ).files,
      ...asTable,
      'models/accounts.sql': 'select 1 as id\n',
      'models/people.sql': "{{ config(materialized='table') }}\nselect 1 as mail\n",
      'models/people.yml':
        'models:\n  - name: people\n    config: { contract: { enforced: true } }\n    columns: [{ name: mail, data_type: integer }]\n',
    },
    expect: refused(
      { code: 'foreign-key-target', at: `${file}:5:49`, hint: '`primary_key`', message: 'it is a view' },
      { code: 'foreign-key-target', at: `${file}:6:49`, hint: '`primary_key`', message: 'unique (mail)' },
    ),
  },
  {
    name: 'constraints that hold for nothing',
    files: {
      [file]: 'models: [{ name: orders, columns: [{ name: id, constraints: [{ type: not_null }] }] }]\n',
      'models/parts.sql': "{{ config(materialized='ephemeral') }}\nselect 1 as id\n",
      'models/parts.yml':
        'models:\n  - name: parts\n    config: { contract: { enforced: true } }\n    columns: [{ name: id, data_type: integer }]\n',
      'models/sources.yml':
        'sources:\n  - name: raw\n    tables:\n      - name: people\n        columns: [{ name: id, constraints: [{ type: unique }] }]\n',
    },
    expect: fine(
      {
        code: 'unused-config',
        at: `${file}:1:70`,
        hint: 'Remove it',
        message: 'no contract',
        severity: 'warning',
      },
      { code: 'unused-config', at: 'models/parts.yml:3:25', hint: 'Remove it', severity: 'warning' },
      { code: 'unused-config', at: 'models/sources.yml:5:53', hint: 'Remove it', severity: 'warning' },
    ),
  },
  {
    name: 'a constraint of a view, with a warning that may be left out',
    ...entry(
      '    columns:',
      '      - name: id',
      '        data_type: integer',
      '        constraints: [{ type: unique }, { type: not_null, warn_unsupported: false }]',
    ),
    expect: {
      ...fine({
        code: 'constraint-unsupported',
        at: `${file}:7:31`,
        hint: 'warn_unsupported: false',
        severity: 'warning',
      }),
      standing: ['orders'],
    },
  },
  {
    name: 'other columns than are declared, and nothing is built',
    ...entry('    columns: [{ name: id, data_type: text }, { name: amount, data_type: integer }]'),
    expect: {
      ...failed({
        code: 'contract-broken',
        at: `${file}:3:25`,
        hint: '`cast`',
        message: 'the query does not give it',
      }),
      standing: [],
    },
  },
  {
    name: 'a type that there is not',
    ...entry('    columns: [{ name: id, data_type: strnig }]'),
    expect: { ...failed({ code: 'query-failed', at: `${file}:4:38`, hint: 'string' }), standing: [] },
  },
  {
    name: 'a check that asks of a column that there is not',
    ...both(entry('    constraints: [{ type: check, expression: amuont > 0 }]', id), asTable),
    expect: {
      ...failed({ code: 'query-failed', at: `${file}:3:25`, hint: 'Correct the SQL', message: 'amuont' }),
      standing: [],
    },
  },
  {
    name: 'a row that breaks a check, and the old table stands',
    earlier: [both(entry(id), asTable)],
    ...entry(
      '    columns:',
      '      - { name: id, data_type: integer, constraints: [{ type: check, expression: id > 1 }] }',
    ),
    expect: {
      ...failed({
        code: 'constraint-violated',
        at: `${file}:5:63`,
        hint: 'still stands',
        message: 'check (id > 1)',
      }),
      standing: ['orders'],
    },
  },
  {
    name: 'a constraint that a standing table does not have',
    earlier: [both(entry(id), asIncremental)],
    ...entry('    columns: [{ name: id, data_type: integer, constraints: [{ type: unique }] }]'),
    expect: failed({
      code: 'contract-not-held',
      at: `${file}:3:25`,
      hint: '--full-refresh',
      message: 'unique (id)',
    }),
  },
  {
    name: 'a name of a constraint that Postgres would cut',
    engine: 'postgres without a server',
    ...both(
      entry(`    constraints: [{ type: unique, columns: [id], name: ${'long_'.repeat(13)} }]`, id),
      asTable,
    ),
    command: ['compile'],
    expect: refused({ code: 'name-too-long', at: `${file}:4:27`, hint: 'the constraint a shorter' }),
  },
  {
    name: 'names of constraints that a table has twice, that another table has, and that a table has itself',
    engine: 'postgres without a server',
    files: {
      ...entry(
        '    constraints:',
        '      - { type: unique, columns: [id], name: own }',
        '      - { type: check, expression: id > 0, name: own }',
        '      - { type: unique, columns: [id], name: people }',
        '      - { type: check, expression: id > 1, name: accounts }',
        id,
      ).files,
      ...asTable,
      'models/accounts.sql': 'select 1 as id\n',
      'models/people.sql': "{{ config(materialized='table') }}\nselect 1 as id\n",
      'models/people.yml':
        'models:\n  - name: people\n    config: { contract: { enforced: true } }\n    columns: [{ name: id, data_type: integer, constraints: [{ type: unique, name: own }] }]\n',
    },
    command: ['compile'],
    expect: refused(
      { code: 'constraint-name-taken', at: `${file}:6:17`, hint: 'another `name`', message: '"orders"' },
      { code: 'constraint-name-taken', at: `${file}:7:17`, hint: 'another `name`', message: 'the relation' },
      {
        code: 'constraint-name-taken',
        at: 'models/people.yml:4:69',
        hint: 'another `name`',
        message: 'a constraint of "orders"',
      },
    ),
  },
  {
    name: 'two columns that the database takes for one',
    ...both(entry('    columns: [{ name: id, data_type: integer }, { name: ID, data_type: text }]'), asTable),
    command: ['compile'],
    expect: refused({ code: 'duplicate-column', at: `${file}:4:57`, hint: '' }),
  },
]
