import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import type { Diagnostic } from '../errors/diagnostic.ts'
import type { SourceFile } from './source-file.ts'
import { createFiles, openWriter, removeFolder } from './write.ts'

let folder: string

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'xform-write-'))
})

afterEach(() => {
  rmSync(folder, { recursive: true, force: true })
})

test('files are written with their folders, over what stands there', () => {
  const path = 'target/compiled/models/orders.sql'
  expect(writeFiles(folder, [{ path, text: 'select 1' }])).toEqual([])
  expect(writeFiles(folder, [{ path, text: 'select 2' }])).toEqual([])
  expect(readFileSync(join(folder, path), 'utf8')).toBe('select 2')
  expect(readdirSync(join(folder, 'target/compiled/models'))).toEqual(['orders.sql'])
})

test('files that must not be overwritten are kept', () => {
  writeFileSync(join(folder, 'xform.yml'), 'mine')
  const files = ['xform.yml', 'models/orders.sql'].map((path) => ({ path, text: 'new' }))
  expect(createFiles(folder, files)).toEqual({
    created: ['models/orders.sql'],
    kept: ['xform.yml'],
    diagnostics: [],
  })
  expect(readFileSync(join(folder, 'xform.yml'), 'utf8')).toBe('mine')
})

test('a folder is removed with everything in it, once or twice', () => {
  writeFiles(folder, [{ path: 'target/run/a.sql', text: '' }])
  expect([removeFolder(folder, 'target'), removeFolder(folder, 'target')]).toEqual([[], []])
  expect(existsSync(join(folder, 'target'))).toBe(false)
})

test.each(['../outside.sql', '/tmp/outside.sql', 'a/../../outside.sql', '.', 'a\\..\\..\\outside.sql'])(
  'nothing is written or removed outside the folder: %s',
  (path) => {
    const code = 'cannot-write'
    expect(writeFiles(folder, [{ path, text: '' }])).toMatchObject([{ code }])
    expect(createFiles(folder, [{ path, text: '' }]).diagnostics).toMatchObject([{ code }])
    expect(removeFolder(folder, path)).toMatchObject([{ code }])
  },
)

test('what cannot be written is reported, and the rest is written', () => {
  writeFileSync(join(folder, 'target'), 'a file')
  const files = ['target/a.sql', 'other/b.sql'].map((path) => ({ path, text: '' }))
  expect(writeFiles(folder, files)).toMatchObject([
    { code: 'cannot-write', message: expect.stringContaining('target/a.sql') },
  ])
  expect(existsSync(join(folder, 'other/b.sql'))).toBe(true)
})

function writeFiles(below: string, files: readonly SourceFile[]): readonly Diagnostic[] {
  const writer = openWriter(below)
  for (const file of files) writer.write(file)
  return writer.findings()
}
