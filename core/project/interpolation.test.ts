import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { interpolate, interpolateText } from './interpolation.ts'
import { plainValue } from './tree.ts'
import { parseYaml } from './yaml.ts'

const env = { SCHEMA: 'analytics', EMPTY: '', PORT: '5432' }

function fill(text: string): string {
  return interpolateText(text, env).text
}

function places(yaml: string): readonly string[] {
  const { root } = parseYaml({ path: 'xform.yml', text: yaml })
  if (root === undefined) throw new Error('not valid YAML')
  return interpolate(root, env).diagnostics.map(
    ({ code, at }) => `${code} ${at?.line}:${at?.column}-${at?.endColumn}`,
  )
}

describe('a value is filled in from the environment', () => {
  test.each([
    ['${SCHEMA}', 'analytics'],
    ['${SCHEMA}_${PORT}', 'analytics_5432'],
    ['${MISSING:-dev}', 'dev'],
    ['${MISSING:-}', ''],
    ['${EMPTY:-dev}', 'dev'],
    ['${EMPTY}', ''],
    ['${URL:-postgres://localhost:5432/bank}', 'postgres://localhost:5432/bank'],
    ['$${SCHEMA}', '${SCHEMA}'],
    ['$$${SCHEMA}', '$${SCHEMA}'],
    ['cost in $, $SCHEMA and $1', 'cost in $, $SCHEMA and $1'],
  ])('%s becomes %s', (text, filled) => {
    expect(fill(text)).toBe(filled)
  })

  test('what a variable holds is not filled in again', () => {
    expect(interpolateText('${A}', { A: '${B}', B: 'b' }).text).toBe('${B}')
  })

  test('keys stay as they are', () => {
    const { root } = parseYaml({ path: 'xform.yml', text: '"${SCHEMA}": "${SCHEMA}"' })
    if (root === undefined) throw new Error('not valid YAML')
    expect(plainValue(interpolate(root, env).tree)).toEqual({ '${SCHEMA}': 'analytics' })
  })

  test('names that objects inherit are not set', () => {
    expect(interpolateText('${constructor}', env).problems).toHaveLength(1)
  })
})

describe('what cannot be filled in is reported at its braces', () => {
  test.each([
    ['an unset variable', 'a: ${MISSING}', 'unset-interpolation 1:4-14'],
    ['the second of two', 'a: ${SCHEMA}/${MISSING}', 'unset-interpolation 1:14-24'],
    ['in quotes', 'a: "x ${MISSING}"', 'unset-interpolation 1:7-17'],
    ['behind an escaped one', 'a: $${MISSING} ${MISSING}', 'unset-interpolation 1:16-26'],
    ['in a block', 'a: |\n  select 1\n  from ${MISSING}\n', 'unset-interpolation 3:8-18'],
    ['in a list', 'a:\n  - ${MISSING}\n', 'unset-interpolation 2:5-15'],
    ['where escapes hide the place', 'a: "\\x24{MISSING}"', 'unset-interpolation 1:4-19'],
    ['a name that is none', 'a: ${not-a-name}', 'bad-interpolation 1:4-17'],
    ['no name', 'a: ${}', 'bad-interpolation 1:4-7'],
    ['braces that do not close', 'a: x ${SCHEMA', 'bad-interpolation 1:6-8'],
    ['a variable in the default', 'a: ${A:-${B}}', 'bad-interpolation 1:4-13'],
  ])('%s', (_, yaml, place) => {
    expect(places(yaml)).toEqual([place])
  })
})

test('for any text without "${": nothing changes', () => {
  const holds = fc.property(fc.string({ unit: 'binary' }), (text) => {
    fc.pre(!text.includes('${'))
    expect(interpolateText(text, env)).toMatchObject({ text, filled: false, problems: [] })
  })
  fc.assert(holds)
})

test('for any text: escaping every "${" gives the text back', () => {
  const pieces = fc.array(fc.constantFrom('$', '{', '}', '${', 'A', ':-', ' '))
  const holds = fc.property(pieces, (parts) => {
    const text = parts.join('')
    fc.pre(!text.includes('$$'))
    expect(
      interpolateText(
        text.replaceAll('${', () => '$${'),
        {},
      ).text,
    ).toBe(text)
  })
  fc.assert(holds)
})
