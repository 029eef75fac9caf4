import { describe, expect, test } from 'vitest'
import { engines } from '../support/engines.ts'
import { shop } from './project.ts'

describe.each(engines)('unit tests on %s', (engine) => {
  test.each([
    ['an input that is not given', 'given: []', 'unit-input-missing'],
    [
      'an input that is not read',
      "given: [{ input: ref('stg_orders'), rows: [] }, { input: \"source('raw', 'events')\", rows: [] }]",
      'unit-input-unread',
    ],
    [
      'a column that an input does not have',
      "given: [{ input: ref('stg_orders'), rows: [{ custmer: ada }] }]",
      'unit-column-unknown',
    ],
    [
      'a value that does not fit its column',
      "given: [{ input: ref('stg_orders'), rows: [{ amount: plenty }] }]",
      'unit-value',
    ],
    [
      'SQL that is wrong',
      "given: [{ input: ref('stg_orders'), format: sql, rows: 'select from nowhere' }]",
      'unit-value',
    ],
    [
      'rows of csv that are uneven',
      'given: [{ input: ref(\'stg_orders\'), format: csv, rows: "customer,amount\\nada" }]',
      'fixture-uneven',
    ],
    [
      'a macro that there is not',
      "overrides: { macros: { curency: 1 } }, given: [{ input: ref('stg_orders'), rows: [] }]",
      'unit-macro-unknown',
    ],
    [
      'an expected column that there is not',
      "given: [{ input: ref('stg_orders'), rows: [] }], expect: { rows: [{ total: 1 }] }",
      'unit-column-unknown',
    ],
    [
      'a fixture that there is not',
      "given: [{ input: ref('stg_orders'), fixture: nope }]",
      'unknown-fixture',
    ],
  ])('say what is wrong with %s', async (...[, definition, code]) => {
    const expectation = definition.includes('expect:') ? '' : ', expect: { rows: [] }'
    const bench = await shop(engine, `  - { name: wrong, model: customers, ${definition}${expectation} }\n`)
    const { stdout } = await bench.xform('test')
    expect(stdout).toContain(`error[${code}]`)
    expect(stdout).toMatch(/--> models\/units\.yml:2:\d+/u)
  })
})
