import { describe, expect, test } from 'vitest'
import type { Dialect, KeyPart } from '../core/adapter/dialect.ts'
import { duckdbDialect } from './duckdb/dialect.ts'
import { postgresDialect } from './postgres/dialect.ts'

const orders = { schema: 'shop', name: 'orders' }
const fresh = { schema: 'shop', name: 'new "orders"' }
const id: KeyPart = { kind: 'column', name: 'id' }
const region: KeyPart = { kind: 'column', name: 'Region' }
const day: KeyPart = { kind: 'expression', sql: `date_trunc('day', at)` }

interface Expectation {
  readonly what: string
  readonly write: (dialect: Dialect) => readonly string[]
  readonly duckdb: readonly string[]
  readonly postgres: readonly string[]
}

/** What brings rows together by key, on both engines side by side. */
const expectations: readonly Expectation[] = [
  {
    what: 'deleting by a column',
    write: (d) => d.deleteMatching({ target: orders, source: fresh, key: [id], predicates: [] }),
    duckdb: [
      `delete from "shop"."orders" as target
using "shop"."new ""orders""" as source
where source."id" is not null
  and target."id" = source."id"`,
      `delete from "shop"."orders" as target
using "shop"."new ""orders""" as source
where (source."id" is null)
  and target."id" is not distinct from source."id"`,
    ],
    postgres: [
      `delete from "shop"."orders" as target
using "shop"."new ""orders""" as source
where source."id" is not null
  and target."id" = source."id"`,
      `delete from "shop"."orders" as target
using "shop"."new ""orders""" as source
where (source."id" is null)
  and (target."id" is null)
  and exists (select 1 from "shop"."new ""orders""" as source where (source."id" is null))`,
    ],
  },
  {
    what: 'deleting by two columns and predicates',
    write: (d) =>
      d.deleteMatching({
        target: orders,
        source: fresh,
        key: [id, region],
        predicates: ['DBT_INTERNAL_DEST.day > 1'],
      }),
    duckdb: [
      `delete from "shop"."orders" as target
using "shop"."new ""orders""" as source
where source."id" is not null and source."Region" is not null
  and target."id" = source."id"
  and target."Region" = source."Region"
  and (target.day > 1
)`,
      `delete from "shop"."orders" as target
using "shop"."new ""orders""" as source
where (source."id" is null or source."Region" is null)
  and target."id" is not distinct from source."id"
  and target."Region" is not distinct from source."Region"
  and (target.day > 1
)`,
    ],
    postgres: [
      `delete from "shop"."orders" as target
using "shop"."new ""orders""" as source
where source."id" is not null and source."Region" is not null
  and target."id" = source."id"
  and target."Region" = source."Region"
  and (target.day > 1
)`,
      `delete from "shop"."orders" as target
using "shop"."new ""orders""" as source
where (source."id" is null or source."Region" is null)
  and (target."id" is null or target."Region" is null)
  and jsonb_build_array(target."id", target."Region") = jsonb_build_array(source."id", source."Region")
  and (target.day > 1
)
  and exists (select 1 from "shop"."new ""orders""" as source where (source."id" is null or source."Region" is null))`,
    ],
  },
  {
    what: 'deleting by an expression',
    write: (d) => d.deleteMatching({ target: orders, source: fresh, key: [day], predicates: [] }).slice(0, 1),
    duckdb: [
      `delete from "shop"."orders"
where rowid in (
  select target."_xform_row"
  from (select rowid as "_xform_row", *, (date_trunc('day', at)
) as "_xform_key_1" from "shop"."orders") as target, (select *, (date_trunc('day', at)
) as "_xform_key_1" from "shop"."new ""orders""") as source
  where source."_xform_key_1" is not null
  and target."_xform_key_1" = source."_xform_key_1"
)`,
    ],
    postgres: [
      `delete from "shop"."orders"
where ctid in (
  select target."_xform_row"
  from (select ctid as "_xform_row", *, (date_trunc('day', at)
) as "_xform_key_1" from "shop"."orders") as target, (select *, (date_trunc('day', at)
) as "_xform_key_1" from "shop"."new ""orders""") as source
  where source."_xform_key_1" is not null
  and target."_xform_key_1" = source."_xform_key_1"
)`,
    ],
  },
  {
    what: 'merging by a column',
    write: (d) =>
      d.merge({
        target: orders,
        source: fresh,
        key: [id],
        predicates: [],
        columns: ['id', 'amount'],
        updates: ['amount'],
      }),
    duckdb: [
      `merge into "shop"."orders" as target
using "shop"."new ""orders""" as source
on target."id" is not distinct from source."id"
when matched then update set "amount" = source."amount"
when not matched then insert ("id", "amount")
values (source."id", source."amount")`,
    ],
    postgres: [
      `merge into "shop"."orders" as target
using (select * from "shop"."new ""orders""" as source where source."id" is not null) as source
on target."id" = source."id"
when matched then update set "amount" = source."amount"
when not matched then insert ("id", "amount")
values (source."id", source."amount")`,
      `merge into "shop"."orders" as target
using (select * from "shop"."new ""orders""" as source where (source."id" is null)) as source
on (target."id" is null)
when matched then update set "amount" = source."amount"
when not matched then insert ("id", "amount")
values (source."id", source."amount")`,
    ],
  },
  {
    what: 'updating by a column',
    write: (d) =>
      d.updateMatching({
        target: orders,
        source: fresh,
        key: [id],
        predicates: ['target.amount is null'],
        updates: [{ column: 'amount', from: 'paid' }],
      }),
    duckdb: [
      `update "shop"."orders" as target
set "amount" = source."paid"
from "shop"."new ""orders""" as source
where target."id" is not distinct from source."id"
  and (target.amount is null
)`,
    ],
    postgres: [
      `update "shop"."orders" as target
set "amount" = source."paid"
from "shop"."new ""orders""" as source
where source."id" is not null
  and target."id" = source."id"
  and (target.amount is null
)`,
      `update "shop"."orders" as target
set "amount" = source."paid"
from "shop"."new ""orders""" as source
where (source."id" is null)
  and (target."id" is null)
  and (target.amount is null
)
  and exists (select 1 from "shop"."new ""orders""" as source where (source."id" is null))`,
    ],
  },
  {
    what: 'updating by an expression',
    write: (d) =>
      d
        .updateMatching({
          target: orders,
          source: fresh,
          key: [day],
          predicates: [],
          updates: [{ column: 'amount', from: 'amount' }],
        })
        .slice(0, 1),
    duckdb: [
      `update "shop"."orders" as target
set "amount" = source."amount"
from (
  select source.*, target."_xform_row"
  from (select rowid as "_xform_row", *, (date_trunc('day', at)
) as "_xform_key_1" from "shop"."orders") as target, (select *, (date_trunc('day', at)
) as "_xform_key_1" from "shop"."new ""orders""") as source
  where target."_xform_key_1" is not distinct from source."_xform_key_1"
) as source
where target.rowid = source."_xform_row"`,
    ],
    postgres: [
      `update "shop"."orders" as target
set "amount" = source."amount"
from (
  select source.*, target."_xform_row"
  from (select ctid as "_xform_row", *, (date_trunc('day', at)
) as "_xform_key_1" from "shop"."orders") as target, (select *, (date_trunc('day', at)
) as "_xform_key_1" from "shop"."new ""orders""") as source
  where source."_xform_key_1" is not null
  and target."_xform_key_1" = source."_xform_key_1"
) as source
where target.ctid = source."_xform_row"`,
    ],
  },
  {
    what: 'merging by an expression, without updates',
    write: (d) =>
      d
        .merge({
          target: orders,
          source: fresh,
          key: [day],
          predicates: ['source.amount > 0'],
          columns: ['at'],
          updates: [],
        })
        .slice(0, 1),
    duckdb: [
      `merge into "shop"."orders" as target
using (
  select source.*, target."_xform_row"
  from (select *, (date_trunc('day', at)
) as "_xform_key_1" from "shop"."new ""orders""") as source
  left join (select rowid as "_xform_row", *, (date_trunc('day', at)
) as "_xform_key_1" from "shop"."orders") as target
  on target."_xform_key_1" is not distinct from source."_xform_key_1"
    and (source.amount > 0
)
) as source
on target.rowid = source."_xform_row"
when not matched then insert ("at")
values (source."at")`,
    ],
    postgres: [
      `merge into "shop"."orders" as target
using (
  select source.*, target."_xform_row"
  from (select *, (date_trunc('day', at)
) as "_xform_key_1" from "shop"."new ""orders""") as source
  left join (select ctid as "_xform_row", *, (date_trunc('day', at)
) as "_xform_key_1" from "shop"."orders") as target
  on target."_xform_key_1" = source."_xform_key_1"
    and (source.amount > 0
)
  where source."_xform_key_1" is not null
) as source
on target.ctid = source."_xform_row"
when not matched then insert ("at")
values (source."at")`,
    ],
  },
]

describe('rows brought together by key', () => {
  test.each(expectations)('duckdb writes $what', ({ write, duckdb }) => {
    expect(write(duckdbDialect)).toEqual(duckdb)
  })

  test.each(expectations)('postgres writes $what', ({ write, postgres }) => {
    expect(write(postgresDialect)).toEqual(postgres)
  })
})
