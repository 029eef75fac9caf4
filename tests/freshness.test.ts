import { utimesSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { engines, workbench, type EngineName, type Workbench } from './support/engines.ts'

const sources = `sources:
  - name: bank
    schema: bank
    loaded_at_field: loaded_at
    freshness: { warn_after: { count: 2, period: hour }, error_after: { count: 1, period: day } }
    tables:
      - name: payments
      - name: accounts
        freshness: { filter: "city = {{ literal(var('city')) }}" }
      - name: cards
        freshness: { warn_after: 3 hours }
      - name: countries
        freshness: null
      - name: logins
        loaded_at_query: |
          select max(finished_at) from {{ this.schema }}.loads -- of all tables;
          where finished_at is not null;
      - name: quotes
        loaded_at_field: day
        freshness: { warn_after: null, error_after: 2 days }
      - name: visits
        cursor: seen_at
        loaded_at_field: null
      - name: statements
        files: statements/*.csv
`

const setUp = [
  'create schema bank',
  "create table bank.payments as select 1 as id, now() - interval '90 minutes' as loaded_at",
  "create table bank.accounts as select 'Oslo' as city, now() - interval '77 hours' as loaded_at union all select 'Bergen', now()",
  "create table bank.cards as select 1 as id, now() - interval '250 minutes' as loaded_at",
  "create table bank.loads as select now() at time zone 'UTC' - interval '5 minutes' as finished_at",
  'create table bank.quotes as select current_date as day where 1 = 0',
  "create table bank.visits as select now() + interval '1 hour' as seen_at",
].join(';')

async function bank(
  engine: EngineName,
  files: Readonly<Record<string, string>> = { 'models/sources.yml': sources },
): Promise<Workbench> {
  const bench = await workbench(engine, files, { ownProcess: false, now: Date.now })
  await bench.sql(setUp)
  return bench
}

interface SourcesFile {
  readonly results: readonly Readonly<Record<string, unknown>>[]
}

function sourcesOf(bench: Workbench, path = 'target/sources.json'): SourcesFile {
  return JSON.parse(bench.folder.read(path)) as SourcesFile
}

type Line = Readonly<Record<string, unknown>> & { readonly type: string }

function linesOf(text: string): readonly Line[] {
  return text
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as Line)
}

describe.each(engines)('on %s', (engine) => {
  test('sources are as fresh as their newest rows, and the artifact says so in the shape of dbt', async () => {
    const bench = await bank(engine)
    bench.folder.write({ 'statements/1.csv': 'id\n', 'statements/2.csv': 'id\n' })
    const hoursAgo = (hours: number): Date => new Date(Date.now() - hours * 3_600_000)
    utimesSync(join(bench.folder.path, 'statements/1.csv'), hoursAgo(30), hoursAgo(30))
    utimesSync(join(bench.folder.path, 'statements/2.csv'), hoursAgo(5), hoursAgo(5))
    const { code, stdout } = await bench.xform('freshness', '--vars', '{city: Oslo}')
    expect(code).toBe(1)
    expect(stdout).toMatch(/pass +source +bank\.payments .* 1 hour 3\d minutes old, limit 2 hours/u)
    expect(stdout).toMatch(/FAIL +source +bank\.accounts .* 3 days 5 hours old, limit 1 day/u)
    expect(stdout).toMatch(/FAIL +source +bank\.quotes .* no rows, limit 2 days/u)
    expect(stdout).toMatch(/7 nodes: 5 ok, 2 failed in .*; 2 warnings/u)
    expect(stdout).toMatch(/error\[stale\]: [^]*accounts[^]* --> models\/sources\.yml:5:71/u)
    expect(stdout).toMatch(/warning\[stale\]: [^]*cards[^]* --> models\/sources\.yml:11:34/u)
    const { results } = sourcesOf(bench)
    expect(results.map(({ unique_id: id, status }) => `${String(id)} ${String(status)}`)).toEqual([
      'source.shop.bank.accounts error',
      'source.shop.bank.cards warn',
      'source.shop.bank.logins pass',
      'source.shop.bank.payments pass',
      'source.shop.bank.quotes error',
      'source.shop.bank.statements warn',
      'source.shop.bank.visits pass',
    ])
    expect(results[0]?.['criteria']).toEqual({
      warn_after: { count: 2, period: 'hour' },
      error_after: { count: 1, period: 'day' },
      filter: "city = {{ literal(var('city')) }}",
    })
    expect(results[4]?.['max_loaded_at']).toBe('0001-01-01T00:00:00.000Z')
    const ages = results.map((one) => Math.round(Number(one['max_loaded_at_time_ago_in_s']) / 60))
    expect(ages.filter((_, at) => at !== 4)).toEqual([77 * 60, 250, 5, 90, 300, -60])
  })

  test('what cannot be found out is an error at the words that ask, and hides nothing else', async () => {
    const files = {
      'models/sources.yml': `sources:
  - name: bank
    loaded_at_field: upper(loaded_at)
    freshness: { error_after: 1 day }
    tables:
      - name: payments
      - { name: cards, loaded_at_field: id }
      - { name: loads, loaded_at_field: finished_at, freshness: { filter: "finished_on > '2020-01-01'" } }
      - { name: nowhere, loaded_at_field: at }
      - { name: visits, loaded_at_field: seen_at }
`,
    }
    const bench = await bank(engine, files)
    const { code, stdout } = await bench.xform('freshness', '--reporter', 'json')
    expect(code).toBe(1)
    const end = linesOf(stdout).at(-1) as unknown as {
      readonly result: {
        readonly results: readonly {
          readonly node: { readonly name: string }
          readonly outcome: {
            readonly status: string
            readonly diagnostics?: readonly {
              readonly code: string
              readonly at: { readonly line: number; readonly column: number }
              readonly related?: readonly { readonly message: string }[]
            }[]
          }
        }[]
      }
    }
    const told = end.result.results.map(({ node, outcome }) => {
      const [first] = outcome.diagnostics ?? []
      const place = first === undefined ? '' : ` ${first.code} ${first.at.line}:${first.at.column}`
      return `${node.name} ${outcome.status}${place}`
    })
    expect(told.toSorted()).toEqual([
      'bank.cards error loaded-at-not-a-time 7:41',
      'bank.loads error query-failed 8:76',
      'bank.nowhere error query-failed 9:17',
      'bank.payments error query-failed 3:22',
      'bank.visits aged from-the-future 4:16',
    ])
    const inherited = end.result.results.find(({ node }) => node.name === 'bank.payments')
    expect(inherited?.outcome.diagnostics?.[0]?.related).toMatchObject([
      { message: 'asked of "bank.payments"' },
    ])
    const { results } = sourcesOf(bench)
    expect(results[0]).toEqual({
      unique_id: 'source.shop.bank.cards',
      error: expect.stringContaining('neither a date nor a timestamp'),
      status: 'runtime error',
    })
  })

  test('models and seeds are as fresh as a column says, or what is remembered of a flow', async () => {
    const bench = await bank(engine, {
      'models/sources.yml':
        'sources:\n  - name: bank\n    tables: [{ name: payments, cursor: { column: id, order: trusted } }]\n',
      'models/transactions.sql': `{{ config(materialized='flow', event_time='loaded_at', lateness='3 days', freshness={ warn_after: '1 hour' }) }}
select id, loaded_at from {{ source('bank', 'payments') }}`,
      'models/cards.sql': `{{ config(event_time='loaded_at', freshness={ error_after: '5 h', filter: 'id = 1' }) }}
select id, loaded_at from bank.cards`,
      'models/unbuilt.sql': `{{ config(materialized='flow', event_time='loaded_at', freshness={ warn_after: '1 d' }) }}
select id, loaded_at from {{ source('bank', 'payments') }}`,
      'models/absent.sql':
        "{{ config(freshness={ column: 'day', warn_after: '1 d' }) }}\nselect current_date as day",
      'seeds/rates.csv': 'day,rate\n2020-01-01,1\n',
      'seeds/seeds.yml':
        'seeds: [{ name: rates, config: { freshness: { column: day, error_after: 30 days } } }]\n',
    })
    await bench.succeed('run', '--exclude', 'unbuilt', 'absent')
    await bench.succeed('seed')
    const { code, stdout } = await bench.xform('freshness', '--debug', '--exclude', 'unbuilt', 'absent')
    expect(code).toBe(1)
    expect(stdout).toMatch(/warn +flow +shop\.transactions .* 1 hour 3\d minutes old, limit 1 hour/u)
    expect(stdout).toMatch(/select watermark as max_loaded_at/u)
    expect(stdout).toMatch(/pass +view +shop\.cards .* 4 hours 1\d minutes old, limit 5 hours/u)
    expect(stdout).toMatch(/FAIL +seed +shop\.rates .* days .*old, limit 30 days/u)
    expect(stdout).toMatch(/warning\[stale\][^]*xform run --select \+transactions/u)
    expect(sourcesOf(bench).results).toEqual([])
    const unbuilt = await bench.xform('freshness', '--select', 'unbuilt', 'absent')
    expect(unbuilt.code).toBe(1)
    expect(unbuilt.stdout).toMatch(
      /error\[freshness-not-built\]: "absent"[^]*error\[freshness-not-built\]: "unbuilt"/u,
    )
  })

  test('what is built from fresher sources can be selected', async () => {
    const bench = await bank(engine, {
      'models/sources.yml': sources,
      'models/cards.sql': "select * from {{ source('bank', 'cards') }}",
      'models/payments.sql': "select * from {{ source('bank', 'payments') }}",
    })
    const vars = ['--vars', '{city: Bergen}']
    const list = async (...words: readonly string[]): Promise<string> =>
      (await bench.xform('ls', '--resource-type', 'model', '--output', 'paths', ...vars, ...words)).stdout
    const looking = ['--exclude', 'source:bank.visits']
    await bench.xform('freshness', ...vars, '--output', 'last/sources.json', ...looking)
    await bench.xform('freshness', ...vars, ...looking)
    const fresher = ['--select', 'source_status:fresher+', '--state', 'last/']
    expect(await list(...fresher)).toContain('note[no-source-status]')
    await bench.sql('update bank.cards set loaded_at = now()')
    await bench.xform('freshness', ...vars)
    expect(await list(...fresher)).toBe('models/cards.sql\n')
    expect(await list('--select', 'source_status:pass+')).toBe('models/cards.sql\nmodels/payments.sql\n')
  })
})

test('every reporter tells of freshness', async () => {
  const bench = await bank('duckdb', {
    'models/sources.yml': `sources:
  - name: bank
    loaded_at_field: loaded_at
    tables:
      - { name: cards, freshness: { error_after: 1 hour } }
      - { name: payments, freshness: { warn_after: 1 hour } }
`,
  })
  const junit = await bench.xform('freshness', '--reporter', 'junit=report.xml', '--reporter', 'github')
  expect(junit.code).toBe(1)
  expect(junit.stdout).toContain('::error file=models/sources.yml,line=5')
  expect(junit.stdout).toContain('::warning file=models/sources.yml,line=6')
  const report = bench.folder.read('report.xml')
  expect(report).toMatch(/tests="2" failures="1" errors="0"/u)
  expect(report).toMatch(/<failure message="The newest row of &quot;bank\.cards&quot;/u)
  expect(report).toMatch(/<system-out>warning\[stale\]/u)
  const quiet = await bench.xform('freshness', '--quiet', '--threads', '1', '--output', 'kept/out.json')
  expect(quiet.stdout).not.toContain('bank.payments')
  expect(sourcesOf(bench, 'kept/out.json').results).toHaveLength(2)
})

test('a source without limits says so, and one without time names what is missing before anything runs', async () => {
  const bench = await bank('duckdb')
  const none = await bench.xform('freshness', '--select', 'source:bank.countries', '--vars', '{city: Oslo}')
  expect([none.code, none.stdout]).toEqual([0, expect.stringContaining('note[no-freshness]')])
  bench.folder.write({
    'models/sources.yml':
      'sources: [{ name: bank, tables: [{ name: cards, freshness: { warn_after: 1 h } }] }]\n',
    'models/cards.sql': "{{ config(freshness={ warn_after: '1 h' }) }} select 1 as id",
  })
  for (const command of ['freshness', 'run']) {
    const { code, stdout } = await bench.xform(command)
    expect(code).toBe(2)
    expect(stdout).toMatch(/error\[freshness-untold\][^]*models\/cards\.sql:1:21/u)
    expect(stdout).toMatch(/error\[freshness-untold\][^]*models\/sources\.yml:1:60/u)
  }
})

test('a database that cannot be reached is said once', async () => {
  const bench = await bank('duckdb')
  bench.folder.write({
    'xform.yml': 'name: shop\ntargets:\n  dev: { type: duckdb, path: no/such/folder.duckdb }\n',
  })
  const { code, stdout } = await bench.xform('freshness', '--vars', '{city: Oslo}')
  expect(code).toBe(2)
  expect(stdout.match(/error\[/gu)).toHaveLength(1)
})
