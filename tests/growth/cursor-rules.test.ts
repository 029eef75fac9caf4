import pg from 'pg'
import { describe, expect, onTestFinished, test } from 'vitest'
import { engines } from '../support/engines.ts'
import { openBenches, type Bench } from './bench.ts'

const table = 'create table raw.events (seq integer, note varchar)'

function project(cursor: string, name = 'events'): Readonly<Record<string, string>> {
  return {
    'models/sources.yml': `sources:\n  - name: raw\n    tables:\n      - { name: ${name}, cursor: ${cursor} }\n`,
    'models/flow.sql': `{{ config(materialized='flow') }}\nselect seq, note from {{ source('raw', '${name}') }}`,
  }
}

async function read(shop: Bench): Promise<readonly unknown[]> {
  return (await shop.rows('select seq from shop.flow order by seq')).flat()
}

describe.each(engines)('cursors on %s', (engine) => {
  const open = openBenches(engine)

  test('rows that have come since the last run are read', async () => {
    const shop = await open(project('seq'), table, "insert into raw.events values (1, 'a')")
    await shop.run()
    await shop.sql("insert into raw.events values (2, 'b')")
    expect((await shop.run()).actions).toEqual({ flow: 'append' })
    expect((await shop.run()).actions).toEqual({ flow: 'nothing' })
    expect(await read(shop)).toEqual([1, 2])
  })

  test('a source without rows is read once there are some', async () => {
    const shop = await open(project('seq'), table)
    expect((await shop.run()).actions).toEqual({ flow: 'create' })
    expect((await shop.run()).actions).toEqual({ flow: 'nothing' })
    await shop.sql("insert into raw.events values (1, 'a')")
    expect((await shop.run()).actions).toEqual({ flow: 'append' })
    expect(await read(shop)).toEqual([1])
  })

  test.each(['seq', '{ column: seq, order: trusted }'])(
    'a row without a cursor value is refused, whenever it comes: %s',
    async (cursor) => {
      const shop = await open(project(cursor), table, "insert into raw.events values (null, 'a')")
      expect((await shop.run()).actions['flow']).toContain('cursor-null')
      await shop.sql('delete from raw.events', "insert into raw.events values (1, 'a')")
      expect((await shop.run()).actions).toEqual({ flow: 'create' })
      for (const seq of [2, 3, 4]) {
        await shop.sql(`insert into raw.events values (${seq}, 'b')`)
        await shop.run()
      }
      await shop.sql("insert into raw.events values (null, 'lost')")
      expect((await shop.run()).actions['flow']).toContain('cursor-null')
      expect(await read(shop)).toEqual([1, 2, 3, 4])
    },
  )

  test('a cursor column that does not exist is named', async () => {
    const shop = await open(project('number'), table)
    const { actions } = await shop.run()
    expect(actions['flow']).toContain('error')
    expect(actions['flow']).toContain('number')
  })

  test('settle: only rows that are old enough are read', async () => {
    const shop = await open(
      {
        ...project('{ column: loaded_at, settle: 10 min }'),
        'models/flow.sql': `{{ config(materialized='flow') }}\nselect seq from {{ source('raw', 'events') }}`,
      },
      'create table raw.events (seq integer, loaded_at timestamp with time zone)',
      "insert into raw.events values (1, current_timestamp - interval '11 minutes'), (2, current_timestamp)",
    )
    await shop.run()
    expect(await read(shop)).toEqual([1])
    await shop.sql(
      "update raw.events set loaded_at = current_timestamp - interval '10 minutes 1 second' where seq = 2",
    )
    await shop.run()
    expect(await read(shop)).toEqual([1, 2])
  })

  test('order: trusted reads what is greater than the greatest that was read', async () => {
    const shop = await open(
      project('{ column: seq, order: trusted }'),
      table,
      "insert into raw.events values (5, 'a')",
    )
    await shop.run()
    await shop.sql("insert into raw.events values (6, 'b')")
    expect((await shop.run()).actions).toEqual({ flow: 'append' })
    expect(await read(shop)).toEqual([5, 6])
  })

  test('another kind of cursor reads the source anew', async () => {
    const shop = await open(project('seq'), table, "insert into raw.events values (1, 'a')")
    await shop.run()
    await shop.write(project('{ column: seq, order: trusted }'))
    await shop.run()
    await shop.run()
    expect(await read(shop)).toEqual([1])
  })
})

describe('cursors on Postgres with several writers', () => {
  const open = openBenches('postgres')

  async function connect(shop: Bench): Promise<(sql: string) => Promise<pg.QueryResult>> {
    const client = new pg.Client({ connectionString: shop.warehouse.url, application_name: 'a slow loader' })
    await client.connect()
    onTestFinished(() => client.end())
    return (sql) => client.query(shop.named(sql))
  }

  test('an open transaction holds back what is newer, and is named; nothing is lost when it commits', async () => {
    const shop = await open(project('seq'), table, "insert into raw.events values (1, 'a')")
    await shop.run()
    const slow = await connect(shop)
    await slow('begin')
    await slow("insert into raw.events values (2, 'slow')")
    await shop.sql("insert into raw.events values (3, 'quick')")
    const held = await shop.run()
    expect(held.reason('flow')).toMatch(
      /newer rows wait for PID \d+, a slow loader, in a transaction for 00:00:\d\d/,
    )
    expect(await read(shop)).not.toContain(3)
    await shop.sql("insert into raw.events values (4, 'quick')")
    const again = await shop.run()
    expect(again.reason('flow')).toMatch(/newer rows wait for PID \d+, a slow loader/)
    await slow('commit')
    await expect.poll(async () => [await shop.run(), await read(shop)][1]).toEqual([1, 2, 3, 4])
  })

  test.each(['count(*) as n', 'avg(seq) as average'])(
    'a state whose driver has only rows that have to wait says that nothing was done: %s',
    async (output) => {
      const model = `{{ config(materialized='state', key='note') }}\nselect note, ${output} from {{ source('raw', 'events') }} group by note`
      const shop = await open({ ...project('seq'), 'models/state.sql': model }, table)
      await shop.run()
      const slow = await connect(shop)
      await slow('begin')
      await slow("insert into raw.events values (1, 'slow')")
      const { actions, reason } = await shop.run()
      await shop.sql("insert into raw.events values (2, 'quick')")
      const later = await shop.run()
      expect([actions['state'], later.actions['state']]).toEqual(['nothing', 'nothing'])
      expect(later.reason('state')).toContain('newer rows wait for PID')
      expect(reason('state')).toBe('nothing new in raw.events')
      await slow('rollback')
    },
  )

  test('a number that was drawn long before its row was written is not passed over', async () => {
    const shop = await open(project('seq'), 'create table raw.events (seq bigserial, note varchar)')
    const arrive = async (): Promise<unknown> => shop.sql("insert into raw.events (note) values ('quick')")
    await arrive()
    await shop.run()
    const slow = await connect(shop)
    await slow('begin')
    await slow("select nextval('raw.events_seq_seq')")
    for (let runs = 0; runs < 4; runs++) {
      await arrive()
      expect((await shop.run()).actions).toEqual({ flow: 'append' })
    }
    await slow("insert into raw.events values (2, 'slow')")
    await slow('commit')
    await shop.run()
    expect(await read(shop)).toEqual([1, 2, 3, 4, 5, 6])
  })

  test('a first build leaves out what an open transaction holds back', async () => {
    const shop = await open(project('seq'), table, "insert into raw.events values (1, 'a')")
    const slow = await connect(shop)
    await slow('begin')
    await slow("insert into raw.events values (2, 'slow')")
    await shop.sql("insert into raw.events values (3, 'quick')")
    await shop.run()
    await slow('commit')
    await expect.poll(async () => [await shop.run(), await read(shop)][1]).toEqual([1, 2, 3])
  })

  test('rows whose cursor values come in any order are read', async () => {
    const shop = await open(project('seq'), table)
    for (const seq of [50, 60, 70, 10, 65, 5]) {
      await shop.sql(`insert into raw.events values (${seq}, 'copied from elsewhere')`)
      await shop.run()
    }
    await expect.poll(async () => [await shop.run(), await read(shop)][1]).toEqual([5, 10, 50, 60, 65, 70])
  })

  test.each([
    ['bigint', false],
    ['bigserial', true],
    ['bigint generated always as identity', true],
    ['bigint generated by default as identity (cache 50)', false],
    ['bigint generated by default as identity (increment 50)', false],
    ["bigint default nextval('raw.ids')", false],
    ['timestamptz default now()', true],
    ['timestamptz default clock_timestamp()', true],
    ['timestamp default now()', false],
    ['integer default 0', false],
  ])('a cursor bounds the scan only where the database draws its values: %s', async (type, bounds) => {
    const files = {
      ...project('seq'),
      'models/flow.sql': "{{ config(materialized='flow') }}\nselect seq from {{ source('raw', 'events') }}",
    }
    const shop = await open(
      files,
      'create sequence raw.ids cache 20',
      `create table raw.events (seq ${type}, note varchar)`,
    )
    const many = Array.from({ length: 3 }, () => "insert into raw.events (note) values ('a')")
    const arrive = async (): Promise<unknown> =>
      type === 'bigint' ? shop.sql('insert into raw.events values (1)') : shop.sql(...many)
    const isBounded = async (): Promise<boolean> => {
      await arrive()
      const { statements } = await shop.run()
      return statements('flow').some((text) => text.includes('"seq" >='))
    }
    // Transactions of other tests on the server can hold rows back for a while, and the bound with them.
    const most = bounds ? 200 : 3
    let found = false
    for (let runs = 0; runs < most && !found; runs++) found = await isBounded()
    expect(found).toBe(bounds)
  })

  test('rows that a hook of the model itself writes are read once', async () => {
    const hook =
      "insert into {{ source('raw', 'events') }} select count(*) from {{ source('raw', 'events') }}"
    const select = "select seq from {{ source('raw', 'events') }}"
    const model = `{{ config(materialized='flow', pre_hook="${hook}") }}\n${select}`
    const shop = await open({ ...project('seq'), 'models/flow.sql': model }, table)
    for (let runs = 0; runs < 3; runs++) {
      await shop.run()
      await shop.sql('insert into raw.events select count(*) from raw.events')
    }
    const twice = await shop.rows('select seq from shop.flow group by seq having count(*) > 1')
    expect(twice).toEqual([])
    expect((await read(shop)).slice(0, 4)).toEqual([0, 1, 2, 3])
  })

  test('a writer that draws its number long before it commits loses nothing, whatever isolation is usual', async () => {
    const shop = await open(project('seq'), table, 'create sequence raw.seqs')
    const database = new URL(shop.warehouse.url ?? '').pathname.slice(1)
    await shop.sql(`alter database ${database} set default_transaction_isolation = 'repeatable read'`)
    onTestFinished(async () => {
      await shop.sql(`alter database ${database} reset default_transaction_isolation`)
    })
    const adapter = await shop.warehouse.another('xform strict')
    await shop.run({ adapter })
    const levels = await adapter.session(async (session) => {
      const results = await session.execute([
        adapter.dialect.begin,
        "select current_setting('transaction_isolation') as level",
        'commit',
      ])
      return results.flatMap(({ rows }) => rows)
    })
    expect(levels).toEqual([{ level: 'read committed' }])
  })

  test.each([
    'create view raw.seen as select * from raw.events',
    'create materialized view raw.seen as select * from raw.events',
  ])('what has no transaction ids must say how its order can be trusted: %s', async (create) => {
    const shop = await open(project('seq', 'seen'), table, create)
    expect((await shop.run()).actions['flow']).toContain('cursor-needs-order')
    await shop.write(project('{ column: seq, order: trusted }', 'seen'))
    expect((await shop.run()).actions).toEqual({ flow: 'create' })
  })
})

describe('two runs at once on Postgres', () => {
  const open = openBenches('postgres')

  test('two first runs build a flow once', async () => {
    const shop = await open(project('seq'), table, "insert into raw.events values (1, 'a')")
    await shop.run({ planned: async () => void (await shop.run()) })
    expect(Number((await shop.remembered('flow'))?.['generation'])).toBe(1)
    expect(await read(shop)).toEqual([1])
  })

  test('a flow that was rebuilt between the plan and the work is followed', async () => {
    const shop = await open(project('seq'), table, "insert into raw.events values (1, 'a')")
    await shop.write({
      'models/next.sql': `{{ config(materialized='flow') }}\nselect seq from {{ ref('flow') }}`,
    })
    await shop.run()
    await shop.sql("insert into raw.events values (2, 'b')")
    await shop.run({ planned: async () => void (await shop.run({ fullRefresh: true, only: ['flow'] })) })
    await shop.run()
    expect(await shop.rows('select seq from shop.next order by seq')).toEqual([[1], [2]])
  })

  test('eight runs at once add each row once', async () => {
    const shop = await open(project('seq'), table, "insert into raw.events values (1, 'a')")
    await shop.run()
    await shop.sql("insert into raw.events values (2, 'b')")
    const runs = await Promise.all(Array.from({ length: 8 }, () => shop.run()))
    expect(runs.filter(({ actions }) => actions['flow'] === 'append')).toHaveLength(1)
    expect(await read(shop)).toEqual([1, 2])
  })
})
