import { spawnSync } from 'node:child_process'
import { mkdirSync, rmSync, symlinkSync, utimesSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { expect, test } from 'vitest'
import { temporaryFolder } from '../../../tests/databases/duckdb.ts'
import { fileSpan } from '../../errors/span.ts'
import { XformError } from '../../errors/xform-error.ts'
import { hashFile } from './hash-file.ts'
import { listFiles, type FileListing } from './list-files.ts'

const root = temporaryFolder()
const at = fileSpan('models/sources.yml')
const now = Date.now()
let projects = 0

/** A folder with files; gives the folder and what a list of patterns finds in it. */
function project(paths: readonly string[]): {
  readonly folder: string
  readonly list: (patterns: readonly string[], settle?: number) => FileListing
} {
  const folder = join(root, String(++projects), 'project')
  mkdirSync(folder, { recursive: true })
  for (const path of paths) {
    mkdirSync(dirname(join(folder, path)), { recursive: true })
    writeFileSync(join(folder, path), path)
  }
  return {
    folder,
    list: (patterns, settle = 0) =>
      listFiles({ patterns: patterns.map((value) => ({ value, at })), settle }, { folder, now }),
  }
}

const pathsOf = ({ files }: FileListing): readonly string[] => files.map(({ path }) => path)

test('files are found by every kind of pattern, each once, sorted', () => {
  const { folder, list } = project([
    'b.csv',
    'a.csv',
    'in/c.csv',
    'in/deep/d.csv',
    'in/deep/d.json',
    '.h/e.csv',
    'in/.f.csv',
  ])
  expect(pathsOf(list(['*.csv']))).toEqual(['a.csv', 'b.csv'])
  expect(pathsOf(list(['**/*.csv']))).toEqual(['a.csv', 'b.csv', 'in/c.csv', 'in/deep/d.csv'])
  expect(pathsOf(list(['in/**/d.{csv,json}']))).toEqual(['in/deep/d.csv', 'in/deep/d.json'])
  expect(pathsOf(list(['**/**/*.csv', 'a.csv', './a.csv', 'in/*/*']))).toHaveLength(5)
  expect(pathsOf(list(['in/.*.csv']))).toEqual(['in/.f.csv'])
  expect(pathsOf(list([`${folder}/in/*.csv`]))).toEqual([`${folder}/in/c.csv`])
  expect(list(['in/*'])).toMatchObject({
    files: [{ path: 'in/c.csv', absolute: join(folder, 'in/c.csv'), size: 8 }],
    diagnostics: [],
  })
})

test('a folder that is not there is a warning, a file that is named outright an error', () => {
  const { list } = project(['a.csv', 'in/b.csv'])
  expect(list(['out/*.csv'])).toMatchObject({
    files: [],
    diagnostics: [{ code: 'files-folder-missing', severity: 'warning', at }],
  })
  expect(list(['gone.csv']).diagnostics).toMatchObject([{ code: 'unreadable-file', severity: 'error', at }])
  expect(list(['out/gone.csv']).diagnostics).toMatchObject([
    { code: 'unreadable-file', severity: 'error', at },
  ])
  expect(list(['a.csv/*.csv']).diagnostics).toMatchObject([])
  expect(list(['in']).diagnostics).toMatchObject([{ code: 'not-a-file' }])
})

test('files that were written to lately are left out and counted', () => {
  const { folder, list } = project(['old.csv', 'new.csv', 'future.csv'])
  const set = (path: string, age: number): void =>
    utimesSync(join(folder, path), now / 1000, (now - age) / 1000)
  set('old.csv', 61_000)
  set('new.csv', 30_000)
  set('future.csv', -30_000)
  expect(list(['*.csv'], 60_000)).toMatchObject({
    files: [{ path: 'old.csv' }],
    unsettled: ['future.csv', 'new.csv'],
  })
  expect(list(['*.csv']).unsettled).toEqual([])
})

test('links are followed inside the project, and a file is listed once, by its own path', () => {
  const { folder, list } = project(['data/a.csv', 'other/b.csv'])
  symlinkSync(join(folder, 'data/a.csv'), join(folder, 'data/1-latest.csv'))
  symlinkSync(join(folder, 'other'), join(folder, 'data/linked'))
  symlinkSync(join(folder, 'data'), join(folder, 'data/circle'))
  expect(pathsOf(list(['data/**/*.csv']))).toEqual(['data/a.csv', 'data/linked/b.csv'])
  expect(pathsOf(list(['**/*.csv']))).toEqual(['data/a.csv', 'other/b.csv'])
})

test('links that lead out of the project, or nowhere, are reported', () => {
  const { folder, list } = project(['data/a.csv'])
  writeFileSync(join(folder, '../secret.csv'), 'x')
  symlinkSync(join(folder, '../secret.csv'), join(folder, 'data/out.csv'))
  symlinkSync(join(folder, 'gone'), join(folder, 'data/nowhere.csv'))
  symlinkSync(join(folder, '..'), join(folder, 'up'))
  expect(list(['data/*.csv'])).toMatchObject({
    files: [{ path: 'data/a.csv' }],
    diagnostics: expect.arrayContaining([
      expect.objectContaining({
        code: 'linked-file-outside',
        message: expect.stringContaining('data/out.csv'),
        at,
      }),
      expect.objectContaining({
        code: 'unreadable-file',
        message: expect.stringContaining('data/nowhere.csv'),
      }),
    ]),
  })
  expect(list(['up/*.csv'])).toMatchObject({ files: [], diagnostics: [{ code: 'linked-file-outside' }] })
})

test('what is no file is reported and not waited for', () => {
  const { folder, list } = project([])
  spawnSync('mkfifo', [join(folder, 'pipe.csv')])
  mkdirSync(join(folder, 'folder.csv'))
  expect(list(['*.csv'])).toMatchObject({ files: [], diagnostics: [{ code: 'not-a-file' }] })
})

test('a hash is that of the bytes', async () => {
  const [file] = project(['a.csv']).list(['a.csv']).files
  if (file === undefined) throw new Error('not listed')
  expect(await hashFile(file)).toBe('32f29f33d51165a6808e62cc3dfe85d090bc7521591fa6b6f829f061402704dc')
})

test('a file that changed or vanished since it was listed is refused', async () => {
  const { folder, list } = project(['a.csv'])
  const [file] = list(['a.csv']).files
  if (file === undefined) throw new Error('not listed')
  const codeOf = (): Promise<unknown> =>
    hashFile(file).then(
      () => undefined,
      (error: unknown) => (error instanceof XformError ? error.diagnostics[0]?.code : error),
    )
  writeFileSync(join(folder, 'a.csv'), 'more of it')
  expect(await codeOf()).toBe('file-changed-while-read')
  rmSync(join(folder, 'a.csv'))
  expect(await codeOf()).toBe('unreadable-file')
  await expect(hashFile(file, AbortSignal.abort())).rejects.toThrow('cancelled')
})
