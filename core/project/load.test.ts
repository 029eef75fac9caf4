import { chmodSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, truncateSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { createServer } from 'node:net'
import { findProjectFolder, loadProject, openSeed, type LoadedProject, type LoadOptions } from './load.ts'

const adapters = new Map([['duckdb', { schema: 'main' }]])
const config = 'name: bank\ntargets: { dev: { type: duckdb } }\n'

let folder: string

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'xform-load-'))
})

afterEach(() => {
  rmSync(folder, { recursive: true, force: true })
})

function write(files: Readonly<Record<string, string | Buffer>>): void {
  for (const [path, content] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true })
    writeFileSync(join(folder, path), content)
  }
}

function load(options: Partial<LoadOptions> = {}): Promise<LoadedProject> {
  return loadProject({ folder, env: {}, adapters, ...options })
}

async function places(): Promise<readonly string[]> {
  const { diagnostics } = await load()
  return diagnostics.map(({ code, at }) => `${code} ${at?.path ?? ''}:${at?.line ?? ''}:${at?.column ?? ''}`)
}

describe('a project is read from its folder', () => {
  test('every file goes where it belongs, in the order of paths', async () => {
    write({
      'xform.yml': config,
      'models/b.sql': 'select 2',
      'models/a/z.sql': 'select 1',
      'models/a/bank.yml': 'version: 2',
      'models/a/notes.md': '# notes',
      'models/.hidden/x.sql': 'select 3',
      'models/node_modules/x.sql': 'select 3',
      'macros/money.sql': '{{#macro cents x}}{{x}}{{/macro}}',
      'tests/positive.sql': 'select 1',
      'snapshots/accounts.sql': 'select 1',
      'snapshots/accounts.yaml': 'snapshots: []',
      'seeds/countries.csv': 'code,name\nNL,Netherlands\n',
      'selectors.yml': 'selectors: []',
      'target/compiled/x.sql': 'select 3',
    })
    const { project, diagnostics, sources } = await load()
    expect(diagnostics).toEqual([])
    expect(project?.files).toMatchObject({
      config: { path: 'xform.yml', text: config },
      models: [{ path: 'models/a/z.sql', text: 'select 1' }, { path: 'models/b.sql' }],
      macros: [{ path: 'macros/money.sql' }],
      tests: [{ path: 'tests/positive.sql' }],
      snapshots: [{ path: 'snapshots/accounts.sql' }],
      properties: [{ path: 'models/a/bank.yml' }, { path: 'snapshots/accounts.yaml' }],
      selectors: { path: 'selectors.yml' },
      seeds: [{ path: 'seeds/countries.csv', size: 25 }],
    })
    expect(sources.get('models/b.sql')).toBe('select 2')
  })

  test('folders that do not exist hold nothing', async () => {
    write({ 'xform.yml': config })
    const { project, diagnostics } = await load()
    expect(diagnostics).toEqual([])
    expect(project?.files.models).toEqual([])
  })

  test('it is found from any folder inside it', () => {
    write({ 'xform.yml': config, 'models/staging/a.sql': '' })
    expect(findProjectFolder(join(folder, 'models/staging'))).toEqual({ ok: true, folder })
  })

  test('a byte order mark is dropped', async () => {
    write({ 'xform.yml': `\uFEFF${config}`, 'models/a.sql': '\uFEFFselect 1' })
    expect((await load()).project?.files.models).toEqual([{ path: 'models/a.sql', text: 'select 1' }])
  })

  test('the environment goes before .env, whose text is not shown', async () => {
    write({ 'xform.yml': config, '.env': 'A=file\nB=file\n' })
    const { project, sources } = await load({ env: { B: 'process' } })
    expect(project?.env).toEqual({ A: 'file', B: 'process' })
    expect([...sources.keys()]).not.toContain('.env')
  })

  test('--vars is read, and findings can point into it', async () => {
    write({ 'xform.yml': `${config}vars: { a: 1 }\n` })
    expect((await load({ vars: '{"a": 2, b: x}' })).project?.config.vars).toEqual({ a: 2, b: 'x' })
    const { diagnostics, sources } = await load({ vars: '{a: 1' })
    expect(diagnostics).toMatchObject([{ code: 'yaml-syntax', at: { path: '--vars' } }])
    expect(sources.get('--vars')).toBe('{a: 1')
  })

  test('a link inside the project is followed', async () => {
    write({ 'xform.yml': config, 'shared/a.sql': 'select 1' })
    mkdirSync(join(folder, 'models'))
    symlinkSync('../shared', join(folder, 'models/shared'))
    symlinkSync('../shared/a.sql', join(folder, 'models/b.sql'))
    expect((await load()).project?.files.models.map(({ path }) => path)).toEqual([
      'models/b.sql',
      'models/shared/a.sql',
    ])
  })

  test('links in a circle end, and files go by their own paths', async () => {
    write({ 'xform.yml': config, 'models/a/x.sql': '', 'models/b/y.sql': '' })
    symlinkSync('../b', join(folder, 'models/a/b'))
    symlinkSync('../a', join(folder, 'models/b/a'))
    symlinkSync('.', join(folder, 'models/0'))
    expect((await load()).project?.files.models.map(({ path }) => path)).toEqual([
      'models/a/x.sql',
      'models/b/y.sql',
    ])
  })

  test('a seed is read in pieces', async () => {
    write({ 'seeds/countries.csv': 'code\nNL\n' })
    let text = ''
    for await (const piece of openSeed(folder, 'seeds/countries.csv')) text += piece
    expect(text).toBe('code\nNL\n')
  })

  test('ten thousand files are read', async () => {
    const files = Array.from(
      { length: 10_000 },
      (_, i) => [`models/${i % 100}/m${i}.sql`, `select ${i}`] as const,
    )
    write({ 'xform.yml': config, ...Object.fromEntries(files) })
    expect((await load()).project?.files.models).toHaveLength(10_000)
  })
})

describe('what cannot be read is reported with its file', () => {
  test.each<readonly [string, Readonly<Record<string, string | Buffer>>, readonly string[]]>([
    ['no project', { 'readme.md': '' }, ['no-project ::']],
    ['a line of .env', { 'xform.yml': config, '.env': 'A\n' }, ['bad-env-line .env:1:1']],
    [
      'a file in Latin-1',
      { 'xform.yml': config, 'models/a.sql': Buffer.from("select 1\n  as 'é'", 'latin1') },
      ['not-utf8 models/a.sql:2:7'],
    ],
    [
      'a file in UTF-16',
      { 'xform.yml': config, 'models/a.sql': Buffer.from('\uFEFFselect 1', 'utf16le') },
      ['binary-file models/a.sql:1:1'],
    ],
    [
      'a binary file',
      { 'xform.yml': config, 'models/a.yml': Buffer.from([1, 2, 0, 3]) },
      ['binary-file models/a.yml:1:1'],
    ],
    [
      'a folder with the name of a file',
      { 'xform.yml': config, 'models/a.sql/b.sql': '' },
      ['not-a-file models/a.sql:1:1'],
    ],
    ['a file with the name of a folder', { 'xform.yml': config, models: '' }, ['not-a-folder models:1:1']],
    [
      'names that differ in case alone',
      { 'xform.yml': config, 'models/Orders.sql': 'x', 'models/orders.sql': 'x' },
      ['colliding-files models/orders.sql:1:1'],
    ],
    [
      'several at once',
      { 'xform.yml': config, 'models/a.sql': '\0', 'models/b.sql': '\0' },
      ['binary-file models/a.sql:1:1', 'binary-file models/b.sql:1:1'],
    ],
  ])('%s', async (_, files, expected) => {
    write(files)
    expect(await places()).toEqual(expected)
  })

  test.each([
    ['xform.yaml', 'Rename xform.yaml to xform.yml.'],
    ['dbt_project.yml', expect.stringContaining('dbt project')],
    ['profiles.yml', expect.stringContaining('targets:')],
  ])('a folder with %s and no xform.yml gets a hint', async (name, hint) => {
    write({ [name]: '' })
    expect((await load()).diagnostics).toMatchObject([{ code: 'no-project', hint }])
    expect(findProjectFolder(folder)).toMatchObject({ ok: false, diagnostic: { code: 'no-project', hint } })
  })

  test('a link that leads out of the project', async () => {
    write({ 'xform.yml': config, 'models/a.sql': '' })
    symlinkSync('/etc/hostname', join(folder, 'models/b.sql'))
    symlinkSync(tmpdir(), join(folder, 'models/c'))
    symlinkSync(tmpdir(), join(folder, 'seeds'))
    expect((await places()).toSorted()).toEqual([
      'link-outside-project models/b.sql:1:1',
      'link-outside-project models/c:1:1',
      'link-outside-project seeds:1:1',
    ])
  })

  test('a link that leads nowhere', async () => {
    write({ 'xform.yml': config, 'models/a.sql': '' })
    symlinkSync('nowhere.sql', join(folder, 'models/b.sql'))
    symlinkSync('c.sql', join(folder, 'models/c.sql'))
    expect(await places()).toEqual(['unreadable-file models/b.sql:1:1', 'unreadable-file models/c.sql:1:1'])
  })

  test('a socket with the name of a model, without waiting for it', async () => {
    write({ 'xform.yml': config, 'models/a.sql': '' })
    const server = createServer()
    await new Promise<void>((resolve) => server.listen(join(folder, 'models/b.sql'), resolve))
    expect(await places()).toEqual(['not-a-file models/b.sql:1:1'])
    await new Promise((resolve) => server.close(resolve))
  })

  test('a file that is far too large', async () => {
    write({ 'xform.yml': config, 'models/a.sql': '' })
    truncateSync(join(folder, 'models/a.sql'), 17 * 1024 * 1024)
    expect(await places()).toEqual(['file-too-large models/a.sql:1:1'])
  })

  test.skipIf(process.getuid?.() === 0)('a file without permission', async () => {
    write({ 'xform.yml': config, 'models/a.sql': '' })
    chmodSync(join(folder, 'models/a.sql'), 0)
    expect(await places()).toEqual(['unreadable-file models/a.sql:1:1'])
  })
})
