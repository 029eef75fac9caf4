import { describe, expect, test } from 'vitest'
import type { ConstraintSpec } from '../core/adapter/constraint.ts'
import type { Dialect, KeyPart } from '../core/adapter/dialect.ts'
import { duckdbDialect } from './duckdb/dialect.ts'
import { postgresDialect } from './postgres/dialect.ts'

const orders = { schema: 'shop', name: 'orders' }
const fresh = { schema: 'shop', name: 'new "orders"' }
const id: KeyPart = { kind: 'column', name: 'id' }
const day: KeyPart = { kind: 'expression', sql: `date_trunc('day', at)` }

const columns = [
  { name: 'id', type: 'integer' },
  { name: 'customer', type: 'integer' },
]
const notNull: ConstraintSpec = { kind: 'not_null', name: 'orders_id', column: 'id' }
const key: ConstraintSpec = { kind: 'primary_key', name: 'orders_key', columns: ['id'] }
const isPositive: ConstraintSpec = { kind: 'check', name: 'positive', expression: 'id > 0' }
const toCustomers: ConstraintSpec = {
  kind: 'foreign_key',
  name: 'buyer',
  columns: ['customer'],
  references: '"shop"."customers" ("id")',
}

type Text = string | readonly string[] | undefined

interface Expectation {
  readonly what: string
  readonly write: (dialect: Dialect) => Text
  /** The text on both, or on each. */
  readonly text?: Text
  readonly duckdb?: Text
  readonly postgres?: Text
}

/** What each method of a dialect writes, on both engines side by side. */
const expectations: readonly Expectation[] = [
  { what: 'a quoted name', write: (d) => d.quote('a "b"'), text: '"a ""b"""' },
  { what: 'a text', write: (d) => d.literal(`it's \\n`), text: `'it''s \\n'` },
  { what: 'null', write: (d) => d.literal(null), text: 'null' },
  { what: 'true', write: (d) => d.literal(true), text: 'true' },
  { what: 'a number', write: (d) => d.literal(1.5), text: '1.5' },
  { what: 'a negative number', write: (d) => d.literal(-3), text: '(-3)' },
  { what: 'a relation', write: (d) => d.relation(fresh), text: '"shop"."new ""orders"""' },
  {
    what: 'a relation of another database',
    write: (d) => d.relation({ database: 'archive', ...orders }),
    text: '"archive"."shop"."orders"',
  },
  {
    what: 'a temporary relation',
    write: (d) => d.relation(d.temporary('delta')),
    duckdb: '"temp"."main"."delta"',
    postgres: '"pg_temp"."delta"',
  },
  {
    what: 'the identity of a relation',
    write: (d) => d.identity({ schema: 'Shop', name: 'ÄB' }),
    duckdb: '[null,"shop","Äb"]',
    postgres: '[null,"Shop","ÄB"]',
  },
  { what: 'the identity of a column', write: (d) => d.columnIdentity('Id'), duckdb: 'id', postgres: 'Id' },
  { what: 'a folded name', write: (d) => d.foldIdentifier('Order_ID'), text: 'order_id' },
  { what: 'a name that cannot be folded', write: (d) => d.foldIdentifier('Order'), text: undefined },
  {
    what: 'begin, commit and rollback',
    write: (d) => [d.begin, d.commit, d.rollback],
    duckdb: ['begin', 'commit', 'rollback'],
    postgres: ['begin isolation level read committed', 'commit', 'rollback'],
  },
  { what: 'a savepoint', write: (d) => d.savepoint('a'), duckdb: undefined, postgres: 'savepoint "a"' },
  {
    what: 'going back to it',
    write: (d) => d.rollbackTo('a'),
    duckdb: undefined,
    postgres: 'rollback to savepoint "a"',
  },
  {
    what: 'letting it go',
    write: (d) => d.release('a'),
    duckdb: undefined,
    postgres: 'release savepoint "a"',
  },
  {
    what: 'a lock timeout',
    write: (d) => d.lockTimeout(100),
    duckdb: undefined,
    postgres: 'set local lock_timeout = 100',
  },
  {
    what: 'the shortest lock timeout',
    write: (d) => d.lockTimeout(0),
    duckdb: undefined,
    postgres: 'set local lock_timeout = 1',
  },
  {
    what: 'claiming a lock',
    write: (d) => d.claimNodeLock(orders, 250),
    duckdb: undefined,
    postgres: `select 1 / pg_try_advisory_xact_lock('-7532396905862361377'::bigint)::int, set_config('lock_timeout', '250', true)`,
  },
  {
    what: 'trying a lock',
    write: (d) => d.tryNodeLock(orders),
    duckdb: undefined,
    postgres: `select pg_try_advisory_xact_lock('-7532396905862361377'::bigint) as granted`,
  },
  {
    what: 'waiting for it',
    write: (d) => d.waitNodeLock(orders),
    duckdb: undefined,
    postgres: `select pg_advisory_xact_lock('-7532396905862361377'::bigint)`,
  },
  {
    what: 'the publish lock',
    write: (d) => d.publishLock(),
    duckdb: undefined,
    postgres: `select pg_advisory_xact_lock('-462099411895368456'::bigint)`,
  },
  {
    what: 'locking a table',
    write: (d) => d.lockRelation('table', orders),
    duckdb: undefined,
    postgres: 'lock table "shop"."orders" in access exclusive mode',
  },
  { what: 'locking a view', write: (d) => d.lockRelation('view', orders), text: undefined },
  { what: 'a schema', write: (d) => d.createSchema('shop'), text: 'create schema if not exists "shop"' },
  {
    what: 'a schema elsewhere',
    write: (d) => d.createSchema('shop', 'archive'),
    text: 'create schema if not exists "archive"."shop"',
  },
  {
    what: 'a table',
    write: (d) => d.createTableAs(orders, 'select 1'),
    text: 'create table "shop"."orders" as\nselect 1',
  },
  {
    what: 'a table with constraints',
    write: (d) => d.createTable(orders, columns, [notNull, isPositive]),
    text: 'create table "shop"."orders" (\n  "id" integer constraint "orders_id" not null,\n  "customer" integer,\n  constraint "positive" check (id > 0)\n)',
  },
  {
    what: 'a temporary table with constraints',
    write: (d) => d.createTemporaryTable('delta', columns, [notNull, key]),
    duckdb:
      'create or replace temporary table "delta" (\n  "id" integer constraint "orders_id" not null,\n  "customer" integer,\n  constraint "orders_key" primary key ("id")\n)',
    postgres:
      'create temporary table "delta" (\n  "id" integer constraint "orders_id" not null,\n  "customer" integer,\n  constraint "orders_key" primary key ("id")\n) on commit drop',
  },
  {
    what: 'foreign keys',
    write: (d) =>
      d.supports.addConstraints
        ? d.addConstraint(orders, toCustomers)
        : d.createTable(orders, columns, [toCustomers]),
    duckdb:
      'create table "shop"."orders" (\n  "id" integer,\n  "customer" integer,\n  constraint "buyer" foreign key ("customer") references "shop"."customers" ("id")\n)',
    postgres:
      'alter table "shop"."orders" add constraint "buyer" foreign key ("customer") references "shop"."customers" ("id") deferrable',
  },
  {
    what: 'the mark of a constraint',
    write: (d) => d.markConstraint(orders, 'buyer'),
    duckdb: undefined,
    postgres: `comment on constraint "buyer" on "shop"."orders" is 'Declared by a contract of xform.'`,
  },
  {
    what: 'what a foreign key refers to',
    write: (d) => d.keyTarget({ database: 'shop', schema: 'shop', name: 'customers' }),
    duckdb: '"shop"."customers"',
    postgres: '"shop"."shop"."customers"',
  },
  {
    what: 'which foreign keys cannot be',
    write: (d) => {
      const customers = { schema: 'shop', name: 'customers' }
      const found = [customers, { ...customers, schema: 'crm' }, orders]
      return found.flatMap((table) => d.refusesKeyTo(orders, table) ?? [])
    },
    duckdb: [
      'it has no foreign keys between schemas',
      'its tables cannot be filled while they refer to themselves',
    ],
    postgres: [],
  },
  {
    what: 'foreign keys that wait',
    write: (d) => [d.deferForeignKeys(), d.checkForeignKeys()].filter((sql) => sql !== undefined),
    duckdb: [],
    postgres: ['set constraints all deferred', 'set constraints all immediate'],
  },
  { what: 'the type string', write: (d) => d.typeAlias('STRING'), duckdb: 'STRING', postgres: 'text' },
  {
    what: 'a temporary table',
    write: (d) => d.createTemporaryTableAs('delta', 'select 1'),
    duckdb: 'create or replace temporary table "delta" as\nselect 1',
    postgres: 'create temporary table "delta" on commit drop as\nselect 1',
  },
  {
    what: 'a table in the place of another',
    write: (d) => d.createOrReplaceTableAs(orders, 'select 1'),
    duckdb: 'create or replace table "shop"."orders" as\nselect 1',
    postgres: 'create table "shop"."orders" as\nselect 1',
  },
  {
    what: 'a view',
    write: (d) => d.createViewAs(orders, 'select 1'),
    text: 'create view "shop"."orders" as\nselect 1',
  },
  {
    what: 'a view in the place of another',
    write: (d) => d.replaceViewAs(orders, 'select 1'),
    text: 'create or replace view "shop"."orders" as\nselect 1',
  },
  {
    what: 'an empty table',
    write: (d) =>
      d.createTable(orders, [
        { name: 'id', type: 'bigint' },
        { name: 'Note', type: 'text' },
      ]),
    text: 'create table "shop"."orders" (\n  "id" bigint,\n  "Note" text\n)',
  },
  { what: 'dropping a table', write: (d) => d.drop('table', orders), text: 'drop table "shop"."orders"' },
  { what: 'dropping a view', write: (d) => d.drop('view', orders), text: 'drop view "shop"."orders"' },
  {
    what: 'dropping a materialized view',
    write: (d) => d.drop('materialized_view', orders),
    text: 'drop materialized view "shop"."orders"',
  },
  {
    what: 'renaming a table',
    write: (d) => d.rename('table', fresh, 'orders'),
    text: 'alter table "shop"."new ""orders""" rename to "orders"',
  },
  {
    what: 'inserting',
    write: (d) => d.insert(orders, ['id', 'Note'], 'select 1, 2'),
    text: 'insert into "shop"."orders" ("id", "Note")\nselect 1, 2',
  },
  { what: 'null-safe equality', write: (d) => d.nullSafeEqual('a', 'b'), text: 'a is not distinct from b' },
  {
    what: 'a difference',
    write: (d) => d.exceptAll('select 1', 'select 2'),
    text: '(\nselect 1\n)\nexcept all\n(\nselect 2\n)',
  },
  {
    what: 'repeated keys',
    write: (d) => d.duplicateKeys(orders, [id, day], 5),
    text: [
      `select "id" as "key_1", (date_trunc('day', at)\n) as "key_2", count(*) as "copies"`,
      'from "shop"."orders"',
      'group by 1, 2',
      'having count(*) > 1',
      'order by "copies" desc, 1, 2',
      'limit 5',
    ].join('\n'),
  },
  {
    what: 'a new column',
    write: (d) => d.addColumn(orders, { name: 'Note', type: 'text' }),
    text: 'alter table "shop"."orders" add column "Note" text',
  },
  {
    what: 'a column less',
    write: (d) => d.dropColumn(orders, 'Note'),
    text: 'alter table "shop"."orders" drop column "Note"',
  },
  {
    what: 'another type',
    write: (d) => d.alterColumnType(orders, { name: 'id', type: 'bigint' }),
    text: 'alter table "shop"."orders" alter column "id" type bigint',
  },
  {
    what: 'an index',
    write: (d) =>
      d.createIndex(orders, { name: 'by id', columns: ['id', 'Note'], unique: true, method: 'btree' }),
    duckdb: 'create unique index "by id" on "shop"."orders" ("id", "Note")',
    postgres: 'create unique index "by id" on "shop"."orders" using "btree" ("id", "Note")',
  },
  {
    what: 'a comment',
    write: (d) => d.comment('view', orders, `it's`),
    text: `comment on view "shop"."orders" is 'it''s'`,
  },
  {
    what: 'a comment taken from a column',
    write: (d) => d.comment('table', orders, null, 'Note'),
    text: 'comment on column "shop"."orders"."Note" is null',
  },
  { what: 'statistics', write: (d) => d.analyze(orders), text: 'analyze "shop"."orders"' },
]

describe.each([duckdbDialect, postgresDialect])('$name', (dialect) => {
  test.each(expectations)('writes $what', (expectation) => {
    const own = dialect.name === 'duckdb' ? 'duckdb' : 'postgres'
    const wanted = own in expectation ? expectation[own] : expectation.text
    expect(expectation.write(dialect)).toEqual(wanted)
  })

  test('drops and renames only what xform builds', () => {
    expect(() => dialect.drop('other', orders)).toThrow(RangeError)
    expect(() => dialect.rename('other', orders, 'x')).toThrow(RangeError)
  })
})

test('postgres grants to roles by their names, and to everybody', () => {
  expect(postgresDialect.grant('select', orders, ['analyst', 'Reader "2"', 'PUBLIC'])).toBe(
    'grant select on "shop"."orders" to "analyst", "Reader ""2""", public',
  )
  expect(postgresDialect.revoke('select', orders, ['analyst'])).toBe(
    'revoke select on "shop"."orders" from "analyst"',
  )
  expect(() => postgresDialect.grant('select on x to y; --', orders, ['analyst'])).toThrow(RangeError)
})

test('duckdb refuses to write what it has not', () => {
  expect(() => duckdbDialect.grant('select', orders, ['analyst'])).toThrow(RangeError)
  expect(() => duckdbDialect.revoke('select', orders, ['analyst'])).toThrow(RangeError)
  expect(() => duckdbDialect.renameIndex('shop', 'a', 'b')).toThrow(RangeError)
  expect(() => duckdbDialect.addConstraint(orders, key)).toThrow(RangeError)
  expect(duckdbDialect.grantsOf(orders)).toBeUndefined()
})
