import { describe, expect, test } from 'vitest'
import { engines, type EngineName } from '../support/engines.ts'
import { runUnits, shop } from './project.ts'

const ways = { 'models/ways.sql': "select * from {{ ref('stands') }}" }

const copy = (name: string, given: string, expected: string): string =>
  `  - name: ${name}\n    model: ways\n    given: [{ input: ref('stands'), ${given} }]\n    expect: { ${expected} }\n`

const rows = (list: string): string => `rows: [${list}]`

const lists = (engine: EngineName): string =>
  engine === 'duckdb' ? "['x'] as tags, [1] as numbers" : "array['x'] as tags, array[1] as numbers"

describe.each(engines)('values of unit tests on %s', (engine) => {
  test('can be lists, whatever stands in them', async () => {
    const list = String.raw`tags: [a, "it's", "a \"b\", c", "back\\slash", "two\nlines", "null", ""], numbers: [1, null, 3]`
    const bench = await shop(
      engine,
      copy('lists', rows(`{ ${list} }, { tags: [] }`), rows(`{ ${list} }, { tags: [] }`)) +
        `  - name: elements
    model: elements
    given: [{ input: ref('stands'), rows: [{ ${list} }] }]
    expect: { rows: [{ one: "it's", two: 'a "b", c', three: 'back\\slash', four: "two\\nlines", five: 'null', six: '', none: null }] }
`,
      {
        'models/stands.sql': `select ${lists(engine)}`,
        ...ways,
        'models/elements.sql': `select tags[2] as one, tags[3] as two, tags[4] as three, tags[5] as four, tags[6] as five, tags[7] as six, numbers[2] as none from {{ ref('stands') }}`,
      },
    )
    const { ends, text } = await runUnits(bench)
    expect(text.match(/error.*/gu) ?? []).toEqual([])
    expect(ends).toEqual({ lists: 'pass', elements: 'pass' })
  })

  test('stand under names in any case, in every row another', async () => {
    const bench = await shop(
      engine,
      copy('cases', rows('{ ID: 1 }, { id: 2, Name: b }'), rows('{ Id: 1 }, { NAME: b, id: 2 }')) +
        copy('unknown', rows('{ ID: 1 }, { id: 2, Name: b }'), rows('{ Id: 1 }'))
          .replaceAll('ways', 'loose')
          .replace("ref('stands')", `"source('raw', 'loose')"`),
      {
        'models/stands.sql': "select 1 as id, 'a' as name",
        ...ways,
        'models/raw.yml': 'sources: [{ name: raw, tables: [{ name: loose }, { name: orders }] }]',
        'models/loose.sql': "select id from {{ source('raw', 'loose') }} where id < 2",
      },
    )
    const { ends, text } = await runUnits(bench)
    expect(text.match(/error.*/gu) ?? []).toEqual([])
    expect(ends).toEqual({ cases: 'pass', unknown: 'pass' })
  })

  test('of a query are cast to the types of the input', async () => {
    const query = "format: sql, rows: \"select '7' as ID, '2026-01-02' as day, 5.25 as amount\""
    const bench = await shop(engine, copy('cast', query, rows('{ id: 7, day: 2026-01-02, amount: 5.25 }')), {
      'models/stands.sql':
        "select 1 as id, date '2026-01-01' as day, cast(1 as decimal(10, 2)) as amount, 'x' as note",
      ...ways,
    })
    expect(await runUnits(bench)).toMatchObject({ code: 0, ends: { cast: 'pass' } })
  })

  test('that are expected are never rounded until they fit', async () => {
    const bench = await shop(
      engine,
      ['amount: 5.554', 'id: 1.5', 'day: 2026-01-01 10:00:00']
        .map((value, index) =>
          copy(`exact_${index}`, rows('{ id: 1, day: 2026-01-01, amount: 5.55 }'), rows(`{ ${value} }`)),
        )
        .join('') +
        copy('zeros', rows('{ id: 1.0, amount: 5.55 }'), rows('{ id: 1.00, amount: 5.5500 }')) +
        copy(
          'query',
          rows('{ id: 1, amount: 5.55 }'),
          'format: sql, rows: "select 1 as id, 5.554 as amount"',
        ) +
        copy(
          'same',
          rows('{ id: 1, amount: 5.5 }'),
          'format: sql, rows: "select 1.0 as id, 5.5000 as amount"',
        ),
      {
        'models/stands.sql': "select 1 as id, date '2026-01-01' as day, cast(1 as decimal(10, 2)) as amount",
        ...ways,
      },
    )
    const { ends, text } = await runUnits(bench)
    expect(text.match(/which does not hold .*/gu)).toHaveLength(8)
    expect(ends).toEqual({
      exact_0: 'FAIL',
      exact_1: 'FAIL',
      exact_2: 'FAIL',
      zeros: 'pass',
      query: 'FAIL',
      same: 'pass',
    })
  })

  test('are counted where more differ than are shown, and the first of them are the same every time', async () => {
    const series = engine === 'duckdb' ? 'range(1, 3001) as t(n)' : 'generate_series(1, 3000) as t(n)'
    const bench = await shop(
      engine,
      copy('many', `format: sql, rows: "select n as id from ${series}"`, rows('{ id: 2000 }')),
      {
        'models/stands.sql': 'select 1 as id',
        ...ways,
      },
    )
    const { text } = await runUnits(bench)
    expect(text).toContain('gives other rows than it should, 2,999 rows of them:')
    expect(text).toMatch(/ {2}\+ {2}1\n {2}\+ {2}2\n {2}\+ {2}3\n/u)
    expect(text).toContain('… and more')
  })
})
