import { createReadStream, existsSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'
import { loadSeed, seedFile } from './seed-file.fixture.ts'

const folder = fileURLToPath(new URL('../../../shared/data/jaffle_shop/', import.meta.url))
const reason = 'the folder shared/data does not stand beside the project'

/** What a person who looks at the files would say of them. */
const files = {
  raw_customers: { columns: ['id text', 'name text'], rows: 128 },
  raw_items: { columns: ['id text', 'order_id text', 'sku text'], rows: 997 },
  raw_orders: {
    columns: [
      'id text',
      'customer text',
      'ordered_at timestamp',
      'store_id text',
      'subtotal integer',
      'tax_paid integer',
      'order_total integer',
    ],
    rows: 686,
  },
  raw_products: {
    columns: ['sku text', 'name text', 'type text', 'price integer', 'description text'],
    rows: 10,
  },
  raw_stores: { columns: ['id text', 'name text', 'opened_at timestamp', 'tax_rate decimal(18,4)'], rows: 6 },
  raw_supplies: {
    columns: ['id text', 'name text', 'cost integer', 'perishable boolean', 'sku text'],
    rows: 65,
  },
}

for (const [name, { columns, rows }] of Object.entries(files)) {
  test(`${name} of the jaffle shop has the columns and rows that it should`, async ({ skip }) => {
    skip(!existsSync(folder), reason)
    const open = (): AsyncIterable<string> => createReadStream(`${folder}${name}.csv`, { encoding: 'utf8' })
    const loaded = await loadSeed(seedFile('', { open, path: `seeds/${name}.csv` }))
    expect(loaded.columns).toEqual(columns)
    expect(loaded.csv.trimEnd().split('\n')).toHaveLength(rows)
  })
}
