import { describe, expect, test } from 'vitest'
import { engines, quickBench } from '../support/engines.ts'

function project(source: string, config = ''): Readonly<Record<string, string>> {
  return {
    'models/sources.yml': `sources: [{ name: bank, ${source} }]\n`,
    'models/flow.sql': `{{ config(materialized='flow'${config}) }}\nselect line, id from {{ source('bank', 'events') }}\n`,
    'models/copy.sql': "{{ config(materialized='flow') }}\nselect line from {{ ref('flow') }}\n",
  }
}

const lines = 'schema: raw, tables: [{ name: events, cursor: { column: line, order: trusted } }]'

describe.each(engines)('on %s', (engine) => {
  const make = async () => {
    const bench = await quickBench(engine, project(lines))
    for (const schema of ['raw', 'other'])
      await bench.sql(`create schema ${schema}; create table ${schema}.events (line bigint, id bigint)`)
    await bench.sql(
      'insert into raw.events values (100, 1), (200, 2); insert into other.events values (7, 7)',
    )
    await bench.succeed('run')
    return bench
  }

  test.each([
    ['another column is the cursor', lines.replace('column: line', 'column: id'), 3],
    ['the source is another table', lines.replace('schema: raw', 'schema: other'), 1],
  ])('a flow is built anew when %s', async (_, source, rows) => {
    const bench = await make()
    await bench.sql('insert into raw.events values (50, 3)')
    bench.folder.write(project(source))
    expect((await bench.succeed('run')).stdout).toContain(
      'bank.events is another table now, or its cursor another column',
    )
    expect(await bench.sql('select count(*) as n from shop.copy')).toEqual([{ n: String(rows) }])
    await bench.succeed('verify')
  })

  test('who reads a flow is built anew when that has moved', async () => {
    const bench = await make()
    await bench.sql('insert into raw.events values (300, 3)')
    await bench.succeed('run')
    bench.folder.write(project(lines, ", alias='moved'"))
    expect((await bench.succeed('run')).stdout).toContain('flow is another table now')
    await bench.sql('insert into raw.events values (400, 4)')
    await bench.succeed('run')
    expect(await bench.sql('select count(*) as n from shop.copy')).toEqual([{ n: '4' }])
  })
})
