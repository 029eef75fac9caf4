import { failed, refused, type Files, type Fixture, type Step } from './fixture.ts'

const sources: Files = {
  'models/sources.yml':
    'sources:\n  - name: bank\n    schema: shop\n    tables:\n      - { name: payments, cursor: seq }\n      - { name: refunds, cursor: seq }\n      - { name: rates }\n',
}

const flow = (config: string, query: string): Step => ({
  files: {
    ...sources,
    'seeds/payments.csv': 'seq,id,account,amount\n1,1,7,10\n2,2,8,20\n',
    'models/orders.sql': 'select 1 as id\n',
    'models/payments_flow.sql': `{{ config(materialized='flow'${config}) }}\n${query}\n`,
  },
})

const payments = "select id, account, amount from {{ source('bank', 'payments') }}"
const loaded: Step = { ...flow('', payments), command: ['seed'] }

/** Flows, states and change logs that cannot be right. */
export const growthFixtures: readonly Fixture[] = [
  {
    name: 'a flow without anything that drives it',
    ...flow('', "select * from {{ source('bank', 'rates') }} cross join {{ ref('orders') }}"),
    expect: refused({
      code: 'no-driver',
      at: 'models/payments_flow.sql:1:1',
      hint: 'cursor',
      message: 'bank.rates',
    }),
  },
  {
    name: 'a flow over files that are declared wrongly: that is the only mistake',
    files: {
      'models/sources.yml':
        "sources:\n  - name: bank\n    tables:\n      - name: payments\n        files: { path: 'landing/*.txt' }\n",
      'models/payments_flow.sql': `{{ config(materialized='flow') }}\n${payments}\n`,
    },
    expect: refused({ code: 'file-format-unknown', at: 'models/sources.yml:5:24', hint: '`format`' }),
  },
  {
    name: 'a flow that two inputs could drive',
    ...flow('', `${payments} union all select id, account, amount from {{ source('bank', 'refunds') }}`),
    expect: refused({
      code: 'several-drivers',
      at: 'models/payments_flow.sql:1:1',
      hint: "from='bank.payments'",
    }),
  },
  {
    name: 'a flow from something that it does not read',
    ...flow(", from='bank.paymnts'", payments),
    expect: refused({
      code: 'unknown-driver',
      at: 'models/payments_flow.sql:1:37',
      hint: 'Did you mean "bank.payments"?',
    }),
  },
  {
    name: 'a flow from something that cannot drive it',
    ...flow(", from='orders'", `${payments} cross join {{ ref('orders') }}`),
    expect: refused({ code: 'cannot-drive', at: 'models/payments_flow.sql:1:37', hint: 'cursor' }),
  },
  {
    name: 'a key that the flow does not have',
    earlier: [loaded],
    ...flow(", unique_key='paymnt_id'", payments.replace('id,', 'id as payment_id,')),
    expect: failed({
      code: 'unknown-key-column',
      at: 'models/payments_flow.sql:1:43',
      hint: 'Did you mean "payment_id"?',
    }),
  },
  {
    name: 'an event time that is none',
    earlier: [loaded],
    ...flow(", event_time='amount'", payments),
    expect: failed({ code: 'no-event-time', at: 'models/payments_flow.sql:1:43', hint: 'timestamp' }),
  },
  {
    name: 'an order of duplicates by something that the flow does not have',
    earlier: [loaded],
    ...flow(", unique_key='id', dedupe_by='arrived desc'", payments),
    expect: failed({ code: 'query-failed', at: 'models/payments_flow.sql:1:59', hint: 'Candidate bindings' }),
  },
  {
    name: 'two columns of one name',
    earlier: [loaded],
    ...flow('', payments.replace('account,', 'account as id,')),
    expect: failed({ code: 'repeated-column', at: 'models/payments_flow.sql:1:1', hint: 'name of its own' }),
  },
  {
    name: 'an event time that the flow does not have',
    earlier: [loaded],
    ...flow(", event_time='happened'", payments),
    expect: failed({
      code: 'unknown-key-column',
      at: 'models/payments_flow.sql:1:43',
      hint: 'Name a column',
    }),
  },
  {
    name: "a column with a name of xform's own",
    earlier: [loaded],
    ...flow('', payments.replace('account', 'account as _xform_batch')),
    expect: failed({ code: 'reserved-column', at: 'models/payments_flow.sql:1:1', hint: 'another name' }),
  },
  {
    name: 'a cursor column that the source does not have',
    earlier: [loaded],
    files: {
      ...flow('', payments).files,
      'models/sources.yml':
        sources['models/sources.yml']?.toString().replace('cursor: seq', 'cursor: sequ') ?? '',
    },
    command: ['run', '--select', 'payments_flow'],
    expect: failed({ code: 'query-failed', at: 'models/sources.yml:5:35', hint: 'seq' }),
  },
  {
    name: 'a cursor column without a value in some row',
    earlier: [
      {
        ...loaded,
        files: { ...loaded.files, 'seeds/payments.csv': 'seq,id,account,amount\n1,1,7,10\n,2,8,20\n' },
      },
    ],
    files: {},
    command: ['run', '--select', 'payments_flow'],
    expect: failed({ code: 'cursor-null', at: 'models/sources.yml:5:35', hint: 'every row' }),
  },
  {
    name: 'a source that lost a column',
    earlier: [
      loaded,
      { command: ['run', '--select', 'payments_flow'] },
      { files: { 'seeds/payments.csv': 'seq,id,account\n1,1,7\n2,2,8\n3,3,9\n' }, command: ['seed'] },
    ],
    files: {},
    command: ['run', '--select', 'payments_flow'],
    expect: failed({ code: 'query-failed', at: 'models/payments_flow.sql:2:21', hint: 'Candidate bindings' }),
  },
  {
    name: 'a flow that gives another column than it has',
    earlier: [
      loaded,
      { command: ['run', '--select', 'payments_flow'] },
      {
        files: { 'seeds/payments.csv': 'seq,id,account,amount\n1,1,7,10\n2,2,8,20\n3,3,9,30\n' },
        command: ['seed'],
      },
    ],
    ...flow('', payments.replace('amount', 'amount, 1 as extra')),
    command: ['run', '--select', 'payments_flow'],
    expect: failed({ code: 'schema-changed', at: 'models/payments_flow.sql:1:1', hint: 'on_schema_change' }),
  },
  {
    name: 'a state whose query has other keys than it says',
    earlier: [
      {
        files: {
          ...flow('', payments).files,
          'models/balances.sql':
            "{{ config(materialized='state', key={ account: 'id' }) }}\nselect account, sum(amount) as balance from {{ ref('payments_flow') }} group by account\n",
        },
        command: ['seed'],
      },
      { command: ['run'] },
      {
        files: { 'seeds/payments.csv': 'seq,id,account,amount\n1,1,7,10\n2,2,8,20\n3,3,9,30\n' },
        command: ['seed'],
      },
    ],
    expect: failed({ code: 'mixed-keys', at: 'models/balances.sql:1:37', hint: 'expression' }),
  },
  {
    name: 'a state with a key that its driver does not have',
    earlier: [loaded],
    files: {
      ...flow('', payments).files,
      'models/balances.sql':
        "{{ config(materialized='state', key='size') }}\nselect amount > 10 as size, count(*) as payments from {{ ref('payments_flow') }} group by amount > 10\n",
    },
    expect: failed({
      code: 'key-not-of-driver',
      at: 'models/balances.sql:1:37',
      hint: "key={ size: 'an expression over its columns' }",
    }),
  },
  {
    name: 'a state that shows what is complete, and cannot tell',
    earlier: [loaded],
    files: {
      ...flow('', payments).files,
      'models/balances.sql':
        "{{ config(materialized='state', key='account', emit='final') }}\nselect account, sum(amount) as balance from {{ ref('payments_flow') }} group by account\n",
    },
    expect: failed({ code: 'complete-needed', at: 'models/balances.sql:1:53', hint: 'as complete' }),
  },
  {
    name: 'a state with a key that its query does not have',
    earlier: [loaded],
    files: {
      ...flow('', payments).files,
      'models/balances.sql':
        "{{ config(materialized='state', key='acount') }}\nselect account, sum(amount) as balance from {{ ref('payments_flow') }} group by account\n",
    },
    expect: failed({
      code: 'unknown-key-column',
      at: 'models/balances.sql:1:37',
      hint: 'Did you mean "account"?',
    }),
  },
  {
    name: 'a flow over a change log that leaves out whether rows come or go',
    earlier: [loaded],
    files: {
      ...flow('', payments).files,
      'models/changed.sql':
        "{{ config(materialized='changes', key='id') }}\nselect id, account from {{ source('bank', 'payments') }}\n",
      'models/names.sql': "{{ config(materialized='flow') }}\nselect id, account from {{ ref('changed') }}\n",
    },
    expect: failed({ code: 'weight-missing', at: 'models/names.sql:1:1', hint: '_xform_diff' }),
  },
  {
    name: 'a change log with two rows for a key',
    earlier: [loaded],
    files: {
      ...sources,
      'models/changed.sql':
        "{{ config(materialized='changes', key='one') }}\nselect 1 as one, id from {{ source('bank', 'payments') }}\n",
    },
    command: ['run', '--select', 'changed'],
    expect: failed({ code: 'duplicate-keys', at: 'models/changed.sql:1:39', hint: 'one row a key' }),
  },
  {
    name: 'a flow that must not be built anew, and something else drives it',
    earlier: [
      {
        files: {
          ...flow(', full_refresh=false', payments).files,
          'seeds/refunds.csv': 'seq,id,account,amount\n1,1,7,10\n',
        },
        command: ['seed'],
      },
      { command: ['run'] },
    ],
    ...flow(', full_refresh=false', payments.replace("'payments'", "'refunds'")),
    command: ['run', '--select', 'payments_flow'],
    expect: failed({
      code: 'refresh-forbidden',
      at: 'models/payments_flow.sql:1:45',
      hint: 'full_refresh',
      message: 'something else drives it now',
    }),
  },
  {
    name: 'a flow whose SQL must not change, and did',
    earlier: [loaded, { command: ['run'] }],
    ...flow(", on_sql_change='fail'", payments.replace('amount', 'amount * 2 as amount')),
    command: ['run', '--select', 'payments_flow'],
    expect: failed({ code: 'sql-changed', at: 'models/payments_flow.sql:1:46', hint: '--full-refresh' }),
  },
  {
    name: 'a watermark of something that has none',
    files: {
      'models/late.sql': "select {{ watermark('orders') }} as reached from {{ ref('orders') }}\n",
    },
    expect: refused({ code: 'no-watermark', at: 'models/late.sql:1:21', hint: 'event_time' }),
  },
]
