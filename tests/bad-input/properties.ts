import { refused, type Fixture } from './fixture.ts'

const file = 'models/models.yml'
const properties = (text: string): Fixture['files'] => ({ [file]: text })

/** Property files. */
export const propertyFixtures: readonly Fixture[] = [
  {
    name: 'unknown keys at every level',
    files: properties(
      [
        'model: []',
        'models:',
        '  - name: orders',
        '    descripton: paid',
        '    materialized: table',
        '    columns:',
        '      - name: id',
        '        data_tpye: int',
        'sources:',
        '  - name: raw',
        '    shcema: raw',
        '    tables:',
        '      - name: payments',
        '        identifer: p',
        'metrics: []',
      ].join('\n'),
    ),
    expect: refused(
      { code: 'unknown-key', at: `${file}:1:1`, hint: 'Did you mean "models"?' },
      { code: 'unknown-key', at: `${file}:4:5`, hint: 'Did you mean "description"?' },
      { code: 'unknown-key', at: `${file}:5:5`, hint: 'under `config:`' },
      { code: 'unknown-key', at: `${file}:8:9`, hint: 'Did you mean "data_type"?' },
      { code: 'unknown-key', at: `${file}:11:5`, hint: 'Did you mean "schema"?' },
      { code: 'unknown-key', at: `${file}:14:9`, hint: 'Did you mean "identifier"?' },
      { code: 'unknown-key', at: `${file}:15:1`, hint: 'a model can compute them' },
    ),
  },
  {
    name: 'values of the wrong type at every level',
    files: properties(
      [
        'version: 1',
        'models: orders',
        'seeds:',
        '  - rates',
        'sources:',
        '  - name: [raw]',
        '    tables: payments',
        '  - name: bank',
        '    tables:',
        '      - 7',
        'exposures: 5',
      ].join('\n'),
    ),
    expect: refused(
      { code: 'wrong-type', at: `${file}:1:10`, hint: 'Remove it' },
      { code: 'wrong-type', at: `${file}:2:9`, hint: 'as a list: [orders]' },
      { code: 'wrong-type', at: `${file}:4:5`, hint: 'key: value' },
      { code: 'wrong-type', at: `${file}:6:11`, hint: 'Write text' },
      { code: 'wrong-type', at: `${file}:7:13`, hint: 'as a list: [payments]' },
      { code: 'wrong-type', at: `${file}:10:9`, hint: 'key: value' },
      { code: 'wrong-type', at: `${file}:11:12`, hint: 'as a list: [5]' },
    ),
  },
  {
    name: 'entries without a name',
    files: properties('models:\n  - description: paid\nsources:\n  - schema: raw\n'),
    expect: refused(
      { code: 'missing-key', at: `${file}:2:5`, hint: 'Add `name:`' },
      { code: 'missing-key', at: `${file}:4:5`, hint: 'Add `name:`' },
    ),
  },
  {
    name: 'files of a source that cannot be meant',
    files: properties(
      [
        'sources:',
        '  - name: raw',
        '    tables:',
        "      - { name: a, files: '../a.csv' }",
        "      - { name: b, files: 'data/*' }",
        "      - { name: c, files: 'data/' }",
        '      - { name: d, files: { path: a.csv, on_drift: union } }',
      ].join('\n'),
    ),
    expect: refused(
      { code: 'files-outside-project', at: `${file}:4:27`, hint: 'an absolute path' },
      { code: 'file-format-unknown', at: `${file}:5:27`, hint: '`format`' },
      { code: 'bad-file-pattern', at: `${file}:6:27`, hint: 'forward slashes' },
      { code: 'unknown-key', at: `${file}:7:42`, hint: 'on_schema_drift' },
    ),
  },
  {
    name: 'descriptions of what there is not, twice, and in the wrong section',
    files: {
      'seeds/rates.csv': 'id\n1\n',
      ...properties(
        'models:\n  - name: ordrs\n  - name: orders\n  - name: orders\n  - name: rates\n  - name: my orders\n',
      ),
    },
    expect: refused(
      { code: 'nothing-described', at: `${file}:2:11`, hint: 'Did you mean "orders"?' },
      { code: 'described-twice', at: `${file}:4:11`, hint: 'Keep one description' },
      { code: 'nothing-described', at: `${file}:5:11`, hint: 'under `seeds:`' },
      { code: 'bad-name', at: `${file}:6:11`, hint: 'my_orders' },
    ),
  },
  {
    name: 'a column twice',
    files: properties('models:\n  - name: orders\n    columns:\n      - name: id\n      - name: id\n'),
    expect: refused({ code: 'duplicate-column', at: `${file}:5:15`, hint: 'Keep one description' }),
  },
  {
    name: 'a source or a table twice, in two files',
    files: {
      'models/a.yml':
        'sources:\n  - name: raw\n    tables:\n      - name: payments\n      - name: payments\n',
      'models/b.yml': 'sources:\n  - name: raw\n    tables:\n      - name: payments\n',
    },
    expect: refused(
      { code: 'duplicate-name', at: 'models/a.yml:5:15', hint: 'Rename one of them' },
      { code: 'duplicate-name', at: 'models/b.yml:4:15', hint: 'Rename one of them' },
    ),
  },
  {
    name: 'tests that are not written as tests are',
    files: properties(
      [
        'models:',
        '  - name: orders',
        '    columns:',
        '      - name: id',
        '        data_tests:',
        '          - [unique]',
        '          - unique',
        '          - unique',
        '          - accepted_values',
        '          - relationships: { to: orders, field: id }',
        '          - not null',
        '          - not_null: { severity: critical }',
        '          - unique: yes',
        '        tests: unique',
      ].join('\n'),
    ),
    expect: refused(
      { code: 'unreadable-test', at: `${file}:6:13`, hint: '`- not_null`' },
      { code: 'duplicate-test', at: `${file}:8:13`, hint: 'Keep one' },
      { code: 'missing-test-argument', at: `${file}:9:13`, hint: '`values:`' },
      { code: 'not-a-reference', at: `${file}:10:34`, hint: "ref('name')" },
      { code: 'bad-name', at: `${file}:11:13`, hint: 'not_null' },
      { code: 'unknown-value', at: `${file}:12:35`, hint: 'error, warn' },
      { code: 'wrong-type', at: `${file}:13:21`, hint: 'key: value' },
      { code: 'wrong-type', at: `${file}:14:16`, hint: 'as a list: [unique]' },
    ),
  },
  {
    name: 'exposures, unit tests and snapshots with parts that are missing or wrong',
    files: properties(
      [
        'exposures:',
        '  - name: report',
        '    type: dashbord',
        '    depends_on: [orders]',
        'unit_tests:',
        '  - name: adds_up',
        '    model: ordres',
        '    given: [{ input: orders }]',
        '    expect: { rows: [] }',
        'snapshots:',
        '  - name: orders_history',
        "    relation: ref('orders')",
        '    config: { strategy: timestamp }',
      ].join('\n'),
    ),
    expect: refused(
      { code: 'missing-key', at: `${file}:2:5`, hint: 'Add `owner:`' },
      { code: 'unknown-value', at: `${file}:3:11`, hint: 'Did you mean "dashboard"?' },
      { code: 'not-a-reference', at: `${file}:4:18`, hint: "ref('name')" },
      { code: 'unknown-ref', at: `${file}:7:12`, hint: 'Did you mean "orders"?' },
      { code: 'not-a-reference', at: `${file}:8:22`, hint: "ref('name')" },
      { code: 'missing-key', at: `${file}:13:25`, hint: 'Add `unique_key:`' },
      { code: 'missing-key', at: `${file}:13:25`, hint: 'Add `updated_at:`' },
    ),
  },
  {
    name: 'a docs block, which is planned',
    files: properties('models:\n  - name: orders\n    description: "{{ doc(\'orders\') }}"\n'),
    expect: refused({ code: 'not-yet', at: `${file}:3:18`, hint: 'Write the description here' }),
  },
]
