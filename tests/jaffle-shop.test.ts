import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { describe, expect, test } from 'vitest'
import { workbench, type EngineName, type TextRow } from './support/engines.ts'

const data = fileURLToPath(new URL('../../shared/data/jaffle_shop', import.meta.url))
const reason = 'the shop’s data does not stand beside the project'

const models: Readonly<Record<string, string>> = {
  'macros/money.sql':
    '{{#macro cents_to_dollars column}}cast({{ column }} as decimal(16, 2)) / 100{{/macro}}',
  'models/staging/stg_customers.sql':
    "select id as customer_id, name as customer_name from {{ ref('raw_customers') }}",
  'models/staging/stg_orders.sql': `select id as order_id, customer as customer_id, store_id, ordered_at,
  {{ cents_to_dollars('subtotal') }} as subtotal, {{ cents_to_dollars('order_total') }} as order_total
from {{ ref('raw_orders') }}`,
  'models/staging/stg_items.sql': "select id as item_id, order_id, sku from {{ ref('raw_items') }}",
  'models/staging/stg_products.sql': `select sku, name as product_name, type as product_type, {{ cents_to_dollars('price') }} as price
from {{ ref('raw_products') }}`,
  'models/staging/stg_stores.sql':
    "select id as store_id, name as store_name, opened_at, tax_rate from {{ ref('raw_stores') }}",
  'models/staging/stg_supplies.sql': `{{ config(materialized='ephemeral') }}
select id as supply_id, sku, {{ cents_to_dollars('cost') }} as cost, perishable from {{ ref('raw_supplies') }}`,
  'models/marts/order_items.sql': `with supply_costs as (select sku, sum(cost) as supply_cost from {{ ref('stg_supplies') }} group by sku)
select i.item_id, i.order_id, o.customer_id, o.ordered_at, s.store_name, p.product_name, p.product_type, p.price, c.supply_cost
from {{ ref('stg_items') }} i
join {{ ref('stg_orders') }} o on o.order_id = i.order_id
join {{ ref('stg_products') }} p on p.sku = i.sku
join {{ ref('stg_stores') }} s on s.store_id = o.store_id
left join supply_costs c on c.sku = i.sku`,
  'models/marts/orders.sql': `{{ config(materialized='incremental', unique_key='order_id') }}
select order_id, customer_id, min(ordered_at) as ordered_at, count(*) as items, sum(price) as revenue, sum(supply_cost) as supply_cost
from {{ ref('order_items') }}
{{#if incremental}}where ordered_at >= (select max(ordered_at) from {{ this }}){{/if}}
group by order_id, customer_id`,
  'models/marts/customers.sql': `select c.customer_id, c.customer_name, count(o.order_id) as orders, sum(o.revenue) as revenue,
  min(o.ordered_at) as first_order, max(o.ordered_at) as last_order
from {{ ref('stg_customers') }} c left join {{ ref('orders') }} o on o.customer_id = c.customer_id
group by c.customer_id, c.customer_name`,
}

const projectOptions = 'models: { staging: { materialized: view }, marts: { materialized: table } }\n'

const looks = {
  order_items: `select item_id, order_id, customer_id, cast(ordered_at as varchar(19)) as ordered_at, store_name, product_name, product_type,
    cast(price as decimal(16, 2)) as price, cast(supply_cost as decimal(16, 2)) as supply_cost from shop.order_items order by item_id`,
  orders: `select order_id, customer_id, cast(ordered_at as varchar(19)) as ordered_at, items, cast(revenue as decimal(16, 2)) as revenue,
    cast(supply_cost as decimal(16, 2)) as supply_cost from shop.orders order by order_id`,
  customers: `select customer_id, customer_name, orders, cast(revenue as decimal(16, 2)) as revenue,
    cast(first_order as varchar(19)) as first_order from shop.customers order by customer_id`,
  stores: `select store_id, store_name, cast(opened_at as varchar(19)) as opened_at, cast(tax_rate as decimal(10, 4)) as tax_rate
    from shop.stg_stores order by store_id`,
} as const

async function build(engine: EngineName): Promise<Readonly<Record<string, readonly TextRow[]>>> {
  const bench = await workbench(engine, models)
  bench.folder.write({ 'xform.yml': bench.folder.read('xform.yml') + projectOptions })
  for (const file of readdirSync(data))
    bench.folder.write({ [`seeds/${file}`]: readFileSync(`${data}/${file}`, 'utf8') })
  await bench.succeed('seed')
  await bench.succeed('run')
  const first = await look(bench)
  await bench.succeed('run')
  expect(await look(bench)).toEqual(first)
  return first
}

async function look(
  bench: Awaited<ReturnType<typeof workbench>>,
): Promise<Readonly<Record<string, readonly TextRow[]>>> {
  const rows: Record<string, readonly TextRow[]> = {}
  for (const [name, sql] of Object.entries(looks)) rows[name] = await bench.sql(sql)
  return rows
}

describe.skipIf(!existsSync(data))(`a real shop (skipped where ${reason})`, () => {
  test('both engines hold the same rows, after one run and after two', async () => {
    const [duckdb, postgres] = await Promise.all([build('duckdb'), build('postgres')])
    expect(duckdb['orders']?.length).toBeGreaterThan(500)
    expect(duckdb['customers']?.length).toBeGreaterThan(50)
    expect(postgres).toEqual(duckdb)
  }, 60_000)
})
