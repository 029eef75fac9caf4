import { execFileSync } from 'node:child_process'
import { chmodSync, mkdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fine, refused, type Fixture } from './fixture.ts'

const query = 'select 1 as id\n'
const bytes = (text: string, ...more: readonly number[]): Uint8Array =>
  new Uint8Array([...new TextEncoder().encode(text), ...more])
const asRoot = process.getuid?.() === 0 ? 'root may read everything' : undefined

/** What stands on the disk. */
export const fileFixtures: readonly Fixture[] = [
  {
    name: 'a binary file',
    files: { 'models/revenue.sql': bytes('select ', 0, 1, 2) },
    expect: refused({ code: 'binary-file', at: 'models/revenue.sql:1:1', hint: 'Save it as UTF-8' }),
  },
  {
    name: 'files that are not UTF-8, at the first byte that is part of no character',
    files: {
      'models/revenue.sql': bytes("-- paid\nselect '", 0xe9, 0x27),
      'models/models.yml': bytes('# ', 0xff, 0xfe),
      'macros/money.sql': bytes('{{! ', 0xc3, 0x28),
    },
    expect: refused(
      { code: 'not-utf8', at: 'macros/money.sql:1:5', hint: 'Save it as UTF-8' },
      { code: 'not-utf8', at: 'models/models.yml:1:3', hint: 'Save it as UTF-8' },
      { code: 'not-utf8', at: 'models/revenue.sql:2:9', hint: 'Save it as UTF-8' },
    ),
  },
  {
    name: 'a model in UTF-16',
    files: { 'models/revenue.sql': new Uint8Array([0xff, 0xfe, ...Buffer.from(query, 'utf16le')]) },
    expect: refused({ code: 'binary-file', at: 'models/revenue.sql:1:1', hint: 'Save it as UTF-8' }),
  },
  {
    name: 'an xform.yml that is binary',
    files: { 'xform.yml': bytes('name: shop\n', 0) },
    expect: refused({ code: 'binary-file', at: 'xform.yml:1:1', hint: 'Save it as UTF-8' }),
  },
  {
    name: 'a file that nobody wrote by hand',
    files: { 'models/revenue.sql': `select 1 as id -- ${'x'.repeat(16 * 1024 * 1024)}` },
    expect: refused({ code: 'file-too-large', at: 'models/revenue.sql:1:1', hint: 'a seed or a source' }),
  },
  {
    name: 'folders with the names of files',
    files: {
      'models/revenue.sql/orders.txt': '',
      'models/models.yml/x.txt': '',
      'seeds/rates.csv/x.txt': '',
    },
    expect: refused(
      { code: 'not-a-file', at: 'models/models.yml:1:1', hint: 'Rename it' },
      { code: 'not-a-file', at: 'models/revenue.sql:1:1', hint: 'Rename it' },
      { code: 'not-a-file', at: 'seeds/rates.csv:1:1', hint: 'Rename it' },
    ),
  },
  {
    name: 'a pipe with the name of a model, which would never end',
    prepare: ({ project }) => void execFileSync('mkfifo', [join(project, 'models/revenue.sql')]),
    skip: process.platform === 'win32' ? 'there are no pipes in folders here' : undefined,
    expect: refused({ code: 'not-a-file', at: 'models/revenue.sql:1:1', hint: 'Rename it' }),
  },
  {
    name: 'a pipe with the name of .env',
    prepare: ({ project }) => void execFileSync('mkfifo', [join(project, '.env')]),
    skip: process.platform === 'win32' ? 'there are no pipes in folders here' : undefined,
    expect: refused({ code: 'not-a-file', at: '.env:1:1', hint: 'Rename it' }),
  },
  {
    name: 'folders in place of .env and selectors.yml',
    files: { '.env/x.txt': '', 'selectors.yml/x.txt': '' },
    expect: refused(
      { code: 'not-a-file', at: '.env:1:1', hint: 'Rename it' },
      { code: 'not-a-file', at: 'selectors.yml:1:1', hint: 'Rename it' },
    ),
  },
  {
    name: 'a folder in place of xform.yml',
    prepare({ project }) {
      rmSync(join(project, 'xform.yml'))
      mkdirSync(join(project, 'xform.yml'))
    },
    expect: refused({ code: 'not-a-file', at: 'xform.yml:1:1', hint: 'Rename it' }),
  },
  {
    name: 'a file where a folder is named',
    files: {
      'xform.yml':
        'name: shop\ntargets: { dev: { type: duckdb, path: warehouse.duckdb } }\npaths: { macros: money.sql }\n',
      'money.sql': '',
    },
    expect: refused({ code: 'not-a-folder', at: 'money.sql:1:1', hint: 'Name the folder' }),
  },
  {
    name: 'links that lead out of the project, to a file and to a folder',
    prepare({ project }) {
      symlinkSync('/etc/hostname', join(project, 'models/revenue.sql'))
      symlinkSync(tmpdir(), join(project, 'models/shared'))
    },
    expect: refused(
      { code: 'link-outside-project', at: 'models/revenue.sql:1:1', hint: 'Copy what it leads to' },
      { code: 'link-outside-project', at: 'models/shared:1:1', hint: 'Copy what it leads to' },
    ),
  },
  {
    name: 'a folder of the project that is a link out of it',
    prepare: ({ project }) => symlinkSync(tmpdir(), join(project, 'macros')),
    expect: refused({ code: 'link-outside-project', at: 'macros:1:1', hint: 'Copy what it leads to' }),
  },
  {
    name: 'links that lead nowhere and in a circle',
    prepare({ project }) {
      symlinkSync('gone.sql', join(project, 'models/revenue.sql'))
      symlinkSync('b.sql', join(project, 'models/a.sql'))
      symlinkSync('a.sql', join(project, 'models/b.sql'))
    },
    expect: refused(
      { code: 'unreadable-file', at: 'models/a.sql:1:1', hint: 'links', message: 'circle' },
      { code: 'unreadable-file', at: 'models/b.sql:1:1', hint: 'links', message: 'circle' },
      { code: 'unreadable-file', at: 'models/revenue.sql:1:1', hint: 'links', message: 'does not exist' },
    ),
  },
  {
    name: 'links inside the project, also in a circle of folders, which are fine',
    prepare({ project }) {
      symlinkSync('.', join(project, 'models/again'))
      symlinkSync('../models', join(project, 'models/staging'))
      symlinkSync('orders.sql', join(project, 'models/same.sql'))
    },
    expect: fine(),
  },
  {
    name: 'a file and a folder that may not be read',
    files: { 'models/revenue.sql': query, 'models/staging/customers.sql': query },
    prepare({ project }) {
      chmodSync(join(project, 'models/revenue.sql'), 0o000)
      chmodSync(join(project, 'models/staging'), 0o000)
      return () => chmodSync(join(project, 'models/staging'), 0o755)
    },
    skip: asRoot,
    expect: refused(
      { code: 'unreadable-file', at: 'models/revenue.sql:1:1', hint: 'Check the permissions' },
      { code: 'unreadable-file', at: 'models/staging:1:1', hint: 'Check the permissions' },
    ),
  },
  {
    name: 'a folder target/ that cannot be made, which keeps nobody from running',
    files: { target: 'a file of mine\n' },
    expect: {
      ...fine({ code: 'cannot-write', hint: 'Check', severity: 'warning', message: 'and 3 other files' }),
      standing: ['orders'],
    },
  },
  {
    name: 'no project',
    prepare: ({ project }) => rmSync(join(project, 'xform.yml')),
    expect: refused({ code: 'no-project', hint: '`xform init`' }),
  },
  {
    name: 'a project of dbt',
    prepare({ project }) {
      rmSync(join(project, 'xform.yml'))
      writeFileSync(join(project, 'dbt_project.yml'), 'name: shop\n')
    },
    expect: refused({ code: 'no-project', hint: 'This is a dbt project' }),
  },
  {
    name: 'a project folder that does not exist',
    command: ['run', '--project-dir', 'nowhere/to/be/seen'],
    expect: refused({ code: 'no-project', hint: '--project-dir', message: 'nowhere/to/be/seen' }),
  },
  {
    name: 'problems of files and problems in files, all at once and in order',
    files: {
      'models/a.sql': bytes('select ', 0),
      'models/b.sql': "select * from {{ ref('a') }}, {{ ref('ordres') }}\n",
      'models/c.sql': 'select {{ nope }}\n',
      'models/models.yml': 'modles: []\n',
      'models/orders.sql': bytes('select ', 0xff),
      '.env': 'no assignment\n',
    },
    expect: refused(
      { code: 'bad-env-line', at: '.env:1:1', hint: 'NAME=value' },
      { code: 'binary-file', at: 'models/a.sql:1:1', hint: 'UTF-8' },
      { code: 'unknown-ref', at: 'models/b.sql:1:38', hint: 'Did you mean "orders"?' },
      { code: 'unknown-name', at: 'models/c.sql:1:11', hint: 'quotes' },
      { code: 'unknown-key', at: 'models/models.yml:1:1', hint: 'Did you mean "models"?' },
      { code: 'not-utf8', at: 'models/orders.sql:1:8', hint: 'UTF-8' },
    ),
  },
]
