import { describe, expect, test } from 'vitest'
import { engines, quickBench } from '../support/engines.ts'

const sources =
  'sources: [{ name: raw, tables: [{ name: events, cursor: { column: seq, order: trusted } }, { name: names }, { name: rates }] }]\n'

function flow(select: string): Readonly<Record<string, string>> {
  return {
    'models/sources.yml': sources,
    'models/flow.sql': `{{ config(materialized='flow') }}\n${select}`,
    'models/total.sql':
      "{{ config(materialized='state', key='account') }}\nselect account, any_value(name) as name from {{ ref('flow') }} group by account",
  }
}

const plain =
  "select seq, e.account, n.name from {{ source('raw', 'events') }} e join {{ source('raw', 'names') }} n on n.account = e.account"

describe.each(engines)('on %s', (engine) => {
  test('the plan says what is read whole, what was made by older SQL and why something is rebuilt', async () => {
    const bench = await quickBench(engine, flow(`${plain} cross join {{ source('raw', 'rates') }}`))
    await bench.sql(`
      create schema raw; create table raw.events (seq bigint, account int);
      create table raw.names (account int, name text); create table raw.rates (rate int);
      insert into raw.events values (1, 1); insert into raw.names values (1, 'Ada'); insert into raw.rates values (2)`)
    const plan = async () => (await bench.succeed('run', '--dry-run')).stdout
    expect(await plan()).toContain(
      'create, because it does not exist yet; reads raw.names, raw.rates as they are now',
    )
    await bench.succeed('run')
    bench.folder.write(flow(plain))
    expect(await plan()).toContain('shop.flow (flow): nothing to do: nothing new in raw.events')
    expect(await plan()).toContain('shop.total (state): nothing to do: nothing new in flow')
    await bench.sql('insert into raw.events values (2, 1)')
    expect(await plan()).toContain('batches up to 1 were made by other SQL; reads raw.names as it is now')
    expect(await plan()).toContain(
      'what follows is known only when it runs: the same run adds to what it reads',
    )
    await bench.succeed('run', '--select', 'flow')
    const whole = 'its query says "any_value", which may look across keys'
    expect(await plan()).toContain(`(state): replace, because ${whole}`)
    expect((await bench.succeed('run')).stdout).toContain(whole)
  })
})
