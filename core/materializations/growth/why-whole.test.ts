import { describe, expect, test } from 'vitest'
import { watermarkMark } from '../../compile/watermark-text.ts'
import { compiledModel } from '../compiled-model.fixture.ts'
import { whyWhole } from './why-whole.ts'

const watermark = `(select ${watermarkMark} from "_xform"."positions" where relation = 'flow')`

function ask(query: string, key: string): string | undefined {
  const model = compiledModel()
  const driver = {
    kind: 'log',
    id: 'model.shop.flow',
    name: 'flow',
    table: '"flow"',
    relation: { schema: 'shop', name: 'flow' },
  } as const
  const growth = { ...model.config.growth, key: [{ name: key, expression: key }] }
  return whyWhole({
    ...model,
    config: { ...model.config, materialized: 'state', growth },
    intake: {
      query: { text: query, segments: [] },
      driver,
      logs: [],
      whole: [],
      usesWatermark: query.includes(watermarkMark),
    },
  })
}

describe('Keys are enough for', () => {
  test.each([
    ['select account, sum(amount) as total from "flow" group by account', 'account'],
    [
      'select account, count(*) as n from "flow" where note <> \'over -- max(account) as account\' group by account',
      'account',
    ],
    ['select day, max(amount) as day_most, min(day) as first_day from "flow" group by day', 'day'],
    [
      'with t as (select * from "flow"), u as (select account, amount from t) select account, max(amount) from u group by 1',
      'account',
    ],
    ['with t (a, b) as materialized (select * from "flow") select t.a, t.b from t group by t.a, t.b', 'a'],
    [
      'select t.account, (t.amount + t.fee) as total from "flow" as t join rates r on r.account = t.account',
      'account',
    ],
    [`select day, day < ${watermark} as complete from "flow" group by day`, 'day'],
    [`select day, (day + 1 <= ${watermark}) as "complete", count(*) as n from "flow" group by day`, 'day'],
    ['select sum("limit") as n, f."offset" as account from "flow" f group by f."offset"', 'account'],
    ['select account: lower(name), n: count(*) from "flow" group by all', 'account'],
    [
      'with status as (select * from "flow") select account, max(status) as status, count(*) as n from status group by account',
      'account',
    ],
    [
      'with rates as (select currency, max(rate) as rate from all_rates group by currency) select f.account, sum(a.rate) as n from "flow" f join rates a on a.currency = f.currency join rates b on b.currency = f.other group by f.account',
      'account',
    ],
    [
      'select account, coalesce(sum(amount) filter (where amount > 0), 0) as n from "flow" where account in (select id from accounts) group by 1',
      'account',
    ],
    [
      'select (select name from names n where n.id = f.account) as name, f.account, count(*) from ("flow" f join x on x.id = f.id) group by f.account',
      'account',
    ],
    [
      `select account, coalesce(max(day) < ${watermark}, false) as complete from "flow" group by account`,
      'account',
    ],
    ['select last_day(ts) as account, count(*) as n from "flow" group by last_day(ts)', 'account'],
  ])('%s', (query, key) => {
    expect(ask(query, key)).toBeUndefined()
  })
})

describe('All rows are needed for', () => {
  test.each([
    ['select account, row_number() over (order by account) as n from "flow"', 'over'],
    ['select a.account from "flow" a join "flow" b on true', 'it reads flow 2 times'],
    [
      'with t as (select * from "flow") select account, (select sum(x) from t) from t',
      'it reads "t" 2 times',
    ],
    ['with t as (select * from "flow") select * from (t) a, t b', 'it reads "t" 2 times'],
    [
      'with "T x" as (select * from "flow") select * from "T x" join "T x" as b using (id)',
      'it reads "t x" 2 times',
    ],
    ['select max(day) as account from "flow"', 'its key "account" is computed'],
    [
      'select cast(date_trunc(\'day\', max(ts)) as date) as account, n from "flow" group by n',
      'does not group by its key "account"',
    ],
    [
      'with t as (select id, arg_max(day, ts) account from "flow" group by id) select account, count(*) from t group by account',
      'it groups the rows of its driver in more than one step',
    ],
    [
      `select account, count(*) as n from "flow" where ts < ${watermark} group by account`,
      'it asks for the watermark elsewhere',
    ],
    [
      `select account, true as complete from "flow" group by account having max(ts) < ${watermark}`,
      'it asks for the watermark elsewhere',
    ],
    [
      `select account, count(*) filter (where ts < ${watermark}) as n, true as complete from "flow" group by account`,
      'it asks for the watermark elsewhere',
    ],
    [
      'with f as (select account as a, min(ts) as first_ts from "flow" group by account) select cast(first_ts as date) as account, count(*) as n from f group by 1',
      'in more than one step',
    ],
    [
      'with t (id, account) as (select id, max(account) from "flow" group by id) select account, count(*) from t group by account',
      'in more than one step',
    ],
    ['select account: max(day), id from "flow" group by all', 'its key "account" is computed'],
    ['select id, max(status)::text account from "flow" group by id', 'does not group by its key "account"'],
    [
      'select account, n from accounts where account in (select account from "flow")',
      'in a subquery of an expression',
    ],
    [
      'select account, x from "flow" union all select account, x from older',
      'it puts several queries together',
    ],
    [
      `select account, true as complete from (select *, day < ${watermark} as complete from "flow") t where complete group by account`,
      'it asks for the watermark elsewhere',
    ],
  ])('%s', (query, reason) => {
    expect(ask(query, 'account')).toContain(reason)
  })
})
