import type { parseCatalogue } from '../../../core/errors/catalogue/parse.ts'
import { inFile, inFiles, inModel, inProject, inProperties, type ErrorExample } from './example.ts'

/** The codes of models, configs and property files. */
export const parseExamples: Readonly<Record<keyof typeof parseCatalogue, ErrorExample>> = {
  'bad-name': inFile(
    'models/my revenue.sql',
    'select 1 as id',
    'The name stands in the database, in selections and in ids, so not every character is allowed: [Names](models.md#names).',
  ),
  'unused-config': inModel(
    "{{ config(materialized='table', incremental_strategy='merge') }} select 1 as id",
    'A warning: something is configured that cannot have an effect here.',
  ),
  'bad-privilege': inModel(
    "{{ config(grants={ 'select, insert': ['reporting'] }) }} select 1 as id".replace(
      "'select, insert'",
      'select1',
    ),
    'A key under `grants` is a privilege of the database.',
  ),
  'merge-columns-twice': inModel(
    "{{ config(materialized='incremental', incremental_strategy='merge', unique_key='id', merge_update_columns=['a'], merge_exclude_columns=['b']) }} select 1 as id",
    'The two lists say the same thing in opposite ways.',
  ),
  'unique-key-missing': inModel(
    "{{ config(materialized='incremental', incremental_strategy='merge') }} select 1 as id",
    'Without a key it cannot be told which row of the table a new row replaces.',
  ),
  'microbatch-incomplete': inModel(
    "{{ config(materialized='incremental', incremental_strategy='microbatch', event_time='day') }} select current_date as day",
    'Without them it is not known which periods there are: [Microbatch](materializations.md#microbatch).',
  ),
  'unmatched-defaults': inProject(
    'models:\n  stagging: { materialized: view }\n',
    'A warning: [defaults](models.md#defaults-by-folder) are given for a folder, or a model, that does not exist.',
  ),
  'unclosed-front-matter': inModel(
    '---\nmaterialized: table\nselect 1 as id\n',
    'A file that begins with a line `---` has its config there, up to the next such line.',
  ),
  'not-a-reference': inProperties(
    'exposures:\n  - name: report\n    type: dashboard\n    owner: { name: Ada }\n    depends_on: [orders]\n',
    'Only a call of `ref` or `source` can stand here.',
  ),
  'duplicate-column': inProperties(
    'models:\n  - name: orders\n    columns:\n      - name: id\n      - name: id\n',
    'The same column has two entries.',
  ),
  'versioned-ref': inModel(
    "select * from {{ ref('orders', v=2) }}",
    'dbt has versions of models. Here each has a name of its own.',
  ),
  'wrong-arguments': inModel(
    "select * from {{ source('orders') }}",
    '`ref` and `source` take names in quotes.',
  ),
  'unreadable-test': inProperties(
    'models:\n  - name: orders\n    columns:\n      - name: id\n        data_tests: [[unique]]\n',
    'What stands under `data_tests` is not how a test is written.',
  ),
  'duplicate-test': inProperties(
    'models:\n  - name: orders\n    columns:\n      - name: id\n        data_tests: [unique, unique]\n',
    'The same test is declared twice on the same column.',
  ),
  'fixture-twice': inProperties(
    'unit_tests:\n  - name: sums\n    model: orders\n    given: []\n    expect: { rows: [], fixture: sums }\n',
    'Rows stand in the property file, or in a file of their own: [Rows](unit-tests.md#rows).',
  ),
  'fixture-ambiguous': inFiles(
    {
      'models/models.yml':
        'unit_tests:\n  - name: sums\n    model: orders\n    given: []\n    expect: { fixture: sums }\n',
      'tests/fixtures/sums.csv': 'amount\n5\n',
      'tests/fixtures/older/sums.csv': 'amount\n6\n',
    },
    'A fixture is found by the name of its file, in whichever folder that is: [Rows](unit-tests.md#rows).',
  ),
  'unknown-fixture': inProperties(
    'unit_tests:\n  - name: sums\n    model: orders\n    given: []\n    expect: { fixture: sums }\n',
    'Rows in files stand in the folder `fixtures` of the tests: [Rows](unit-tests.md#rows).',
  ),
  'unknown-test': inProperties(
    'models:\n  - name: orders\n    columns:\n      - name: id\n        data_tests: [not_nul]\n',
    'The tests that there are, and how a project defines its own: [Data tests](tests.md).',
  ),
  'test-of-relation': inProperties(
    'models:\n  - name: orders\n    columns:\n      - name: id\n        data_tests: [not_empty]\n',
    'Some tests are about columns, some about the rows as a whole.',
  ),
  'test-of-column': inProperties(
    'models:\n  - name: orders\n    data_tests: [not_null]\n',
    'Some tests are about columns, some about the rows as a whole.',
  ),
  'bad-threshold': inProperties(
    'models:\n  - name: orders\n    data_tests: [{ not_empty: { error_if: many } }]\n',
    '`warn_if` and `error_if` compare the number of failing rows: [How bad it is](tests.md#how-bad-it-is).',
  ),
  'missing-test-argument': inProperties(
    'models:\n  - name: orders\n    columns:\n      - name: id\n        data_tests: [accepted_values]\n',
    'A test cannot do without this argument.',
  ),
  'loaded-at-twice': inProperties(
    'sources:\n  - name: core\n    loaded_at_field: loaded_at\n    loaded_at_query: select max(loaded_at) from core.loads\n    tables: [{ name: payments }]\n',
    'Two answers to one question, when rows came last: [Freshness](freshness.md).',
  ),
  'reference-in-freshness': inProperties(
    'sources:\n  - name: core\n    tables:\n      - name: payments\n        loaded_at_query: "select max(id) from {{ ref(\'orders\') }}"\n',
    'How fresh something is can be asked at any time, also before anything is built.',
  ),
  'config-not-plain': inModel(
    "{{ config(alias=ref('orders')) }} select 1 as id",
    'A config is read before relations have their names.',
  ),
  'config-argument': inModel("{{ config('table') }} select 1 as id", 'Every value of a config has a name.'),
  'empty-model': inModel('-- nothing yet\n', 'A model needs a query.'),
  'reference-in-hook': inProject(
    'on_run_start: "insert into audit select count(*) from {{ ref(\'orders\') }}"\n',
    'Hooks of the whole run belong to no place in the order of nodes.',
  ),
  'nothing-described': inProperties(
    'models:\n  - name: ordrs\n',
    'A property file describes something that the project does not have.',
  ),
  'described-twice': inFiles(
    { 'models/a.yml': 'models:\n  - name: orders\n', 'models/b.yml': 'models:\n  - name: orders\n' },
    'Two entries describe the same node, in one file or in two.',
  ),
  'cursor-twice': inProperties(
    'sources:\n  - name: bank\n    tables:\n      - name: payments\n        cursor: { column: id, order: trusted, settle: 5 min }\n',
    'A cursor says in one way when rows are complete.',
  ),
  'key-with-comma': inFile(
    'snapshots/order_history.sql',
    "{{ config(strategy='check', check_cols='all', unique_key='id, line') }}\nselect 1 as id, 2 as line\n",
    'Several columns that tell rows apart together are a list: [unique_key](snapshots.md#unique_key).',
  ),
  'hard-deletes-twice': inFile(
    'snapshots/order_history.sql',
    "{{ config(strategy='check', check_cols='all', unique_key='id', hard_deletes='new_record', invalidate_hard_deletes=true) }}\nselect 1 as id\n",
    'Which of the two should hold cannot be told: [rows that are gone](snapshots.md#rows-that-are-gone).',
  ),
  'meta-column-twice': inFile(
    'snapshots/order_history.sql',
    "{{ config(strategy='check', check_cols='all', unique_key='id', snapshot_meta_column_names={ dbt_valid_to: 'dbt_valid_from' }) }}\nselect 1 as id\n",
    'A snapshot adds five columns, each with a name of its own.',
  ),
  'config-needs': inModel(
    "{{ config(materialized='state') }}\nselect 1 as id",
    'A key of a config means nothing without another.',
  ),
  'contract-without-columns': inProperties(
    'models:\n  - name: orders\n    config: { contract: { enforced: true } }\n',
    'A [contract](contracts.md) says which columns there are, and here it says of none.',
  ),
  'contract-type-missing': inProperties(
    'models:\n  - name: orders\n    config: { contract: { enforced: true } }\n    columns:\n      - name: id\n',
    'A [contract](contracts.md) says of every column which type it has.',
  ),
  'contract-schema-change': inFiles(
    {
      'models/orders.sql':
        "{{ config(materialized='incremental', on_schema_change='sync_all_columns') }}\nselect 1 as id\n",
      'models/models.yml':
        'models:\n  - name: orders\n    config: { contract: { enforced: true } }\n    columns: [{ name: id, data_type: integer }]\n',
    },
    'What the query gives would decide which columns the table has, and a [contract](contracts.md) decides that.',
  ),
  'constraint-column-unknown': inContract(
    'constraints: [{ type: unique, columns: [idd] }]',
    'A constraint of a whole model names its columns, and one of them is not declared.',
  ),
  'primary-key-twice': inContract(
    'constraints: [{ type: primary_key, columns: [id] }, { type: primary_key, columns: [id] }]',
    'A table has one primary key at most. It may have several columns.',
  ),
  'foreign-key-widths': inContract(
    'constraints: [{ type: foreign_key, columns: [id], to: customers, to_columns: [id, region] }]',
    'Each column of a foreign key refers to one column of the other table.',
  ),
  'reference-in-constraint': inContract(
    'constraints: [{ type: check, expression: "id in (select id from {{ ref(\'customers\') }})" }]',
    'The text of a constraint is a template, and can hold variables. It is no place for mentions.',
  ),
}

/** An example with a line in the entry of a model that has a contract. */
function inContract(line: string, means: string): ErrorExample {
  return inFile(
    'models/models.yml',
    `models:\n  - name: orders\n    config: { contract: { enforced: true } }\n    ${line}\n    columns: [{ name: id, data_type: integer }]\n`,
    means,
  )
}
