import { describe, expect, test } from 'vitest'
import { parseProject } from '../parse-project.ts'
import { makeProject, places } from '../project.fixture.ts'
import { propertyFileSchema } from './property-file.ts'

const files = {
  'models/orders.sql': 'select 1',
  'models/accounts.sql': 'select 1',
  'seeds/countries.csv': 'code\n',
  'tests/positive.sql': 'select 1',
  'macros/money.sql': '{{#macro cents column}}{{ column }} / 100{{/macro}}',
}

function parse(properties: string) {
  return parseProject(makeProject({ files: { ...files, 'models/bank.yml': properties } }))
}

describe('what is wrong in a property file is reported at its place', () => {
  test.each<readonly [string, string, readonly string[]]>([
    ['text', 'hello', ['wrong-type 1:1']],
    ['a list', '- name: orders', ['wrong-type 1:1']],
    ['another version', 'version: 1', ['wrong-type 1:10']],
    ['a misspelt section', 'model: []', ['unknown-key 1:1']],
    ['a section that does not exist here', 'metrics: []', ['unknown-key 1:1']],
    ['a map where a list is expected', 'models: { name: orders }', ['wrong-type 1:9']],
    ['a template without quotes', 'models:\n  - name: {{ x }}', ['yaml-unquoted-template 2:11']],
    ['a model without a name', 'models: [{ description: x }]', ['missing-key 1:10']],
    ['a model that does not exist', 'models: [{ name: order }]', ['nothing-described 1:18']],
    ['a seed among the models', 'models: [{ name: countries }]', ['nothing-described 1:18']],
    ['a model twice', 'models: [{ name: orders }, { name: orders }]', ['described-twice 1:36']],
    [
      'a column twice',
      'models: [{ name: orders, columns: [{ name: id }, { name: id }] }]',
      ['duplicate-column 1:58'],
    ],
    [
      'a column without a name',
      'models: [{ name: orders, columns: [{ description: x }] }]',
      ['missing-key 1:36'],
    ],
    ['a misspelt key of a model', 'models: [{ name: orders, desciption: x }]', ['unknown-key 1:26']],
    ['config beside config', 'models: [{ name: orders, materialized: table }]', ['unknown-key 1:26']],
    [
      'an unknown key of the config',
      'models: [{ name: orders, config: { materialised: table } }]',
      ['unknown-key 1:36'],
    ],
    ['a description that is a number', 'models: [{ name: orders, description: 1 }]', ['wrong-type 1:39']],
    ['a docs block', 'models: [{ name: orders, description: "{{ doc(\'orders\') }}" }]', ['not-yet 1:39']],
    ['a constraint without type', 'models: [{ name: orders, constraints: [{}] }]', ['missing-key 1:40']],
    [
      'a constraint of another type',
      'models: [{ name: orders, constraints: [{ type: exclusion, columns: [id] }] }]',
      ['unknown-value 1:48'],
    ],
    [
      'a key without columns',
      'models: [{ name: orders, constraints: [{ type: unique }] }]',
      ['missing-key 1:40'],
    ],
    [
      'a check that asks nothing',
      'models: [{ name: orders, columns: [{ name: id, constraints: [{ type: check }] }] }]',
      ['missing-key 1:62'],
    ],
    [
      'a foreign key to nothing',
      'models: [{ name: orders, columns: [{ name: id, constraints: [{ type: foreign_key }] }] }]',
      ['missing-key 1:62'],
    ],
    ['versions', 'models: [{ name: orders, versions: [] }]', ['unknown-key 1:26']],
    [
      'a delimiter of two characters',
      'seeds: [{ name: countries, config: { delimiter: "::" } }]',
      ['wrong-type 1:49'],
    ],
    [
      'a column type that is no text',
      'seeds: [{ name: countries, config: { column_types: { code: 2 } } }]',
      ['wrong-type 1:60'],
    ],
    ['a source without a name', 'sources: [{ tables: [] }]', ['missing-key 1:11']],
    ['a source with a dot in its name', 'sources: [{ name: a.b }]', ['bad-name 1:19']],
    ['a table without a name', 'sources: [{ name: raw, tables: [{ identifier: x }] }]', ['missing-key 1:33']],
    [
      'a cursor without column',
      'sources: [{ name: raw, tables: [{ name: a, cursor: { settle: 1h } }] }]',
      ['missing-key 1:52'],
    ],
    [
      'a cursor that says twice when rows are complete',
      'sources: [{ name: raw, tables: [{ name: a, cursor: { column: id, settle: 1h, order: trusted } }] }]',
      ['cursor-twice 1:52'],
    ],
    [
      'a cursor of an unknown order',
      'sources: [{ name: raw, tables: [{ name: a, cursor: { column: id, order: any } }] }]',
      ['unknown-value 1:73'],
    ],
    ['quoting', 'sources: [{ name: raw, quoting: { identifier: true } }]', ['unknown-key 1:24']],
    ['a test that is a number', 'models: [{ name: orders, data_tests: [1] }]', ['unreadable-test 1:39']],
    [
      'a test with its arguments beside it',
      'models:\n  - name: orders\n    data_tests:\n      - unique:\n        config: { severity: warn }',
      ['unreadable-test 4:9'],
    ],
    [
      'accepted_values without values',
      'models: [{ name: orders, data_tests: [{ accepted_values: { column_name: status } }] }]',
      ['missing-test-argument 1:41'],
    ],
    [
      'relationships to text',
      'models: [{ name: orders, data_tests: [{ relationships: { to: accounts, field: id, column_name: a } }] }]',
      ['not-a-reference 1:62'],
    ],
    [
      'an unknown severity',
      'models: [{ name: orders, data_tests: [{ not_empty: { severity: warning } }] }]',
      ['unknown-value 1:64'],
    ],
    ['a test that there is not', 'models: [{ name: orders, data_tests: [not_emty] }]', ['unknown-test 1:39']],
    [
      'a test of a column at a relation',
      'models: [{ name: orders, data_tests: [not_null] }]',
      ['test-of-column 1:39'],
    ],
    [
      'a test of a relation at a column',
      'models: [{ name: orders, columns: [{ name: id, data_tests: [not_empty] }] }]',
      ['test-of-relation 1:61'],
    ],
    [
      'an argument that a test does not take',
      'models: [{ name: orders, data_tests: [{ row_count: { at_least: 1, above: 2 } }] }]',
      ['unknown-key 1:67'],
    ],
    [
      'a condition that is none',
      'models: [{ name: orders, data_tests: [{ not_empty: { error_if: many } }] }]',
      ['bad-threshold 1:64'],
    ],
    [
      'a test of several columns without any',
      'models: [{ name: orders, data_tests: [unique] }]',
      ['missing-test-argument 1:39'],
    ],
    [
      'a range without a bound',
      'models: [{ name: orders, columns: [{ name: id, data_tests: [accepted_range] }] }]',
      ['missing-test-argument 1:61'],
    ],
    [
      'accepted_values with an empty list',
      'models: [{ name: orders, columns: [{ name: id, data_tests: [{ accepted_values: { values: [] } }] }] }]',
      ['wrong-type 1:90'],
    ],
    ['a test with a bad name', 'models: [{ name: orders, data_tests: ["not null"] }]', ['bad-name 1:39']],
    [
      'the same test twice',
      'models: [{ name: orders, columns: [{ name: id, data_tests: [unique, unique] }] }]',
      ['duplicate-test 1:69'],
    ],
    [
      'arguments that are a list',
      'models: [{ name: orders, data_tests: [{ unique: [a] }] }]',
      ['wrong-type 1:49'],
    ],
    [
      'a description of a test that does not exist',
      'data_tests: [{ name: negative }]',
      ['nothing-described 1:22'],
    ],
    ['a description of a macro that does not exist', 'macros: [{ name: cent }]', ['nothing-described 1:18']],
    ['a unit test of nothing', 'unit_tests: [{ name: a, expect: { rows: [] } }]', ['missing-key 1:14']],
    ['a unit test that expects nothing', 'unit_tests: [{ name: a, model: orders }]', ['missing-key 1:14']],
    [
      'an input that is no reference',
      'unit_tests: [{ name: a, model: orders, given: [{ input: accounts }], expect: { rows: [] } }]',
      ['not-a-reference 1:57'],
    ],
    ['an exposure without a type', 'exposures: [{ name: a, owner: { name: x } }]', ['missing-key 1:13']],
    [
      'an exposure of an unknown type',
      'exposures: [{ name: a, type: dashbord, owner: { name: x } }]',
      ['unknown-value 1:30'],
    ],
    [
      'an exposure that depends on text',
      'exposures: [{ name: a, type: ml, owner: {}, depends_on: [orders] }]',
      ['not-a-reference 1:58'],
    ],
    ['a snapshot of nothing', 'snapshots: [{ name: history }]', ['nothing-described 1:21']],
    [
      'a snapshot strategy without its columns',
      "snapshots: [{ name: h, relation: ref('orders'), config: { strategy: check, unique_key: id } }]",
      ['missing-key 1:69'],
    ],
    ['an alias bomb', `a: &a [x, x]\nmodels: *a`, ['unknown-key 1:1', 'wrong-type 1:8', 'wrong-type 1:11']],
  ])('%s', (_, properties, expected) => {
    const found = places(parse(properties).diagnostics)
    expect(found).toEqual(expected.map((place) => place.replace(' ', ' models/bank.yml:')))
  })

  test('the hint of a misplaced key says where it goes', () => {
    expect(parse('models: [{ name: orders, materialized: table }]').diagnostics[0]?.hint).toBe(
      'Write it under `config:`.',
    )
    expect(parse('models: [{ name: countries }]').diagnostics[0]?.hint).toContain('under `seeds:`')
    expect(parse('models: [{ name: order }]').diagnostics[0]?.hint).toBe('Did you mean "orders"?')
  })
})

test('the JSON Schema of property files names every section', () => {
  expect(Object.keys(propertyFileSchema['properties'] ?? {})).toEqual(
    expect.arrayContaining(['models', 'seeds', 'snapshots', 'sources', 'unit_tests', 'exposures']),
  )
})
