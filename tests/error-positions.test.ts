import { describe, expect, test } from 'vitest'
import { engines, quickBench } from './support/engines.ts'

const table = "{{ config(materialized='table') }}\n"

describe.each(engines)('on %s', (engine) => {
  async function failing(files: Readonly<Record<string, string>>): Promise<string> {
    const bench = await quickBench(engine, files)
    const { code, stdout, stderr } = await bench.xform('run')
    expect(code).not.toBe(0)
    expect(stdout + stderr).not.toMatch(/at .*\.js:\d+/)
    return stdout + stderr
  }

  test('an unknown column is shown where the author wrote it', async () => {
    const output = await failing({
      'models/orders.sql': `${table}select 1 as id`,
      'models/revenue.sql': `${table}select\n  id,\n  amonut\nfrom {{ ref('orders') }}`,
    })
    expect(output).toContain('--> models/revenue.sql:4:3')
    expect(output).toContain('amonut')
  })

  test('letters beyond the first plane before the error do not move it', async () => {
    const output = await failing({
      'models/orders.sql': `${table}select '😀é' as smile, nothing_here from (select 1 as id) as t`,
    })
    expect(output).toContain('--> models/orders.sql:2:24')
  })

  test('an error behind a template that printed a longer text stays where it is', async () => {
    const output = await failing({
      'models/orders.sql': `${table}select 1 as id`,
      'models/revenue.sql': `${table}select o.id from {{ ref('orders') }} as o where o.nothing_here = 1`,
    })
    expect(output).toContain('--> models/revenue.sql:2:49')
  })

  test('an error inside a macro is shown in the macro, with the call', async () => {
    const output = await failing({
      'macros/money.sql': '{{#macro in_euro column}}\nround({{ column }} * rate_of_today, 2)\n{{/macro}}',
      'models/orders.sql': `${table}select\n  {{ in_euro('amount') }} as euro\nfrom (select 1 as amount) as t`,
    })
    expect(output).toContain('--> macros/money.sql:2:')
    expect(output).toContain('models/orders.sql:3:6')
  })

  test('an error inside an ephemeral model is shown in that model', async () => {
    const output = await failing({
      'models/named.sql':
        "{{ config(materialized='ephemeral') }}\nselect nothing_here from (select 1 as id) as t",
      'models/orders.sql': `${table}select * from {{ ref('named') }}`,
    })
    expect(output).toContain('--> models/named.sql:2:8')
  })

  test('a syntax error is shown at its word', async () => {
    const output = await failing({ 'models/orders.sql': `${table}select 1 as id\nfrom from` })
    expect(output).toContain('--> models/orders.sql:3:6')
  })

  test('a template error is shown before anything runs', async () => {
    const output = await failing({ 'models/orders.sql': `${table}select {{ vra('x') }} as id` })
    expect(output).toContain('--> models/orders.sql:2:11')
    expect(output).toContain('Did you mean')
  })

  test('an error in the delta branch of an incremental model', async () => {
    const bench = await quickBench(engine, {
      'models/orders.sql': `{{ config(materialized='incremental') }}\nselect 1 as id\n{{#if incremental}}where nothing_here = 1{{/if}}`,
    })
    await bench.succeed('run')
    const { code, stdout } = await bench.xform('run')
    expect(code).toBe(1)
    expect(stdout).toContain('--> models/orders.sql:3:26')
  })

  test('an error in a hook is shown at the hook', async () => {
    const output = await failing({
      'models/orders.sql': `{{ config(materialized='table', post_hook='insert into nothing_here values (1)') }}\nselect 1 as id`,
    })
    expect(output).toContain('--> models/orders.sql:1:')
    expect(output).toContain('nothing_here')
  })
})
