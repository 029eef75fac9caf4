import { failed, fine, refused, type Fixture } from './fixture.ts'

const target = 'name: shop\ntargets:\n  dev: { type: duckdb, path: warehouse.duckdb, schema: shop }\n'
const project = (text: string): Fixture['files'] => ({ 'xform.yml': target + text })
const dotEnv = (text: string): Fixture['files'] => ({ '.env': text })

/** `${NAME}` in xform.yml, and `.env` beside it. */
export const environmentFixtures: readonly Fixture[] = [
  {
    name: 'a variable that is not set, at its own place',
    files: {
      'xform.yml': 'name: shop\ntargets:\n  dev: { type: duckdb, path: "data/${SHOP_PATH}.duckdb" }\n',
    },
    expect: refused({ code: 'unset-interpolation', at: 'xform.yml:3:36', hint: '${SHOP_PATH:-default}' }),
  },
  {
    name: 'a variable that is not set and is all that says where the database is',
    files: {
      'xform.yml': 'name: shop\ntargets:\n  dev: { type: postgres, url: "${DATABASE_URL}" }\n',
    },
    expect: refused({ code: 'unset-interpolation', at: 'xform.yml:3:32', hint: 'DATABASE_URL=' }),
  },
  {
    name: 'variables that are not set where only targets that are not in use need them',
    files: {
      'xform.yml': `${target}  prod: { type: postgres, url: "\${DATABASE_URL}" }\ntarget: dev\n`,
    },
    expect: fine(),
  },
  {
    name: 'several variables that are not set, in a text of several lines too',
    files: project('vars:\n  start: ${START}\n  about: |\n    from ${START}\n    to ${END}\n'),
    expect: refused(
      { code: 'unset-interpolation', at: 'xform.yml:5:10', hint: 'START=' },
      { code: 'unset-interpolation', at: 'xform.yml:7:10', hint: 'START=' },
      { code: 'unset-interpolation', at: 'xform.yml:8:8', hint: 'END=' },
    ),
  },
  {
    name: 'braces without the name of a variable',
    files: project('vars: { a: "${}", b: "${1st}", c: "${OPEN", d: "$${FINE}" }\n'),
    expect: refused(
      { code: 'bad-interpolation', at: 'xform.yml:4:13', hint: '$${' },
      { code: 'bad-interpolation', at: 'xform.yml:4:23', hint: '$${' },
      { code: 'bad-interpolation', at: 'xform.yml:4:36', hint: '$${' },
    ),
  },
  {
    name: 'lines that are no assignments, which are not shown',
    files: dotEnv('# good\nGOOD=1\nPASSWORD: sesame-open\n=sesame-open\nexport\n1ST=sesame-open\n'),
    secrets: ['sesame-open'],
    expect: refused(
      { code: 'bad-env-line', at: '.env:3:1', hint: 'NAME=value' },
      { code: 'bad-env-line', at: '.env:4:1', hint: 'NAME=value' },
      { code: 'bad-env-line', at: '.env:5:1', hint: 'NAME=value' },
      { code: 'bad-env-line', at: '.env:6:1', hint: 'NAME=value' },
    ),
  },
  {
    name: 'text behind a quoted value, and a quote that is never closed',
    files: dotEnv('A="sesame" open\nB=\'sesame-open\nC="sesame-open\n'),
    secrets: ['sesame-open'],
    expect: refused(
      { code: 'bad-env-line', at: '.env:1:11', hint: 'NAME=value' },
      { code: 'unclosed-env-quote', at: '.env:2:3', hint: 'Close the quote' },
      { code: 'unclosed-env-quote', at: '.env:3:3', hint: 'Close the quote' },
    ),
  },
  {
    name: 'a file .env that is binary, which is not shown',
    files: { '.env': new Uint8Array([...new TextEncoder().encode('PASSWORD=sesame-open'), 0, 1, 2]) },
    secrets: ['sesame-open'],
    expect: refused({ code: 'binary-file', at: '.env:1:1', hint: 'UTF-8' }),
  },
  {
    name: 'a password of the environment where the server cannot be reached',
    engine: 'postgres without a server',
    env: { DATABASE_URL: 'postgres://ada:sesame-open@127.0.0.1:1/shop' },
    secrets: ['sesame-open'],
    expect: refused({
      code: 'connection-lost',
      at: 'xform.yml:3:3',
      hint: 'Start the server',
      message: '127.0.0.1:1',
    }),
  },
  {
    name: "a secret of the target that gets into a model's SQL and into the database's own words",
    files: {
      'xform.yml':
        'name: shop\ntargets:\n  dev: { type: duckdb, path: "${SHOP_PATH}", schema: shop, attach: { archive: "${ARCHIVE}" } }\n',
      '.env': 'SHOP_PATH=sesame-open.duckdb\nARCHIVE=more-sesame.duckdb\n',
      'models/leak.sql':
        "{{ config(materialized='table') }}\nselect {{ literal(env('SHOP_PATH')) }}::integer as id, '{{ env('ARCHIVE') }}' as b\n",
    },
    secrets: ['sesame-open', 'more-sesame'],
    expect: failed({
      code: 'query-failed',
      at: 'models/leak.sql:2:39',
      hint: 'Correct the SQL',
      message: 'Could not convert string',
    }),
  },
]
