import { describe, expect, test } from 'vitest'
import { readProjectFile, xformYmlSchema, type ProjectReading, type ProjectSettings } from './xform-yml.ts'

const adapters = new Map([
  ['duckdb', { schema: 'main' }],
  ['postgres', { schema: 'public' }],
])

const minimal = 'name: bank\ntargets:\n  dev: { type: duckdb, path: bank.duckdb }\n'

function read(text: string, options: Partial<ProjectSettings> = {}): ProjectReading {
  return readProjectFile({ file: { path: 'xform.yml', text }, env: {}, adapters, ...options })
}

function places({ diagnostics }: ProjectReading): readonly string[] {
  return diagnostics.map(({ code, at }) => `${code} ${at?.line}:${at?.column}`)
}

describe('a project file is read', () => {
  test('a minimal one gets every default', () => {
    expect(read(minimal)).toMatchObject({
      config: {
        name: 'bank',
        paths: {
          models: ['models'],
          seeds: ['seeds'],
          macros: ['macros'],
          tests: ['tests'],
          snapshots: ['snapshots'],
        },
        vars: {},
        schemaNaming: 'prefixed',
        onRunStart: [],
        onRunEnd: [],
      },
      target: {
        name: 'dev',
        type: 'duckdb',
        schema: 'main',
        threads: 4,
        lockTimeout: 300_000,
        settings: { path: 'bank.duckdb' },
        secrets: [],
      },
      diagnostics: [],
    })
  })

  test('every key says what it says', () => {
    const text = `name: bank
version: 1.10
target: prod
targets:
  prod: { type: postgres, schema: analytics, threads: 8, lock_timeout: 30 s, host: db, database: bank, meta: { team: x } }
paths: { models: [models, marts], seeds: data/ }
vars: { start_date: 2024-01-01, limits: [1, 2] }
models:
  +materialized: view
  staging: { tags: [staging], meta: { owner: finance } }
on_run_start: select 1
on_run_end:
  - select 2
naming: { schema: custom }
meta: { anything: goes }
`
    const { config, target, diagnostics } = read(text)
    expect(diagnostics).toEqual([])
    expect(config).toMatchObject({
      version: '1.10',
      paths: { models: ['models', 'marts'], seeds: ['data'], tests: ['tests'] },
      vars: { start_date: '2024-01-01', limits: [1, 2] },
      models: {
        config: [{ key: 'materialized', keyAt: { line: 9, column: 3 } }],
        folders: { staging: { config: [{ key: 'tags' }, { key: 'meta' }], folders: {} } },
      },
      onRunStart: [{ value: 'select 1', at: { line: 11, column: 15 } }],
      onRunEnd: [{ value: 'select 2', at: { line: 13, column: 5 } }],
      schemaNaming: 'custom',
    })
    expect(target).toMatchObject({
      type: 'postgres',
      schema: 'analytics',
      database: 'bank',
      threads: 8,
      lockTimeout: 30_000,
      settings: { host: 'db', database: 'bank' },
      places: { host: { line: 5, column: 84 }, '': { line: 5, column: 3 } },
    })
    expect(Object.keys(target?.settings ?? {})).toEqual(['host', 'database'])
  })

  test('variables of the command line go before those of the file', () => {
    const { config } = read(`${minimal}vars: { a: 1, b: 2 }\n`, { vars: { b: 3 } })
    expect(config?.vars).toEqual({ a: 1, b: 3 })
  })

  test('the JSON Schema names every key', () => {
    expect(Object.keys(xformYmlSchema['properties'] ?? {})).toContain('on_run_start')
    expect(xformYmlSchema['required']).toEqual(['name', 'targets'])
  })
})

describe('the environment fills in values', () => {
  const text = `name: bank
target: dev
targets:
  dev: { type: duckdb, path: "\${DUCKDB_PATH}", threads: "\${THREADS}", read_only: "\${READ_ONLY:-true}" }
  prod: { type: postgres, url: "\${DATABASE_URL}" }
`
  test('a number is read where one is expected, and text is kept where the adapter decides', () => {
    const { target } = read(text, { env: { DUCKDB_PATH: 'x.duckdb', THREADS: '7' } })
    expect(target).toMatchObject({ threads: 7, settings: { path: 'x.duckdb', read_only: 'true' } })
  })

  test('what another target needs need not be set', () => {
    expect(places(read(text, { env: { DUCKDB_PATH: 'x' } }))).toEqual(['unset-interpolation 4:58'])
    expect(read(text, { target: 'prod', env: { DATABASE_URL: 'x' } }).target?.name).toBe('prod')
  })
})

describe('the target is chosen', () => {
  const text =
    'name: bank\ntarget: dev\ntargets:\n  dev: { type: duckdb }\n  ci: { type: duckdb }\n  prod: { type: postgres }\n'

  test('--target goes before XFORM_TARGET, and that before target:', () => {
    const env = { XFORM_TARGET: 'ci' }
    expect(read(text, { target: 'prod', env }).target?.name).toBe('prod')
    expect(read(text, { env }).target?.name).toBe('ci')
    expect(read(text).target?.name).toBe('dev')
  })

  test.each([
    ['dev', 'main'],
    ['prod', 'public'],
  ])('the schema of %s is %s unless it says otherwise', (target, schema) => {
    expect(read(text, { target }).target?.schema).toBe(schema)
  })

  test('a target that does not exist is answered with the one that was meant', () => {
    expect(read(text, { target: 'prd' }).diagnostics).toMatchObject([
      { code: 'unknown-target', hint: 'Did you mean "prod"?', at: { line: 3, column: 1 } },
    ])
  })
})

describe('what must not be shown is known', () => {
  test.each([
    ['a password', 'password: hunter2', ['hunter2']],
    ['a password that is a number', 'password: 007', ['007']],
    ['a token in a nested map', 'attach: [{ path: a, motherduck_token: abc }]', ['abc']],
    ['every value below a map of secrets', 'secrets: { key_id: one, region: two }', ['one', 'two']],
    [
      'a URL with a password',
      'url: "postgres://me:p%40ss@db:5432/bank"',
      ['postgres://me:p%40ss@db:5432/bank', 'p%40ss', 'p@ss'],
    ],
    [
      'a password in the query of a URL',
      'url: "postgres://db/bank?user=me&password=pw1"',
      ['postgres://db/bank?user=me&password=pw1', 'pw1'],
    ],
    ['a URL without a password', 'url: postgres://db/bank', []],
    ['what the environment gave', 'host: "${HOST}", port: "${PORT}", schema: "${SCHEMA}"', ['db.internal']],
    [
      'a URL with a password from the environment',
      'url: "postgres://me:${PASSWORD}@db/bank"',
      ['s3cret', 'postgres://me:s3cret@db/bank'],
    ],
  ])('%s', (_, setting, secrets) => {
    const env = { HOST: 'db.internal', PORT: '5432', SCHEMA: 'analytics', PASSWORD: 's3cret' }
    const reading = read(`name: bank\ntargets:\n  dev: { type: postgres, ${setting} }\n`, { env })
    expect(reading.secrets).toEqual(secrets)
    expect(reading.target?.secrets).toEqual(secrets)
  })

  test('also where the file is not valid YAML', () => {
    const text = 'targets:\n  dev: { password: hunter2, url: "postgres://me:s3cret@db/bank"\n  name: [\n'
    expect(read(text).secrets).toEqual(['hunter2', 's3cret'])
  })

  test('also where the target is not valid', () => {
    expect(read('name: bank\ntargets:\n  dev: { type: postgers, password: hunter2 }\n')).toMatchObject({
      secrets: ['hunter2'],
      diagnostics: [{ code: 'unknown-target-type', hint: 'Did you mean "postgres"?' }],
    })
  })
})

describe('what is wrong is reported at its place', () => {
  test.each([
    ['an empty file', '', ['wrong-type 1:1']],
    ['a list', '- bank\n', ['wrong-type 1:1']],
    ['no name and no targets', 'version: 1\n', ['missing-key 1:1', 'missing-key 1:1']],
    ['targets without a value', 'name: bank\ntargets:\n', ['missing-key 1:1']],
    ['no target among the targets', 'name: bank\ntargets: {}\n', ['no-target-chosen 2:1']],
    ['a misspelt key', `${minimal}model:\n  materialized: view\n`, ['unknown-key 4:1']],
    ['a key of dbt', `${minimal}model-paths: [models]\n`, ['unknown-key 4:1']],
    [
      'two keys of dbt',
      `${minimal}profile: bank\nconfig-version: 2\n`,
      ['unknown-key 4:1', 'unknown-key 5:1'],
    ],
    ['a name with a hyphen', minimal.replace('bank', 'my-bank'), ['bad-project-name 1:7']],
    ['a name that is a number', minimal.replace('bank', '42'), ['wrong-type 1:7']],
    ['a target that is text', 'name: bank\ntargets: { dev: duckdb }\n', ['wrong-type 2:17']],
    ['targets that are a list', 'name: bank\ntargets: [dev]\n', ['wrong-type 2:10']],
    ['a target without a type', 'name: bank\ntargets:\n  dev: { path: x }\n', ['missing-key 3:3']],
    ['an unknown type', 'name: bank\ntargets:\n  dev: { type: duckbd }\n', ['unknown-target-type 3:16']],
    ['a target: that does not exist', `${minimal}target: prod\n`, ['unknown-target 4:9']],
    ['several targets and no choice', `${minimal}  ci: { type: duckdb }\n`, ['no-target-chosen 2:1']],
    [
      'threads that are text',
      'name: bank\ntargets: { dev: { type: duckdb, threads: many } }\n',
      ['wrong-type 2:42'],
    ],
    ['no threads', 'name: bank\ntargets: { dev: { type: duckdb, threads: 0 } }\n', ['wrong-type 2:42']],
    [
      'a duration without a unit that exists',
      'name: bank\ntargets: { dev: { type: duckdb, lock_timeout: 5 weeks } }\n',
      ['wrong-type 2:47'],
    ],
    [
      'a path outside the project',
      `${minimal}paths: { models: [../shared] }\n`,
      ['path-outside-project 4:19'],
    ],
    ['an absolute path', `${minimal}paths: { models: [/etc] }\n`, ['path-outside-project 4:19']],
    ['the project itself as a path', `${minimal}paths: { models: [.] }\n`, ['wrong-type 4:19']],
    ['a path inside another', `${minimal}paths: { seeds: models/seeds }\n`, ['overlapping-paths 4:17']],
    ['a path twice', `${minimal}paths: { models: [a, b, ./a/] }\n`, ['overlapping-paths 4:25']],
    ['an unknown kind of path', `${minimal}paths: { model: [a] }\n`, ['unknown-key 4:10']],
    ['a naming that does not exist', `${minimal}naming: { schema: costum }\n`, ['unknown-value 4:19']],
    ['vars that are a list', `${minimal}vars: [a]\n`, ['wrong-type 4:7']],
    ['a hook that is empty', `${minimal}on_run_start: [""]\n`, ['wrong-type 4:16']],
    ['a config key twice', `${minimal}models: { tags: a, +tags: b }\n`, ['yaml-duplicate-key 4:20']],
    [
      'an unset variable outside the targets',
      `${minimal}vars: { day: "\${DAY}" }\n`,
      ['unset-interpolation 4:15'],
    ],
    ['a template in a value', `${minimal}target: "{{ x }}"\n`, ['template-in-value 4:9']],
  ])('%s', (_, text, expected) => {
    const reading = read(text)
    expect(places(reading)).toEqual(expected)
  })
})
