import { describe, expect, test } from 'vitest'
import { engines, workbench } from './support/engines.ts'

describe.each(engines)('on %s', (engine) => {
  test('one failing model among twenty takes along those behind it, and only those', async () => {
    const files: Record<string, string> = {}
    for (let at = 1; at <= 20; at++) {
      files[`models/day_${at}.sql`] =
        at === 7
          ? "{{ config(materialized='table') }}\nselect no_such_column from (select 1 as id) as t"
          : `{{ config(materialized='table') }}\nselect ${at} as id`
    }
    files['models/week.sql'] = "select id from {{ ref('day_6') }} union all select id from {{ ref('day_7') }}"
    files['models/year.sql'] = "select id from {{ ref('week') }}"
    const bench = await workbench(engine, files)
    const { code, stdout } = await bench.xform('run', '--threads', '8')
    expect(code).toBe(1)
    const built = await bench.sql(
      "select table_name from information_schema.tables where table_schema = 'shop'",
    )
    expect(built).toHaveLength(19)
    expect(stdout).toMatch(/FAIL .*day_7/)
    expect(stdout).toMatch(/skip .*week/)
    expect(stdout).toMatch(/skip .*year/)
    expect(stdout).toContain('models/day_7.sql:2:8')
    const results = await bench.sql(
      'select status, count(*) as nodes from _xform.results group by status order by status',
    )
    expect(results).toEqual([
      { status: 'error', nodes: '1' },
      { status: 'skipped', nodes: '2' },
      { status: 'success', nodes: '19' },
    ])
  })

  test('--fail-fast starts nothing more after the first failure', async () => {
    const bench = await workbench(engine, {
      'models/a_first.sql': 'select no_such_column from (select 1 as id) as t',
      'models/b_second.sql': 'select 1 as id',
      'models/c_third.sql': 'select 1 as id',
    })
    const { code } = await bench.xform('run', '--threads', '1', '--fail-fast')
    expect(code).toBe(1)
    expect(
      await bench.sql("select table_name from information_schema.tables where table_schema = 'shop'"),
    ).toEqual([])
  })
})
