import { refused, type Fixture } from './fixture.ts'

const project = (text: string): Fixture['files'] => ({ 'xform.yml': `name: shop\n${text}` })
const targets = (text: string): Fixture['files'] => project(`targets:\n${text}`)
const postgres = (settings: string): Fixture['files'] => targets(`  dev: { type: postgres, ${settings} }\n`)
const duckdb = (settings: string): Fixture['files'] =>
  targets(`  dev: { type: duckdb, path: warehouse.duckdb, ${settings} }\n`)

/** `targets:` of xform.yml, and who chooses one of them. */
export const targetFixtures: readonly Fixture[] = [
  {
    name: 'no targets',
    files: project(''),
    expect: refused({ code: 'missing-key', at: 'xform.yml:1:1', hint: 'Add `targets:`' }),
  },
  {
    name: 'targets that are empty',
    files: project('targets: {}\n'),
    expect: refused({ code: 'no-target-chosen', at: 'xform.yml:2:1', hint: 'Add one' }),
  },
  {
    name: 'targets that are a list',
    files: project('targets: [dev]\n'),
    expect: refused({ code: 'wrong-type', at: 'xform.yml:2:10', hint: '`key: value`' }),
  },
  {
    name: 'several targets and none chosen',
    files: targets('  dev: { type: duckdb, path: a.duckdb }\n  ci: { type: duckdb, path: b.duckdb }\n'),
    expect: refused({ code: 'no-target-chosen', at: 'xform.yml:2:1', hint: '--target' }),
  },
  {
    name: 'an unknown target in xform.yml',
    files: project('target: dve\ntargets:\n  dev: { type: duckdb, path: warehouse.duckdb }\n'),
    expect: refused({ code: 'unknown-target', at: 'xform.yml:2:9', hint: 'Did you mean "dev"?' }),
  },
  {
    name: 'an unknown target on the command line',
    command: ['run', '--target', 'production'],
    expect: refused({
      code: 'unknown-target',
      at: 'xform.yml:2:1',
      hint: 'The targets are: dev',
      message: '--target',
    }),
  },
  {
    name: 'an unknown target in the environment',
    env: { XFORM_TARGET: 'deve' },
    expect: refused({
      code: 'unknown-target',
      at: 'xform.yml:2:1',
      hint: 'Did you mean "dev"?',
      message: 'XFORM_TARGET',
    }),
  },
  {
    name: 'a target that is no map',
    files: targets('  dev: warehouse.duckdb\n'),
    expect: refused({ code: 'wrong-type', at: 'xform.yml:3:8', hint: '`key: value`' }),
  },
  {
    name: 'a target without a type',
    files: targets('  dev: { path: warehouse.duckdb }\n'),
    expect: refused({ code: 'missing-key', at: 'xform.yml:3:3', hint: 'Add `type:`' }),
  },
  {
    name: 'a type that there is not',
    files: targets('  dev: { type: duckbd, path: warehouse.duckdb }\n'),
    expect: refused({ code: 'unknown-target-type', at: 'xform.yml:3:16', hint: 'Did you mean "duckdb"?' }),
  },
  {
    name: 'settings of the other kind of target',
    files: targets('  dev: { type: duckdb, path: warehouse.duckdb, host: localhost, paht: x }\n'),
    expect: refused(
      { code: 'unknown-key', at: 'xform.yml:3:48', hint: 'Its keys are: path' },
      { code: 'unknown-key', at: 'xform.yml:3:65', hint: 'Did you mean "path"?' },
    ),
  },
  {
    name: 'no path',
    files: targets('  dev: { type: duckdb }\n'),
    expect: refused({ code: 'missing-key', at: 'xform.yml:3:3', hint: 'Add `path:`' }),
  },
  {
    name: 'values of the wrong type',
    files: duckdb('threads: 0, lock_timeout: soon, schema: 7, settings: fast, attach: 5'),
    expect: refused(
      { code: 'wrong-type', at: 'xform.yml:3:57', hint: 'whole number' },
      { code: 'wrong-type', at: 'xform.yml:3:74', hint: 'unit' },
      { code: 'wrong-type', at: 'xform.yml:3:88', hint: 'quotes: "7"' },
      { code: 'wrong-type', at: 'xform.yml:3:101', hint: '`key: value`' },
      { code: 'wrong-type', at: 'xform.yml:3:115', hint: 'attach: { archive' },
    ),
  },
  {
    name: "xform's own schema as the schema of the models",
    files: targets('  dev: { type: duckdb, path: warehouse.duckdb, schema: _XFORM }\n'),
    expect: refused({ code: 'reserved-schema', at: 'xform.yml:3:56', hint: 'another schema' }),
  },
  {
    name: 'a schema whose name Postgres would cut',
    files: targets(`  dev: { type: postgres, url: postgres://localhost/shop, schema: ${'a'.repeat(64)} }\n`),
    expect: refused({ code: 'name-too-long', at: 'xform.yml:3:66', hint: 'shorter' }),
  },
  {
    name: 'a Postgres target that does not say where',
    files: postgres('schema: shop'),
    expect: refused({ code: 'no-connection', at: 'xform.yml:3:3', hint: 'url: ${DATABASE_URL}' }),
  },
  {
    name: 'a URL and single settings',
    files: postgres('url: postgres://localhost/shop, host: db.example.com'),
    expect: refused({ code: 'clashing-settings', at: 'xform.yml:3:64', hint: '`url` says it all' }),
  },
  {
    name: 'a URL that is none, which is not shown',
    files: postgres('url: "localhost:sesame-open"'),
    secrets: ['sesame-open'],
    expect: refused({
      code: 'bad-connection-url',
      at: 'xform.yml:3:31',
      hint: 'postgres://user:password@host',
    }),
  },
  {
    name: 'a URL with a percent sign in its password, which is not shown',
    files: postgres('url: "postgres://ada:100%sesame@localhost/shop"'),
    secrets: ['sesame'],
    expect: refused({ code: 'bad-connection-url', at: 'xform.yml:3:31', hint: 'percent-encoded' }),
  },
  {
    name: 'Postgres settings of the wrong type',
    files: postgres(
      'url: postgres://localhost/shop, statement_timeout: later, ssl: perhaps, connect_timeout: -1',
    ),
    expect: refused(
      { code: 'wrong-type', at: 'xform.yml:3:77', hint: 'unit' },
      { code: 'wrong-type', at: 'xform.yml:3:89', hint: 'ssl: require' },
      { code: 'wrong-type', at: 'xform.yml:3:115', hint: 'unit' },
    ),
  },
  {
    name: 'a password that is a list, which is not shown',
    files: postgres('host: localhost, user: ada, password: [sesame-open], database: shop'),
    secrets: ['sesame-open'],
    expect: refused({ code: 'wrong-type', at: 'xform.yml:3:64', hint: 'Write a text' }),
  },
]
