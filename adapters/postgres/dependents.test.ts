import pg from 'pg'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { testPostgres } from '../../tests/databases/postgres.ts'
import type { Adapter } from '../../core/adapter/adapter.ts'
import { dumpCatalogue, openTestAdapter, swapTable } from './swap.fixture.ts'

const orders = { schema: 'shop', name: 'orders' }
const ordersQuery = `select * from (values (1, 10, 'north', 'open'), (2, 20, 'south', 'closed')) as o(id, amount, region, status)`
const roles = ['xform_analyst', 'xform_owner', 'xform_reader'] as const

let url: string
let adapter: Adapter

/** Runs SQL as somebody else, who knows nothing of xform. */
async function stranger(sql: string): Promise<readonly Readonly<Record<string, unknown>>[]> {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  try {
    const result: pg.QueryResult | readonly pg.QueryResult[] = await client.query(sql)
    const last = Array.isArray(result) ? (result.at(-1) as pg.QueryResult) : result
    return last.rows as readonly Readonly<Record<string, unknown>>[]
  } finally {
    await client.end()
  }
}

beforeAll(async () => {
  const server = await testPostgres()
  url = await server.createDatabase()
  for (const role of roles) {
    await stranger(`do $$ begin create role ${role}; exception when duplicate_object then null; end $$`)
  }
  await stranger('grant create on schema public to xform_owner')
  adapter = await openTestAdapter({ url })
})

beforeEach(async () => {
  await stranger(`
    drop schema if exists shop, reports cascade;
    create schema shop; create schema reports;
    grant usage on schema shop, reports to public;
    grant create on schema shop, reports to xform_owner;
    create table shop.orders as ${ordersQuery};
  `)
})

afterAll(async () => {
  await adapter.close()
  await stranger(`drop schema if exists shop, reports cascade; drop owned by ${roles.join(', ')}`)
})

/** What the catalogue says before and after the table was swapped for one of the same query. */
async function dumpAroundSwap(
  ...schemas: readonly string[]
): Promise<readonly [before: unknown, after: unknown]> {
  const before = await dumpCatalogue(adapter, schemas)
  await swapTable(adapter, orders, { query: ordersQuery })
  return [before, await dumpCatalogue(adapter, schemas)]
}

describe('dependents of a table', () => {
  test('a table on which nothing depends has none', async () => {
    const found = await adapter.session((session) => adapter.dependents(session, orders))
    expect(found).toEqual({ objects: [], obstacles: [], references: [] })
    const missing = await adapter.session((session) =>
      adapter.dependents(session, { schema: 'no', name: 'no' }),
    )
    expect(missing).toEqual({ objects: [], obstacles: [], references: [] })
  })

  test('views that are stacked in a diamond are taken down outermost first and stand again', async () => {
    await stranger(`
      create view shop.open_orders as select * from shop.orders where status = 'open';
      create view shop.amounts as select id, amount from shop.orders;
      create view reports.both as select o.id, a.amount from shop.open_orders o join shop.amounts a using (id);
      create view reports.all as select b.id, o.status from reports.both b join shop.orders o using (id);
    `)
    const { objects } = await adapter.session((session) => adapter.dependents(session, orders))
    const order = objects.map(({ name }) => name.name)
    expect(order.slice(0, 2)).toEqual(['all', 'both'])
    expect(order.slice(2).toSorted()).toEqual(['amounts', 'open_orders'])
    const [before, after] = await dumpAroundSwap('shop', 'reports')
    expect(after).toEqual(before)
    expect(await stranger('select * from reports.all')).toEqual([{ id: 1, status: 'open' }])
  })

  test('materialized views keep their indexes, options, comments and whether they are filled', async () => {
    await stranger(`
      create materialized view reports.by_region with (fillfactor = 70) as
        select region, sum(amount) as total from shop.orders group by region;
      create unique index by_region_key on reports.by_region (region);
      create index on reports.by_region (lower(region), total desc) where total > 0;
      comment on materialized view reports.by_region is 'it''s the "total" \\ ü';
      comment on index reports.by_region_key is 'the key';
      comment on column reports.by_region.total is 'a sum';
      alter materialized view reports.by_region cluster on by_region_key;
      alter materialized view reports.by_region alter column region set statistics 500;
      create materialized view reports.empty as select id from shop.orders with no data;
      create materialized view reports.on_top as select region from reports.by_region;
      create view reports.on_that as select count(*) as n from reports.on_top;
    `)
    const [before, after] = await dumpAroundSwap('shop', 'reports')
    expect(after).toEqual(before)
    expect(await stranger('select region from reports.on_top order by 1')).toEqual([
      { region: 'north' },
      { region: 'south' },
    ])
  })

  test('owners and grants come back exactly, on columns and with grant options too', async () => {
    await stranger(`
      create view reports.granted as select id, amount from shop.orders;
      alter view reports.granted owner to xform_owner;
      grant select on shop.orders to xform_owner;
      grant select on reports.granted to xform_reader, public;
      grant select, insert on reports.granted to xform_analyst with grant option;
      grant update (amount) on reports.granted to xform_reader with grant option;
      revoke delete on reports.granted from xform_owner;
      set role xform_analyst; grant insert on reports.granted to xform_reader; reset role;
      create view reports.closed as select id from shop.orders;
      revoke all on reports.closed from postgres;
    `)
    const [before, after] = await dumpAroundSwap('shop', 'reports')
    expect(after).toEqual(before)
  })

  test('default privileges give a view that is made again nothing new', async () => {
    await stranger(`
      create view reports.before_defaults as select id from shop.orders;
      grant select on reports.before_defaults to xform_reader;
      create view reports.ungranted as select id from shop.orders;
      alter default privileges grant all on tables to xform_analyst;
      alter default privileges in schema reports grant select on tables to public;
    `)
    try {
      const [before, after] = await dumpAroundSwap('shop', 'reports')
      expect(after).toEqual(before)
    } finally {
      await stranger(`
        alter default privileges revoke all on tables from xform_analyst;
        alter default privileges in schema reports revoke select on tables from public;
      `)
    }
  })

  test('options, check options, column names and defaults of views come back', async () => {
    await stranger(`
      create view reports.secured with (security_barrier, security_invoker = true, check_option = cascaded) as
        select id, amount from shop.orders where amount > 0;
      create view reports."Renamed ""columns""" ("the id", "select") as select id, status from shop.orders;
      alter view reports.secured alter column amount set default 7;
      comment on view reports.secured is 'secured';
      comment on column reports."Renamed ""columns"""."the id" is 'a key';
      alter view reports.secured rename column amount to "Amount";
    `)
    const [before, after] = await dumpAroundSwap('shop', 'reports')
    expect(after).toEqual(before)
  })

  test('triggers and rules of views come back', async () => {
    await stranger(`
      create function reports.take() returns trigger language plpgsql as 'begin return null; end';
      create view reports.taking as select id, amount from shop.orders;
      create trigger taking_rows instead of insert or update on reports.taking for each row execute function reports.take('a', 'b');
      comment on trigger taking_rows on reports.taking is 'takes rows';
      create view reports.ruled as select id from shop.orders;
      create rule no_deletes as on delete to reports.ruled do instead nothing;
      create rule no_inserts as on insert to reports.ruled do instead (delete from shop.orders where false; select 1);
      comment on rule no_deletes on reports.ruled is 'keeps rows';
    `)
    const [before, after] = await dumpAroundSwap('shop', 'reports')
    expect(after).toEqual(before)
  })

  test('names are found whatever the search path of the session is', async () => {
    await stranger(`create view reports.pathless as select id from shop.orders`)
    const own = await openTestAdapter({ url, search_path: ['shop', 'reports'] })
    try {
      const { objects } = await own.session((session) => own.dependents(session, orders))
      expect(objects[0]?.create).toContain('FROM shop.orders')
      const [row] = await own.session((session) => session.query('show search_path'))
      expect(row).toEqual({ search_path: '"shop", "reports"' })
    } finally {
      await own.close()
    }
  })

  test('a dependent that the plan has another query for is made from that, with all that belongs to it', async () => {
    await stranger(`
      create view reports.planned as select id, amount from shop.orders;
      grant select on reports.planned to xform_reader;
      grant select (amount) on reports.planned to xform_analyst;
      comment on column reports.planned.amount is 'goes';
      comment on column reports.planned.id is 'stays';
    `)
    await swapTable(adapter, orders, {
      query: ordersQuery,
      planned: { planned: 'select id, status from shop.orders -- new' },
    })
    const dump = await dumpCatalogue(adapter, ['reports'])
    expect(dump[0]?.['columns']).toEqual(['id integer stays    ', 'status text     '])
    expect(JSON.stringify(dump[0]?.['acl'])).toContain('xform_reader=r/postgres')
  })

  test('a dependent that no longer fits is an error at its own statement, and everything stands as it was', async () => {
    await stranger('create view reports.amounts as select amount from shop.orders')
    const before = await dumpCatalogue(adapter, ['shop', 'reports'])
    const error: unknown = await swapTable(adapter, orders, { query: 'select 1 as id' }).catch(
      (thrown: unknown) => thrown,
    )
    expect(adapter.explain(error)).toMatchObject({ kind: 'query', message: 'column "amount" does not exist' })
    expect(await dumpCatalogue(adapter, ['shop', 'reports'])).toEqual(before)
  })

  test('adversarial names of schemas, views, columns and roles are carried', async () => {
    await stranger(`
      create schema "a.""b"" ' USING x (";
      create view "a.""b"" ' USING x ("."v'; drop table orders; --" as select id as "$body$ 'x'" from shop.orders;
      comment on column "a.""b"" ' USING x ("."v'; drop table orders; --"."$body$ 'x'" is '$$ end; \\';
    `)
    try {
      const [before, after] = await dumpAroundSwap(`a."b" ' USING x (`)
      expect(after).toEqual(before)
    } finally {
      await stranger(`drop schema "a.""b"" ' USING x (" cascade`)
    }
  })

  test('what cannot be carried over is named', async () => {
    await stranger(`
      alter table shop.orders add primary key (id);
      create table shop.payments (id int, order_id int constraint payments_order_fk references shop.orders, whole shop.orders);
      create table shop.old_orders () inherits (shop.orders);
      create function shop.totals() returns bigint begin atomic select sum(amount) from shop.orders; end;
      create function shop.recent() returns setof shop.orders language sql as 'select * from shop.orders';
      create view shop.open_orders as select * from shop.orders;
      create function shop.open_count() returns bigint begin atomic select count(*) from shop.open_orders; end;
      create policy own_orders on shop.payments using (exists (select from shop.orders o where o.id = order_id));
      create rule forget as on insert to shop.payments do also delete from shop.orders where false;
      create sequence shop.numbers owned by shop.orders.id;
    `)
    const { obstacles, references } = await adapter.session((session) => adapter.dependents(session, orders))
    expect(references).toEqual(['foreign key "payments_order_fk" of table "shop"."payments"'])
    expect(obstacles).toEqual([
      'column whole of table shop.payments',
      'function shop.open_count()',
      'function shop.recent()',
      'function shop.totals()',
      'inheritance of table shop.old_orders from table shop.orders',
      'policy own_orders on table shop.payments',
      'rule forget on table shop.payments',
      'sequence shop.numbers',
    ])
  })

  test('what belongs to the table itself is no obstacle', async () => {
    await stranger(`
      alter table shop.orders add column total int generated always as (amount * 2) stored, add column parent int, add primary key (id);
      alter table shop.orders add foreign key (parent) references shop.orders, add check (amount > 0);
      create index on shop.orders (lower(region));
      create policy own on shop.orders using (status = 'open' and exists (select from shop.orders o where o.id = orders.id));
      create statistics shop.together on region, status from shop.orders;
      create function shop.take() returns trigger language plpgsql as 'begin return new; end';
      create trigger taking before insert on shop.orders for each row when (new.amount > 0) execute function shop.take();
    `)
    expect(await adapter.session((session) => adapter.dependents(session, orders))).toEqual({
      objects: [],
      obstacles: [],
      references: [],
    })
  })
})

describe('what belongs to a table', () => {
  test('owner, grants, comments, options, indexes, triggers, policies, statistics and publications are given to its successor', async () => {
    await stranger(`
      alter table shop.orders set (fillfactor = 80, autovacuum_enabled = false);
      alter table shop.orders add primary key (id), add constraint one_region unique (region, status) include (amount);
      create unique index "by amount" on shop.orders (amount desc nulls last, (lower(region) || ' USING btree (')) where status = 'open';
      create index orders_brin on shop.orders using brin (id) with (pages_per_range = 4);
      comment on index shop."by amount" is 'quick';
      alter table shop.orders cluster on one_region;
      alter table shop.orders replica identity using index orders_pkey;
      alter table shop.orders owner to xform_owner;
      grant select on shop.orders to public; grant select (amount), update (status) on shop.orders to xform_reader;
      grant insert on shop.orders to xform_analyst with grant option;
      comment on table shop.orders is 'all "orders"'; comment on column shop.orders.amount is 'in cents';
      alter table shop.orders alter column region set statistics 300, alter column region set (n_distinct = 5);
      create statistics shop.together (dependencies, mcv) on region, status from shop.orders;
      alter statistics shop.together set statistics 50; comment on statistics shop.together is 'they go together';
      create function shop.take() returns trigger language plpgsql as 'begin return new; end';
      create trigger taking before insert or update of amount on shop.orders for each row when (new.amount > 0) execute function shop.take();
      create constraint trigger checking after insert on shop.orders deferrable initially deferred for each row execute function shop.take();
      comment on trigger taking on shop.orders is 'takes';
      alter table shop.orders disable trigger taking; alter table shop.orders enable always trigger checking;
      create policy own on shop.orders as restrictive for select to xform_reader, xform_analyst using (region = 'north');
      create policy every on shop.orders using (exists (select from shop.orders o where o.id = orders.id)) with check (amount > 0);
      comment on policy own on shop.orders is 'own ones';
      alter table shop.orders enable row level security; alter table shop.orders force row level security;
      create rule keep as on delete to shop.orders do instead nothing;
      create publication changes for table shop.orders (id, amount) where (amount > 5);
      create view reports.amounts as select amount from shop.orders;
      grant select on reports.amounts to xform_reader;
    `)
    try {
      const [before, after] = await dumpAroundSwap('shop', 'reports')
      expect(after).toEqual(before)
      expect(await stranger('select count(*)::int as n from shop.orders')).toEqual([{ n: 2 }])
    } finally {
      await stranger('drop publication changes')
    }
  })

  test('what the model makes itself is not carried', async () => {
    await stranger(`
      create index own_index on shop.orders (id); create index foreign_index on shop.orders (amount);
      create function shop.take() returns trigger language plpgsql as 'begin return new; end';
      create trigger own_trigger before insert on shop.orders for each row execute function shop.take();
    `)
    await swapTable(adapter, orders, { query: ordersQuery, makes: (name) => name.startsWith('own') })
    const names = (await dumpCatalogue(adapter, ['shop'])).map(({ name }) => name)
    expect(names).toEqual(['foreign_index', 'orders'])
  })

  test('what belongs to a column that is gone goes with it', async () => {
    await stranger(`
      create index by_region on shop.orders (region); create index by_amount on shop.orders (amount) where region = 'north';
      create index by_id on shop.orders (id);
      comment on column shop.orders.region is 'gone'; grant select (region), select (id) on shop.orders to xform_reader;
      create statistics shop.together on region, status from shop.orders;
      create function shop.take() returns trigger language plpgsql as 'begin return new; end';
      create trigger taking before update of region on shop.orders for each row execute function shop.take();
    `)
    await swapTable(adapter, orders, { query: 'select 1 as id, 10 as amount' })
    const [byId, table, ...more] = await dumpCatalogue(adapter, ['shop'])
    expect(more).toEqual([])
    expect(byId).toMatchObject({ name: 'by_id' })
    expect(table).toMatchObject({
      name: 'orders',
      statistics: [],
      triggers: [],
      columns: ['id integer  {xform_reader=r/postgres}   ', 'amount integer     '],
    })
  })

  test('a policy that needs a column that is gone stops the swap', async () => {
    await stranger(`create policy own on shop.orders using (region = 'north')`)
    const error: unknown = await swapTable(adapter, orders, { query: 'select 1 as id' }).catch(
      (thrown: unknown) => thrown,
    )
    expect(adapter.explain(error)).toMatchObject({ kind: 'query', message: 'column "region" does not exist' })
  })

  test("a table that takes a view's place gets its owner, grants and comments", async () => {
    await stranger(`
      drop table shop.orders;
      create view shop.orders with (security_barrier) as ${ordersQuery};
      grant select on shop.orders to xform_reader; comment on view shop.orders is 'orders'; comment on column shop.orders.id is 'key';
    `)
    const { dialect } = adapter
    const dress = await adapter.session(async (session) => {
      const belongings = await adapter.belongings(session, orders)
      return belongings.dress({ name: orders, kind: 'table', makes: () => false })
    })
    await adapter.session((session) =>
      session.execute([
        dialect.begin,
        dialect.drop('view', orders),
        dialect.createTableAs(orders, ordersQuery),
        ...dress.before,
        ...dress.after,
        dialect.commit,
      ]),
    )
    expect(await dumpCatalogue(adapter, ['shop'])).toMatchObject([
      {
        kind: 'r',
        comment: 'orders',
        options: null,
        acl: ['postgres=arwdDxtm/postgres', 'xform_reader=r/postgres'],
      },
    ])
  })

  test('reading it is quick where there is nothing', async () => {
    const times = await adapter.session(async (session) => {
      const measured: number[] = []
      for (let round = 0; round < 50; round++) {
        const started = performance.now()
        await adapter.dependents(session, orders)
        await adapter.belongings(session, orders)
        measured.push(performance.now() - started)
      }
      return measured.toSorted((a, b) => a - b)
    })
    expect(times[25]).toBeLessThan(25)
  })
})
