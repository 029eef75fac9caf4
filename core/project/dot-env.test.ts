import { describe, expect, test } from 'vitest'
import { parseDotEnv } from './dot-env.ts'

function read(text: string): Readonly<Record<string, string>> {
  const { values, diagnostics } = parseDotEnv({ path: '.env', text })
  expect(diagnostics).toEqual([])
  return { ...values }
}

describe('a .env file is read', () => {
  test.each([
    ['a plain value', 'SCHEMA=analytics', { SCHEMA: 'analytics' }],
    ['spaces around it', ' SCHEMA = two words  \n', { SCHEMA: 'two words' }],
    ['an empty value', 'SCHEMA=\nPORT=5432', { SCHEMA: '', PORT: '5432' }],
    ['export', 'export SCHEMA=analytics', { SCHEMA: 'analytics' }],
    ['comments and blank lines', '# the bank\n\nSCHEMA=a # here\n  # and here\n', { SCHEMA: 'a' }],
    ['a hash that belongs to the value', 'COLOUR=a#b', { COLOUR: 'a#b' }],
    ['a hash in quotes', 'COLOUR="a # b" # yes', { COLOUR: 'a # b' }],
    ['single quotes keep everything', String.raw`A='a\n$x "b"'`, { A: String.raw`a\n$x "b"` }],
    ['double quotes know escapes', String.raw`A="a\n\"b\" \\ \$ \q"`, { A: 'a\n"b" \\ $ \\q' }],
    [
      'double quotes go over several lines',
      'KEY="-----BEGIN\nabc\n-----END"\nB=1',
      { KEY: '-----BEGIN\nabc\n-----END', B: '1' },
    ],
    ['lines that end as on Windows', 'A=1\r\nB="2"\r\n', { A: '1', B: '2' }],
    [
      'a URL',
      'URL=postgres://u:p@h:5432/bank?sslmode=require',
      { URL: 'postgres://u:p@h:5432/bank?sslmode=require' },
    ],
    ['the last of two', 'A=1\nA=2', { A: '2' }],
    ['nothing', '', {}],
  ])('%s', (_, text, values) => {
    expect(read(text)).toEqual(values)
  })
})

describe('a line that is malformed is reported, and the others are read', () => {
  test.each([
    ['no equals sign', 'A=1\nSCHEMA analytics\nB=2', 'bad-env-line 2:1'],
    ['a name that is none', '1A=1\nA=1\nB=2', 'bad-env-line 1:1'],
    ['text behind a quoted value', 'X="a" b\nA=1\nB=2', 'bad-env-line 1:6'],
    ['a quote that is not closed', "A=1\nB=2\nX='a\n", 'unclosed-env-quote 3:3'],
    ['a double quote that is not closed', 'A=1\nB=2\nX="a\n', 'unclosed-env-quote 3:3'],
  ])('%s', (_, text, place) => {
    const { values, diagnostics } = parseDotEnv({ path: '.env', text })
    expect(diagnostics.map(({ code, at }) => `${code} ${at?.line}:${at?.column}`)).toEqual([place])
    expect(values).toMatchObject({ A: '1', B: '2' })
  })

  test('its text is not repeated', () => {
    const { diagnostics } = parseDotEnv({ path: '.env', text: 'PASSWORD hunter2' })
    expect(JSON.stringify(diagnostics)).not.toContain('hunter2')
  })
})
