import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { projectFolder } from '../../tests/support/project-folder.ts'
import { openArtifactFolder } from './earlier-artifacts.ts'

test('an artifact is read when it is asked for, and once', () => {
  const folder = projectFolder({})
  const read = openArtifactFolder({ path: folder.path, shown: 'last' })
  folder.write({ 'sources.json': '{"results":[]}' })
  expect(read('sources.json')).toEqual({
    ok: true,
    value: { results: [] },
    file: 'last/sources.json',
  })
  folder.remove('sources.json')
  expect(read('sources.json').ok).toBe(true)
})

test('what is not there or cannot be read says what to do', () => {
  const folder = projectFolder({ 'broken.json': '{', 'file.txt': '' })
  mkdirSync(join(folder.path, 'sources.json'))
  const findingOf = (path: string, name: string): readonly (string | undefined)[] => {
    const reading = openArtifactFolder({ path: join(folder.path, path), shown: 'last' })(name)
    return reading.ok ? [] : [reading.diagnostic.code, reading.diagnostic.message]
  }
  expect([
    findingOf('.', 'manifest.json'),
    findingOf('nowhere', 'manifest.json'),
    findingOf('file.txt', 'manifest.json'),
    findingOf('.', 'broken.json'),
    findingOf('.', 'sources.json'),
  ]).toEqual([
    ['artifact-missing', 'There is no last/manifest.json.'],
    ['artifact-missing', 'There is no folder "last", so there is no last/manifest.json.'],
    ['artifact-missing', 'There is no folder "last", so there is no last/manifest.json.'],
    ['artifact-unreadable', 'last/broken.json cannot be read: it is not JSON.'],
    ['artifact-unreadable', 'last/sources.json cannot be read: it is a folder.'],
  ])
})
