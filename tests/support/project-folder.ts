import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { onTestFinished } from 'vitest'

/** A project in a temporary folder, gone when the test has finished. */
export interface ProjectFolder {
  readonly path: string
  write(files: Readonly<Record<string, string>>): void
  remove(path: string): void
  read(path: string): string
}

/** Makes a project of texts: path → text. */
export function projectFolder(files: Readonly<Record<string, string>>): ProjectFolder {
  const path = mkdtempSync(join(tmpdir(), 'xform-test-'))
  onTestFinished(() => rmSync(path, { recursive: true, force: true }))
  const folder: ProjectFolder = {
    path,
    write(more) {
      for (const [name, text] of Object.entries(more)) {
        mkdirSync(dirname(join(path, name)), { recursive: true })
        writeFileSync(join(path, name), text)
      }
    },
    remove: (name) => rmSync(join(path, name), { recursive: true, force: true }),
    read: (name) => readFileSync(join(path, name), 'utf8'),
  }
  folder.write(files)
  return folder
}
