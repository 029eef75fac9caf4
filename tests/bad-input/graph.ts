import { fine, refused, type Fixture } from './fixture.ts'

/** Models that each need the next one; the last one needs the first. */
function circleOf(size: number): Fixture['files'] {
  const name = (index: number): string => `link_${String(index % size).padStart(5, '0')}`
  return Object.fromEntries(
    Array.from({ length: size }, (_, index) => [
      `models/links/${name(index)}.sql`,
      `select * from {{ ref('${name(index + 1)}') }}\n`,
    ]),
  )
}

/** References, and the order that they make. */
export const graphFixtures: readonly Fixture[] = [
  {
    name: 'a model that there is not',
    files: {
      'models/revenue.sql':
        "select *\nfrom {{ ref('ordres') }}\njoin {{ ref('shop', 'ordres') }} using (id)\n",
    },
    expect: refused(
      { code: 'unknown-ref', at: 'models/revenue.sql:2:13', hint: 'Did you mean "orders"?' },
      { code: 'unknown-ref', at: 'models/revenue.sql:3:21', hint: 'Did you mean "orders"?' },
    ),
  },
  {
    name: 'a package that there is not',
    files: { 'models/revenue.sql': "select * from {{ ref('dbt_utils', 'orders') }}\n" },
    expect: refused({ code: 'unknown-package', at: 'models/revenue.sql:1:22', hint: "ref('orders')" }),
  },
  {
    name: 'sources that are not declared, and a source that is meant by a ref',
    files: {
      'models/sources.yml': 'sources:\n  - name: raw\n    tables: [{ name: payments }]\n',
      'models/revenue.sql':
        "select * from {{ source('rwa', 'payments') }}, {{ source('raw', 'payment') }}, {{ source('bank', 'x') }}, {{ ref('payments') }}\n",
    },
    expect: refused(
      { code: 'unknown-source', at: 'models/revenue.sql:1:25', hint: 'Did you mean "raw"?' },
      { code: 'unknown-source-table', at: 'models/revenue.sql:1:58', hint: 'Did you mean "payments"?' },
      { code: 'unknown-source', at: 'models/revenue.sql:1:90', hint: '`sources:`' },
      { code: 'unknown-ref', at: 'models/revenue.sql:1:114', hint: "source('raw', 'payments')" },
    ),
  },
  {
    name: 'references of property files',
    files: {
      'models/models.yml':
        "models:\n  - name: orders\n    columns:\n      - name: id\n        data_tests:\n          - relationships: { to: ref('custmers'), field: id }\nexposures:\n  - name: report\n    type: dashboard\n    owner: { name: Ada }\n    depends_on: [\"source('raw', 'x')\", ref('ordrs')]\nunit_tests:\n  - name: adds_up\n    model: ordrs\n    given: []\n    expect: { rows: [] }\n",
      'models/customers.sql': 'select 1 as id\n',
    },
    expect: refused(
      { code: 'unknown-ref', at: 'models/models.yml:6:38', hint: 'Did you mean "customers"?' },
      { code: 'unknown-source', at: 'models/models.yml:11:26', hint: '`sources:`' },
      { code: 'unknown-ref', at: 'models/models.yml:11:44', hint: 'Did you mean "orders"?' },
      { code: 'unknown-ref', at: 'models/models.yml:14:12', hint: 'Did you mean "orders"?' },
    ),
  },
  {
    name: 'a reference in a macro, with the place of the call',
    files: {
      'macros/joins.sql': "{{#macro paid}}\nselect * from {{ ref('paymnts') }}\n{{/macro}}\n",
      'models/revenue.sql': 'select * from ({{ paid() }}) as p\n',
    },
    expect: refused({ code: 'unknown-ref', at: 'macros/joins.sql:2:22', hint: 'Check the name' }),
  },
  {
    name: 'a model that is switched off',
    files: {
      'models/orders.sql': '{{ config(enabled=false) }} select 1 as id\n',
      'models/revenue.sql': "select * from {{ ref('orders') }}\n",
    },
    expect: refused({ code: 'disabled-ref', at: 'models/revenue.sql:1:22', hint: 'Enable it' }),
  },
  {
    name: 'a test of a model that is switched off, which is left out',
    files: {
      'models/orders.sql': '{{ config(enabled=false) }} select 1 as id\n',
      'models/revenue.sql': 'select 1 as id\n',
      'models/models.yml':
        "models:\n  - name: revenue\n    columns:\n      - { name: id, data_tests: [relationships: { to: ref('orders'), field: id }] }\n",
    },
    expect: fine({
      code: 'disabled-ref',
      at: 'models/models.yml:4:59',
      hint: 'Enable it',
      severity: 'warning',
    }),
  },
  {
    name: 'two files with one name, and a seed with the name of a model',
    files: {
      'models/staging/orders.sql': 'select 1 as id\n',
      'seeds/orders.csv': 'id\n1\n',
    },
    expect: refused(
      { code: 'duplicate-name', at: 'models/staging/orders.sql:1:1', hint: '`alias`' },
      { code: 'duplicate-name', at: 'seeds/orders.csv:1:1', hint: '`alias`' },
    ),
  },
  {
    name: 'a cycle of one',
    files: { 'models/revenue.sql': "select * from {{ ref('revenue') }}\n" },
    expect: refused({
      code: 'cycle',
      at: 'models/revenue.sql:1:22',
      hint: '{{ this }}',
      message: 'refers to itself',
    }),
  },
  {
    name: 'a cycle of two, and a cycle of three that hangs on it',
    files: {
      'models/a.sql': "select * from {{ ref('b') }}\n",
      'models/b.sql': "select * from {{ ref('a') }}\n",
      'models/c.sql': "select * from {{ ref('d') }} join {{ ref('a') }} using (id)\n",
      'models/d.sql': "select * from {{ ref('e') }}\n",
      'models/e.sql': "select * from {{ ref('c') }}\n",
    },
    expect: refused(
      {
        code: 'cycle',
        at: 'models/a.sql:1:22',
        hint: 'Take one of the references away',
        message: 'a → b → a',
      },
      {
        code: 'cycle',
        at: 'models/c.sql:1:22',
        hint: 'Take one of the references away',
        message: 'c → d → e → c',
      },
    ),
  },
  {
    name: 'a cycle through a macro and a hook',
    files: {
      'macros/joins.sql': "{{#macro paid}}{{ ref('revenue') }}{{/macro}}\n",
      'models/orders.sql': 'select * from {{ paid() }}\n',
      'models/revenue.sql':
        '{{ config(post_hook="select count(*) from {{ ref(\'orders\') }}") }}\nselect 1 as id\n',
    },
    expect: refused({ code: 'cycle', at: 'models/orders.sql:1:18', hint: 'Take one of the references away' }),
  },
  {
    name: 'a cycle of two thousand',
    files: circleOf(2_000),
    expect: refused({
      code: 'cycle',
      at: 'models/links/link_00000.sql:1:22',
      hint: 'Take one of the references away',
      message: '2000 nodes',
    }),
  },
  {
    name: 'two thousand references to what there is not',
    files: {
      'models/revenue.sql': Array.from(
        { length: 2_000 },
        (_, index) => `{{ ref('missing_${index}') }}\n`,
      ).join(''),
    },
    expect: {
      exit: 2,
      findings: Array.from({ length: 2_000 }, (_, index) => ({
        code: 'unknown-ref',
        at: `models/revenue.sql:${index + 1}:8`,
        hint: 'Check the name',
      })),
    },
  },
]
