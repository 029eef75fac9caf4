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
      'it reads "t" more than once',
    ],
    ['with t as (select * from "flow") select * from (t) a, t b', 'it reads "t" more than once'],
    [
      'with "T x" as (select * from "flow") select * from "T x" join "T x" as b using (id)',
      'it reads "T x" more than once',
    ],
    ['select max(day) as account from "flow"', 'its key "account" is computed'],
    [
      'select cast(date_trunc(\'day\', max(ts)) as date) as account, n from "flow" group by n',
      'its key "account" is computed',
    ],
    [
      'with t as (select id, arg_max(day, ts) account from "flow" group by id) select account, count(*) from t group by account',
      'its key "account" is computed',
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
  ])('%s', (query, reason) => {
    expect(ask(query, 'account')).toContain(reason)
  })
})
