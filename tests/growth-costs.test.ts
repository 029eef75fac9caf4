import { expect, test } from 'vitest'
import { engines, quickBench, type Workbench } from './support/engines.ts'

function sources(cursor: string): string {
  return `sources: [{ name: bank, schema: bank, tables: [{ name: entries, cursor: ${cursor} }] }]\n`
}

const flow = "{{ config(materialized='flow') }}\nselect id, account from {{ source('bank', 'entries') }}\n"
const files = {
  'models/sources.yml': sources('id'),
  'models/entries.sql': flow,
}

test('once a source was read twice, a run that finds nothing sends one statement and writes nothing', async () => {
  const bench = await bankOf(100)
  await bench.succeed('run')
  await readOn(bench)
  const before = await written(bench)
  expect(await labels(bench)).toEqual(['look for new rows'])
  expect(await written(bench)).toEqual(before)
}, 60_000)

test('where the values of the cursor come with the rows, a run that finds nothing sends one statement, too', async () => {
  const bench = await bankOf(100)
  await bench.sql('alter table bank.entries alter id drop default')
  await bench.succeed('run')
  expect(await labels(bench)).toEqual(['look for new rows'])
})

test('flows that are built at the same time know where new rows stand after their first reading', async () => {
  const bench = await bankOf(1000)
  bench.folder.write({ 'models/more.sql': flow, 'models/most.sql': flow })
  await bench.succeed('run')
  const floors = await bench.sql("select position::json ->> 'floor' as floor from _xform.positions")
  expect(floors).toEqual([{ floor: '1000' }, { floor: '1000' }, { floor: '1000' }])
})

test('a mark of a table that was exchanged before it was read does not count', async () => {
  const bench = await bankOf(1000)
  bench.folder.write({
    'models/anew.sql':
      "{{ config(materialized='view', pre_hook='drop table bank.entries', post_hook='create table bank.entries (id bigserial primary key, account bigint not null)') }}\nselect 1 as id\n",
    'models/entries.sql': `-- depends on {{ ref('anew') }}\n${flow}`,
  })
  await bench.succeed('run')
  expect(await bench.sql('select count(*) as rows from shop.entries')).toEqual([{ rows: '0' }])
  await bench.sql('insert into bank.entries (account) values (7)')
  const rows = async () => (await bench.sql('select count(*) as rows from shop.entries'))[0]?.['rows']
  do await bench.succeed('run', '--select', 'entries')
  while ((await rows()) === '0')
  expect(await rows()).toBe('1')
})

test.each(engines)('on %s files that are all known cost one statement', async (engine) => {
  const bench = await quickBench(engine, {
    'models/sources.yml':
      "sources: [{ name: bank, tables: [{ name: entries, files: { path: 'landing/*.jsonl' } }] }]\n",
    'models/entries.sql': flow,
    'landing/1.jsonl': '{"id": 1, "account": 7}\n',
  })
  await bench.succeed('run')
  expect(await labels(bench)).toEqual(['read list of files'])
  bench.folder.write({ 'landing/2.jsonl': '{"id": 2, "account": 7}\n' })
  expect(await labels(bench)).toContain('insert')
  expect(await labels(bench)).toEqual(['read list of files'])
})

test('a source is read by its new rows alone, also when nothing came between the first readings', async () => {
  const bench = await bankOf(100)
  await bench.succeed('run')
  await readOn(bench)
  await bench.sql('insert into bank.entries (account) select 7 from generate_series(1, 3)')
  await bench.succeed('run')
  const stands = async (): Promise<unknown> => bench.sql('select count(*) as rows from shop.entries')
  while (JSON.stringify(await stands()) === '[{"rows":"100"}]') await bench.succeed('run')
  expect(await stands()).toEqual([{ rows: '103' }])
  expect(await floorOf(bench)).not.toBeNull()
}, 60_000)

test('the index over batches takes in new rows without waiting for a vacuum', async () => {
  const bench = await bankOf(1)
  await bench.succeed('run')
  const found = await bench.sql(
    "select reloptions::text as options from pg_class where relkind = 'i' and relnamespace = 'shop'::regnamespace",
  )
  expect(found).toEqual([{ options: '{autosummarize=on}' }])
})

test('the planner learns how many keys are touched when they are many', async () => {
  const bench = await bankOf(10)
  bench.folder.write({
    'models/sources.yml': sources('{ column: id, order: trusted }'),
    'models/balances.sql':
      "{{ config(materialized='state', key=['account']) }}\nselect account, count(*) as entries from {{ ref('entries') }} group by account\n",
  })
  await bench.succeed('run')
  await bench.sql('insert into bank.entries (account) select g from generate_series(1, 5) as s(g)')
  expect(await labels(bench)).not.toContain('analyze touched keys')
  await bench.sql('insert into bank.entries (account) select g from generate_series(1, 1000) as s(g)')
  expect(await labels(bench)).toContain('analyze touched keys')
  expect(await bench.sql('select count(*) as keys, sum(entries) as entries from shop.balances')).toEqual([
    { keys: '1000', entries: '1015' },
  ])
})

async function bankOf(rows: number): Promise<Workbench> {
  const bench = await quickBench('postgres', files)
  await bench.sql('create schema bank')
  await bench.sql('create table bank.entries (id bigserial primary key, account bigint not null)')
  await bench.sql(`insert into bank.entries (account) select g from generate_series(1, ${rows}) as s(g)`)
  return bench
}

/** Runs until it is known where new rows stand: what others of the same server have open holds that back. */
async function readOn(bench: Workbench): Promise<void> {
  do await bench.succeed('run')
  while ((await floorOf(bench)) === null)
}

async function floorOf(bench: Workbench): Promise<string | null | undefined> {
  const [row] = await bench.sql("select position::json ->> 'floor' as floor from _xform.positions")
  return row?.['floor']
}

/** What a run's statements were for. */
async function labels(bench: Workbench): Promise<readonly string[]> {
  const { stdout } = await bench.succeed('run', '--reporter', 'json')
  return stdout
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as { readonly type: string; readonly label: string })
    .flatMap(({ type, label }) => (type === 'statement' ? [label] : []))
}

/** What changes whenever a flow's rows, or what is remembered of it, are written. */
async function written(bench: Workbench): Promise<unknown> {
  const tables = ['shop.entries', '_xform.positions', '_xform.batches', '_xform.results']
  const looks = tables.map(
    (table) => `select max(xmin::text::bigint) as newest, count(*) as rows from ${table}`,
  )
  return bench.sql(looks.join(' union all '))
}
