import { describe, expect, test } from 'vitest'
import type { Diagnostic } from '../../errors/diagnostic.ts'
import { parseYaml } from '../yaml.ts'
import { listOf, mapOf, oneOrMany } from './collections.ts'
import { duration } from './duration.ts'
import { object, required } from './object.ts'
import type { Reader } from './reader.ts'
import { choice, flag, text, version, wholeNumber, word } from './scalars.ts'

function read<T>(reader: Reader<T>, yaml: string) {
  const { root } = parseYaml({ path: 'xform.yml', text: yaml })
  if (root === undefined) throw new Error('not valid YAML')
  const findings: Diagnostic[] = []
  const value = reader.read(root, (finding) => findings.push(finding))
  return {
    value,
    places: findings.map(({ code, at }) => `${code} ${at?.line}:${at?.column}`),
    hints: findings.map(({ hint }) => hint),
  }
}

const account = object(
  {
    id: required(wholeNumber({ least: 1 })),
    name: text,
    tags: oneOrMany(word),
    kind: choice(['current', 'savings'], { joint: 'Wait.' }),
  },
  { owner: 'an account', advice: { label: 'Write `name`.' }, later: { limit: 'Wait.' } },
)

describe('an object is read', () => {
  test('with the keys that it has', () => {
    expect(read(account, '{ id: 7, tags: new, kind: savings }')).toMatchObject({
      value: { id: 7, tags: ['new'], kind: 'savings' },
      places: [],
    })
  })

  test('a key without a value counts as not written', () => {
    expect(read(account, 'id: 7\nname:\nlimit: null\n')).toMatchObject({ value: { id: 7 }, places: [] })
  })

  test.each([
    [
      'every problem at its place',
      '{ id: 7, nmae: x, name: 1, tags: [a, 2] }',
      ['unknown-key 1:10', 'wrong-type 1:25', 'wrong-type 1:38'],
    ],
    ['no value without a required key', '{ name: x }', ['missing-key 1:1']],
    ['no value with a wrong required key', '{ id: 0 }', ['wrong-type 1:7']],
    [
      'a planned key and a planned value',
      '{ id: 1, limit: 5, kind: joint }',
      ['not-yet 1:10', 'not-yet 1:26'],
    ],
    [
      'a key that objects inherit',
      '{ id: 1, constructor: 1, toString: 2 }',
      ['unknown-key 1:10', 'unknown-key 1:26'],
    ],
  ])('%s', (_, yaml, places) => {
    expect(read(account, yaml).places).toEqual(places)
  })

  test.each([
    ['{ id: 1, nmae: x }', 'Did you mean "name"?'],
    ['{ id: 1, label: x }', 'Write `name`.'],
    ['{ id: 1, balance: x }', 'Its keys are: id, name, tags, kind.'],
    ['{ id: 1, kind: saving }', 'Did you mean "savings"?'],
    ['{ id: 1, name: 2024 }', 'Put it in quotes: "2024".'],
  ])('%s: %s', (yaml, hint) => {
    expect(read(account, yaml).hints).toEqual([hint])
  })

  test('and its JSON Schema says the same to an editor', () => {
    expect(account.jsonSchema).toEqual({
      type: 'object',
      properties: {
        id: { type: 'integer', minimum: 1 },
        name: { type: 'string' },
        tags: {
          anyOf: [
            { type: 'string', minLength: 1 },
            { type: 'array', items: { type: 'string', minLength: 1 } },
          ],
        },
        kind: { enum: ['current', 'savings'] },
      },
      required: ['id'],
      additionalProperties: false,
    })
  })
})

test.each([
  ['yes', 'Write true, without quotes.'],
  ['"false"', 'Write false, without quotes.'],
  ['Off', 'Write false, without quotes.'],
  ['1', 'Write true or false.'],
])('a boolean is true or false, and not %s', (yaml, hint) => {
  expect(read(flag, yaml)).toMatchObject({ value: undefined, places: ['wrong-type 1:1'], hints: [hint] })
})

test.each([
  ['5min', 300_000],
  ['30 s', 30_000],
  ['1.5 hours', 5_400_000],
  ['500ms', 500],
  ['500', 500],
  ['2d', 172_800_000],
  ['0', 0],
])('%s is a duration of %d ms', (yaml, milliseconds) => {
  expect(read(duration, yaml).value).toBe(milliseconds)
})

test.each(['5 weeks', '-5', 'soon', '5 min 3 s', '[5]', '99999999999999999999d', '5 toString'])(
  '%s is no duration',
  (yaml) => {
    expect(read(duration, yaml).places).toEqual(['wrong-type 1:1'])
  },
)

test('a version keeps its zeros', () => {
  expect([read(version, '1.10').value, read(version, '"1.10"').value, read(version, 'v2').value]).toEqual([
    '1.10',
    '1.10',
    'v2',
  ])
})

test('a map keeps its right values, and a list too', () => {
  expect(read(mapOf(flag), '{ a: true, b: x, c: }')).toMatchObject({
    value: { a: true },
    places: ['wrong-type 1:15'],
  })
  expect(read(listOf(flag), '[true, x]')).toMatchObject({ value: [true], places: ['wrong-type 1:8'] })
  expect(read(listOf(flag), 'true').hints).toEqual(['Write it as a list: [true].'])
})
