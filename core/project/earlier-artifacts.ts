// A folder that an earlier command left files in → the value of one of them, or why there is none.
import { readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { diagnostic, type Diagnostic } from '../errors/diagnostic.ts'
import { diskErrorCode, explainDiskError } from './disk.ts'
import type { PlainValue } from './project.ts'

/** What a file of JSON holds, and what the file is called, or why that cannot be told. */
export type ArtifactReading =
  | { readonly ok: true; readonly value: PlainValue; readonly file: string }
  | { readonly ok: false; readonly diagnostic: Diagnostic }

/** Reads an artifact by its name (`sources.json`), when it is asked for. */
export type ArtifactReader = (name: string) => ArtifactReading

/** What earlier commands left, for selections that go by it. */
export interface EarlierArtifacts {
  /** What stands in the project's own `target/` now. */
  readonly current: ArtifactReader
  /** What stands in the folder of `--state`; undefined without that option. */
  readonly before: ArtifactReader | undefined
}

/** A folder of artifacts. */
export interface ArtifactFolder {
  /** An absolute path. */
  readonly path: string
  /** The same as people know it. */
  readonly shown: string
}

/** A reader of a folder's artifacts; each is read once. */
export function openArtifactFolder(folder: ArtifactFolder): ArtifactReader {
  const known = new Map<string, ArtifactReading>()
  return (name) => {
    const reading = known.get(name) ?? readArtifact(folder, name)
    known.set(name, reading)
    return reading
  }
}

function readArtifact({ path, shown }: ArtifactFolder, name: string): ArtifactReading {
  const file = `${shown}/${name}`
  try {
    const value = JSON.parse(readFileSync(join(path, name), 'utf8')) as PlainValue
    return { ok: true, value, file }
  } catch (error) {
    if (error instanceof SyntaxError) return unreadable(file, 'it is not JSON')
    const code = diskErrorCode(error)
    if (code === '') throw error
    if (code === 'ENOENT' || code === 'ENOTDIR') return { ok: false, diagnostic: explainMissing() }
    return unreadable(file, explainDiskError(error))
  }

  function explainMissing(): Diagnostic {
    const isFolder = statSync(path, { throwIfNoEntry: false })?.isDirectory() === true
    return diagnostic('artifact-missing', { file, name, folder: isFolder ? undefined : shown })
  }
}

function unreadable(file: string, reason: string): ArtifactReading {
  return { ok: false, diagnostic: diagnostic('artifact-unreadable', { file, reason }) }
}
