import { describe, expect, test } from 'vitest'
import { engines, quickBench } from '../support/engines.ts'
import { constraintsOf, contracted, propertyFile, rowsOf, type Contracted } from './contract.ts'
import { customers, key, orders, table, takesOrphans } from './customers-and-orders.ts'

describe.each(engines)('on %s', (engine) => {
  test('a key and what refers to it change together, and go together', async () => {
    const bench = await quickBench(
      engine,
      contracted({ customers: customers([1, 2]), orders: orders([[10, 1]]) }),
    )
    await bench.succeed('run')
    const wide: Contracted = {
      sql: `${table}select 'x' as name, cast(id as varchar) as id from (values (1), (2)) as v(id)`,
      columns: [
        ['id', 'varchar'],
        ['name', 'varchar'],
      ],
      constraints: ['{ type: primary_key, columns: [id, name] }'],
    }
    const referring: Contracted = {
      sql: `${table}select 10 as id, '1' as customer, 'x' as name`,
      columns: [key, ['customer', 'varchar'], ['name', 'varchar']],
      constraints: [`{ type: foreign_key, columns: [customer, name], to: "ref('customers')" }`],
    }
    bench.folder.write(contracted({ customers: wide, orders: referring }))
    const refused = await bench.xform('run', '--select', 'customers')
    expect(refused.stdout).toMatch(/error\[foreign-key-unfit\][^]*"orders" would not fit the new table\. /u)
    expect(await constraintsOf(bench, 'customers')).toEqual(['not_null [id]', 'primary_key [id]'])
    const { stdout } = await bench.succeed('run')
    expect(stdout).toMatch(/warning\[foreign-key-unchecked\][^]*It is taken away; this run builds/u)
    expect(await constraintsOf(bench, 'orders')).toContain('foreign_key [customer, name]')
    const plain = {
      'models/customers.yml': 'models: [{ name: customers }]\n',
      'models/orders.yml': 'models: [{ name: orders }]\n',
      'models/orders.sql': `${table}select 10 as id, id as customer from {{ ref('customers') }}\n`,
    }
    bench.folder.write(plain)
    await bench.succeed('run')
    expect((await bench.succeed('run')).stdout).not.toContain('warning')
    for (const name of ['customers', 'orders']) expect(await constraintsOf(bench, name)).toEqual([])
  })

  test('a key that others still refer to does not go', async () => {
    const bench = await quickBench(
      engine,
      contracted({ customers: customers([1, 2]), orders: orders([[10, 1]]) }),
    )
    await bench.succeed('run')
    bench.folder.write({ 'models/customers.yml': 'models: [{ name: customers }]\n' })
    const { stdout } = await bench.xform('run')
    expect(stdout).toContain('error[foreign-key-unfit]')
    expect(stdout).toContain('needs customers')
    expect(await takesOrphans(bench, 'orders')).toBe(false)
  })

  test('they go together also where nothing says which is built first', async () => {
    const files = contracted({ customers: customers([1, 2]), orders: orders([[10, 1]]) })
    const bench = await quickBench(engine, files)
    for (let round = 0; round < 3; round++) {
      bench.folder.write(files)
      await bench.succeed('run')
      bench.folder.write({
        'models/customers.yml': 'models: [{ name: customers }]\n',
        'models/orders.yml': 'models: [{ name: orders }]\n',
      })
      await bench.succeed('run', '--threads', round === 0 ? '1' : '4')
      for (const name of ['customers', 'orders']) expect(await constraintsOf(bench, name)).toEqual([])
    }
  })

  test('a table that loses its foreign key leaves nothing of it behind', async () => {
    const referring = orders([[10, 1]])
    const bench = await quickBench(engine, contracted({ customers: customers([1, 2]), orders: referring }))
    await bench.succeed('run')
    bench.folder.write({ 'models/orders.yml': 'models: [{ name: orders }]\n' })
    await bench.succeed('run', '--select', 'orders')
    await bench.sql('delete from shop.customers where id = 1')
    await bench.succeed('run')
    expect(await rowsOf(bench, 'select id from shop.customers order by 1')).toEqual(['1', '2'])
    bench.folder.write({ ...contracted({ customers: customers([1]) }), 'models/orders.sql': referring.sql })
    await bench.succeed('run')
  })

  test('a seed that others refer to may lose its contract when they lose theirs', async () => {
    const bench = await quickBench(engine, {
      'seeds/customers.csv': 'id\n1\n',
      'seeds/customers.yml': propertyFile('seeds', 'customers', { columns: [key] }),
      ...contracted({ orders: orders([[10, 1]]) }),
    })
    await bench.succeed('build')
    bench.folder.write({
      'seeds/customers.yml': 'seeds: [{ name: customers }]\n',
      'models/orders.yml': 'models: [{ name: orders }]\n',
      'models/orders.sql': `${table}select 10 as id, id as customer from {{ ref('customers') }}\n`,
    })
    await bench.succeed('build')
    await bench.succeed('build')
    expect(await constraintsOf(bench, 'customers')).toEqual([])
  })

  test('a table that others refer to does not become a view, unless they are built anew behind it', async () => {
    const bench = await quickBench(
      engine,
      contracted({ customers: customers([1]), orders: orders([[10, 1]]) }),
    )
    await bench.succeed('run')
    bench.folder.write({
      'models/customers.sql': 'select 1 as id',
      'models/customers.yml': 'models: [{ name: customers }]\n',
      'models/orders.sql': `${table}select 10 as id, id as customer from {{ ref('customers') }}\n`,
      'models/orders.yml': 'models: [{ name: orders }]\n',
    })
    const refused = await bench.xform('run', '--select', 'customers')
    expect(refused.stdout).toMatch(
      /error\[dependents-in-the-way\][^]*foreign key .*of table "shop"\."orders"/u,
    )
    await bench.succeed('run')
    expect(await rowsOf(bench, 'select * from shop.orders')).toEqual(['10 1'])
  })
})
