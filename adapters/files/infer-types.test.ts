import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { textLiteral } from '../../core/adapter/literal.ts'
import { withEmbedded, type Embedded } from './embedded.ts'
import { kindsQuery, typesOf, type TextOrigin } from './infer-types.ts'

async function typeOf(
  { ask }: Embedded,
  texts: readonly (string | null)[],
  origin: TextOrigin = 'field',
): Promise<string | undefined> {
  const rows = texts.map((text) => `(${text === null ? 'null' : textLiteral(text)})`).join(', ')
  const from = `select cast(value as varchar) as value from (values ${rows}) as texts(value)`
  return typesOf(await ask(kindsQuery(from, [{ name: 'value', origin }])))[0]
}

const cases: readonly (readonly [string, TextOrigin, readonly (string | null)[]])[] = [
  ['BIGINT', 'field', ['0', '-1', ' 7 ', '9223372036854775807', null]],
  ['DOUBLE', 'field', ['1', '1.5', '-.5', '2.', '1e10', '-1.5E-7']],
  ['BOOLEAN', 'field', ['true', 'FALSE', null]],
  ['DATE', 'field', ['2024-02-29', null]],
  ['TIMESTAMP', 'field', ['2024-02-29', '2024-02-29 10:00', '2024-02-29T10:00:00.123456']],
  [
    'TIMESTAMP WITH TIME ZONE',
    'field',
    ['2024-02-29T10:00:00Z', '2024-02-29 10:00:00+02', '2024-02-29 10:00:00.5-08:30'],
  ],
  ['VARCHAR', 'field', [null]],
  ['VARCHAR', 'field', ['']],
  ['VARCHAR', 'field', ['1', '']],
  ['VARCHAR', 'field', ['007']],
  ['VARCHAR', 'field', ['+49123']],
  ['VARCHAR', 'field', ['9223372036854775808']],
  ['VARCHAR', 'field', ['1.5', '9007199254740993']],
  ['VARCHAR', 'field', ['0.1234567890123456789']],
  ['VARCHAR', 'field', ['1e999']],
  ['VARCHAR', 'field', ['nan']],
  ['VARCHAR', 'field', ['1', 'true']],
  ['VARCHAR', 'field', ['2024-02-30']],
  ['VARCHAR', 'field', ['01/02/2024']],
  ['VARCHAR', 'field', ['2024-02-29T10:00:00Z', '2024-02-29T10:00:00']],
  ['VARCHAR', 'field', ['2024-02-29T10:00:00.123456789']],
  ['VARCHAR', 'quoted', ['1']],
  ['VARCHAR', 'quoted', ['true']],
  ['DATE', 'quoted', ['2024-02-29']],
  ['DOUBLE', 'number', ['0.30000000000000004', '12345678901234568.0', '15']],
  ['VARCHAR', 'number', ['12345678901234567890']],
]

describe('the type of a column of texts', () => {
  test('is the one that holds every value as it was written', async () => {
    await withEmbedded(undefined, async (embedded) => {
      for (const [type, origin, texts] of cases) {
        expect([texts, await typeOf(embedded, texts, origin)]).toEqual([texts, type])
      }
    })
  })

  test('does not depend on the order of the values, and what is a number comes back as it was', async () => {
    const number = fc.oneof(
      fc.bigInt().map(String),
      fc.double({ noNaN: true, noDefaultInfinity: true }).map(String),
    )
    await withEmbedded(undefined, async (embedded) => {
      await fc.assert(
        fc.asyncProperty(fc.array(number, { minLength: 1, maxLength: 5 }), async (texts) => {
          const type = await typeOf(embedded, texts)
          expect(await typeOf(embedded, texts.toReversed())).toBe(type)
          const values = texts.map((text) => `cast(cast(${textLiteral(text)} as ${type}) as varchar)`)
          const [row = {}] = await embedded.ask(`select [${values.join(', ')}] as values`)
          expect((row['values'] as readonly string[]).map(Number)).toEqual(
            texts.map((text) => Number(text) || 0),
          )
        }),
        { numRuns: 30 },
      )
    })
  })
})
