import pg from 'pg'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { testPostgres } from '../../tests/databases/postgres.ts'
import type { Adapter } from '../../core/adapter/adapter.ts'
import { dumpCatalogue, openTestAdapter, swapTable } from './swap.fixture.ts'

const orders = { schema: 'shop', name: 'orders' }
const ordersQuery = `select * from (values (1, 10, 'north'), (2, 20, 'south')) as o(id, amount, region)`
const roles = ['xform_owner', 'xform_reader'] as const

let url: string
let adapter: Adapter

/** Runs SQL as somebody else, who knows nothing of xform. */
async function stranger(sql: string): Promise<readonly unknown[]> {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  try {
    return (await client.query<Record<string, unknown>>(sql)).rows
  } finally {
    await client.end()
  }
}

beforeAll(async () => {
  url = await (await testPostgres()).createDatabase()
  for (const role of roles)
    await stranger(`do $$ begin create role ${role}; exception when duplicate_object then null; end $$`)
  adapter = await openTestAdapter({ url })
})

beforeEach(async () => {
  await stranger(`
    drop schema if exists shop cascade; create schema shop; grant usage, create on schema shop to public;
    create table shop.orders as ${ordersQuery}`)
})

afterAll(async () => {
  await adapter.close()
  await stranger(`drop schema if exists shop cascade; drop owned by ${roles.join(', ')}`)
})

test('its own checks and foreign keys are given to its successor', async () => {
  await stranger(`
    create table shop.regions (name text primary key); insert into shop.regions values ('north'), ('south');
    alter table shop.orders add primary key (id), add column parent int;
    alter table shop.orders add constraint positive check (amount > 0) no inherit,
      add constraint "the region" foreign key (region) references shop.regions on delete cascade deferrable,
      add foreign key (parent) references shop.orders on update set null;
    comment on constraint positive on shop.orders is 'always';
  `)
  const query = 'select id, amount, region, parent from shop.orders'
  const before = await dumpCatalogue(adapter, ['shop'])
  await swapTable(adapter, orders, { query })
  expect(await dumpCatalogue(adapter, ['shop'])).toEqual(before)
})

describe('foreign keys that refer to a table', () => {
  const referring = `
    alter table shop.orders add primary key (id);
    create table shop.payments (id int primary key, order_id int, second_id int);
    insert into shop.payments values (1, 1, null);
    alter table shop.payments
      add constraint "the ""order""" foreign key (order_id) references shop.orders match full on delete set null deferrable initially deferred,
      add foreign key (second_id) references shop.orders (id) not valid;
    comment on constraint "the ""order""" on shop.payments is 'in "orders"'`

  test('refer to its successor, as they were', async () => {
    await stranger(referring)
    const before = await dumpCatalogue(adapter, ['shop'])
    await swapTable(adapter, orders, { query: ordersQuery })
    expect(await dumpCatalogue(adapter, ['shop'])).toEqual(before)
  })

  test('are a finding of the database where a row is gone', async () => {
    await stranger(referring)
    const before = await dumpCatalogue(adapter, ['shop'])
    const error: unknown = await swapTable(adapter, orders, { query: `${ordersQuery} where false` }).catch(
      (thrown: unknown) => thrown,
    )
    expect(adapter.explain(error)).toMatchObject({ violation: { kind: 'foreign_key', table: 'payments' } })
    expect(await dumpCatalogue(adapter, ['shop'])).toEqual(before)
  })

  test('can be left unchecked', async () => {
    await stranger(referring)
    await swapTable(adapter, orders, { query: `${ordersQuery} where false`, unchecked: true })
    const [payments] = await stranger(
      `select array_agg(convalidated order by conname) as checked from pg_constraint where conrelid = 'shop.payments'::regclass and contype = 'f'`,
    )
    expect(payments).toEqual({ checked: [false, false] })
  })

  test('of a table that belongs to somebody else are named', async () => {
    await stranger(`
      alter table shop.orders add primary key (id);
      create table shop.payments (order_id int constraint payments_order_fk references shop.orders);
      alter table shop.payments owner to xform_owner;
    `)
    const own = await openTestAdapter({ url, role: 'xform_reader' })
    try {
      const { referrers } = await own.session((session) => own.belongings(session, orders))
      expect(referrers).toMatchObject([
        {
          words: 'foreign key "payments_order_fk" of table "shop"."payments"',
          obstacle: 'whose table belongs to xform_owner',
        },
      ])
    } finally {
      await own.close()
    }
  })
})
