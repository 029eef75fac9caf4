import { describe, expect, test } from 'vitest'
import { readTarget, type PostgresTarget } from './target.ts'

function target(settings: Readonly<Record<string, unknown>>): PostgresTarget {
  const reading = readTarget(settings)
  if (!reading.ok) throw new Error(reading.problems.map(({ diagnostic }) => diagnostic.message).join('\n'))
  return reading.target
}

function problems(settings: Readonly<Record<string, unknown>>): readonly string[] {
  const reading = readTarget(settings)
  return reading.ok ? [] : reading.problems.map(({ key, diagnostic }) => `${key ?? '-'}: ${diagnostic.code}`)
}

describe('a url', () => {
  test('is taken apart, percent encoding and all', () => {
    expect(
      target({ url: 'postgres://us%20er:p%40ss%2Fword@db.example:6543/the%20shop?sslmode=require' }),
    ).toMatchObject({
      host: 'db.example',
      port: 6543,
      user: 'us er',
      password: 'p@ss/word',
      database: 'the shop',
      ssl: { mode: 'require' },
    })
  })

  test('may leave out what the environment of Postgres clients gives', () => {
    expect(target({ url: 'postgresql://localhost' })).toMatchObject({
      host: 'localhost',
      port: undefined,
      user: undefined,
      database: undefined,
    })
  })

  test('may name a socket or an address of version 6', () => {
    expect(target({ url: 'postgres:///shop?host=/var/run/postgresql' })).toMatchObject({
      host: '/var/run/postgresql',
      database: 'shop',
    })
    expect(target({ url: 'postgres://[::1]:5433/shop' })).toMatchObject({ host: '::1', port: 5433 })
  })

  test('may carry parameters that belong to other programs', () => {
    expect(target({ url: 'postgres://localhost/shop?schema=public&pgbouncer=true' })).toMatchObject({
      database: 'shop',
    })
  })

  test.each([
    'not a url',
    'mysql://localhost/shop',
    'postgres://u:%zz@localhost',
    'postgres://localhost?sslmode=perhaps',
  ])('that cannot be read is refused without being shown: %s', (url) => {
    const reading = readTarget({ url })
    expect(problems({ url })).toEqual(['url: bad-connection-url'])
    expect(JSON.stringify(reading)).not.toContain(url)
  })

  test('and single settings say the same thing twice', () => {
    const url = 'postgres://localhost/shop'
    expect(problems({ url, host: 'x', password: 'y' })).toEqual([
      'host: clashing-settings',
      'password: clashing-settings',
    ])
    expect(problems({ url, database: 'other' })).toEqual(['database: clashing-settings'])
    expect(problems({ url, database: 'shop' })).toEqual([])
    expect(target({ url: 'postgres://localhost', database: 'shop' }).database).toBe('shop')
  })
})

describe('settings', () => {
  test('are read one by one, numbers also from the environment', () => {
    expect(
      target({
        host: 'db',
        port: '5433',
        user: 'u',
        password: 12345,
        database: 'd',
        statement_timeout: '30min',
        connect_timeout: 500,
      }),
    ).toMatchObject({
      host: 'db',
      port: 5433,
      password: '12345',
      statementTimeout: 1_800_000,
      connectTimeout: 500,
    })
  })

  test('that are wrong are all reported, at their keys, without their values', () => {
    const reading = readTarget({
      host: ['a'],
      port: 0,
      pasword: 'hunter2',
      ssl: 'maybe',
      statement_timeout: 'soon',
      role: { a: 1 },
      search_path: [1, {}],
    })
    expect(reading.ok ? [] : reading.problems.map(({ key }) => key)).toEqual([
      'pasword',
      'host',
      'port',
      'ssl',
      'statement_timeout',
      'role',
      'search_path',
    ])
    expect(JSON.stringify(reading)).not.toContain('hunter2')
    expect(JSON.stringify(reading)).toContain('Did you mean \\"password\\"?')
  })

  test('must say where the database is', () => {
    expect(problems({})).toEqual(['-: no-connection'])
  })

  test('of prototypes are keys like others', () => {
    expect(problems(JSON.parse('{"url": "postgres://localhost", "__proto__": 1, "constructor": 2}'))).toEqual(
      ['__proto__: unknown-key', 'constructor: unknown-key'],
    )
  })

  test.each([
    [true, { mode: 'verify-full' }],
    [false, { mode: 'disable' }],
    ['require', { mode: 'require' }],
    [{ ca: 'PEM' }, { mode: 'verify-full', ca: 'PEM' }],
    [{ rejectUnauthorized: false }, { mode: 'require' }],
  ])('say how to encrypt: %o', (ssl, read) => {
    expect(target({ host: 'db', ssl }).ssl).toEqual(read)
  })

  test('do not take unknown keys for encryption', () => {
    expect(problems({ host: 'db', ssl: { cafile: 'x' } })).toEqual(['ssl: wrong-type'])
  })
})

describe('secrets', () => {
  test('are the url and the password, as it is and encoded', () => {
    expect(target({ url: 'postgres://u:p%40ss@localhost/d' }).secrets).toEqual([
      'postgres://u:p%40ss@localhost/d',
      'p@ss',
      'p%40ss',
    ])
  })

  test('are not a password that is a name in the open', () => {
    expect(target({ host: 'db', user: 'postgres', password: 'postgres' }).secrets).toEqual([])
  })
})
