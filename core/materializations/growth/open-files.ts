import type { FilesRequest } from '../../adapter/files.ts'
import { fitName } from '../../adapter/fit-name.ts'
import type { Driver } from '../../compile/intake.ts'
import { diagnostic, type Diagnostic } from '../../errors/diagnostic.ts'
import type { FoundFile, FoundFiles, Reaction } from '../step.ts'
import type { GrowthInput } from './growth-input.ts'
import type { ReadFile } from './ledger.ts'
import { nothingNew, type Opening } from './opening.ts'
import type { Position } from './position.ts'

type FilesDriver = Extract<Driver, { kind: 'files' }>

/** Files, what has been read of them, and how to go on. */
interface FilesOpening {
  readonly driver: FilesDriver
  readonly since: Position | undefined
  readonly next: (opening: Opening) => Reaction
}

/** Reads each file once: those that are there and have not been read. A file that has changed since, or is gone, is an error. */
export function openFiles(input: GrowthInput, opening: FilesOpening): Reaction {
  const { driver, since, next } = opening
  if (since !== undefined && since.kind !== 'files') {
    return next({ kind: 'restarted', because: `${driver.name} is made of files now` })
  }
  const look = (known: readonly ReadFile[]): Reaction => ({
    kind: 'steps',
    steps: [
      {
        kind: 'list files',
        label: 'look for files',
        config: driver.files,
        known,
        next: (found) => openFound(input, opening, { found, known }),
      },
    ],
  })
  if (since === undefined) return look([])
  return {
    kind: 'steps',
    steps: [
      {
        kind: 'ask',
        label: 'read list of files',
        statement: { sql: input.ledger.readFiles(input.node.relation) },
        beforehand: 'now',
        next: (rows) => look(rows.map((row) => input.ledger.parseFile(row))),
      },
    ],
  }
}

interface Found {
  readonly found: FoundFiles
  readonly known: readonly ReadFile[]
}

function openFound(input: GrowthInput, opening: FilesOpening, { found, known }: Found): Reaction {
  const { driver, next } = opening
  const { onFileChange, at } = driver.files
  const changes = findChanges(driver, { found, known })
  const fatal = onFileChange === 'error' ? [...found.diagnostics, ...changes] : found.diagnostics
  if (fatal.length > 0) return next({ kind: 'refused', diagnostics: fatal })
  const warnings = changes.map((finding): Diagnostic => ({ at, ...finding, severity: 'warning' }))
  const names = new Set(known.map(({ path }) => path))
  const fresh = found.files.filter(({ path }) => !names.has(path))
  const waits =
    found.unsettled === 0
      ? undefined
      : `${found.unsettled} file${found.unsettled === 1 ? '' : 's'} may still be written to`
  if (fresh.length === 0) return warned(warnings, openNothing(opening, waits))
  return warned(warnings, readFound(input, opening, { fresh, known, waits }))
}

/** Files that were read and are not what they were. */
export function findChanges(driver: FilesDriver, { found, known }: Found): readonly Diagnostic[] {
  const { at } = driver.files
  const source = driver.name
  const now = new Map(found.files.map((file) => [file.path, file]))
  return known.flatMap(({ path, hash }) => {
    const file = now.get(path)
    // A file that has just been touched may be left out because it is not settled.
    if (file === undefined)
      return found.unsettled > 0 ? [] : [diagnostic('file-vanished', { path, source }, { at })]
    return file.hash === hash
      ? []
      : [diagnostic('file-changed', { path, source, before: hash, now: file.hash }, { at })]
  })
}

function openNothing({ driver, since, next }: FilesOpening, waits: string | undefined): Reaction {
  const because = waits === undefined ? nothingNew(driver) : `${nothingNew(driver)}; ${waits}`
  if (since !== undefined) return next({ kind: 'nothing', because })
  const params = { source: driver.name, patterns: driver.files.patterns.map(({ value }) => value) }
  return next({ kind: 'refused', diagnostics: [diagnostic('no-files', params, { at: driver.files.at })] })
}

interface Fresh {
  readonly fresh: readonly FoundFile[]
  readonly known: readonly ReadFile[]
  readonly waits: string | undefined
}

function readFound(
  input: GrowthInput,
  { driver, next }: FilesOpening,
  { fresh, known, waits }: Fresh,
): Reaction {
  const { dialect } = input
  const request = filesRequest(input, driver, fresh)
  const label = `read ${fresh.length} file${fresh.length === 1 ? '' : 's'}`
  const files = fresh.map(({ path, size, modified, hash }) => ({ path, size, modified, hash }))
  const position = { kind: 'files', files: known.length + files.length } as const
  return {
    kind: 'steps',
    steps: [
      {
        kind: 'read files',
        label,
        request,
        at: driver.files.at,
        next: ({ relation }) => {
          const rows = `select * from ${dialect.relation(relation)}`
          const reading = { driver, fresh: rows, all: rows, position, weight: undefined, files }
          return next({ kind: 'reading', reading: waits === undefined ? reading : { ...reading, waits } })
        },
      },
    ],
  }
}

function warned(warnings: readonly Diagnostic[], reaction: Reaction): Reaction {
  if (reaction.kind === 'refuse' || warnings.length === 0) return reaction
  return { ...reaction, warnings: [...warnings, ...(reaction.warnings ?? [])] }
}

/** What is asked of the adapter for some files. */
export function filesRequest(
  { node, dialect }: Pick<GrowthInput, 'node' | 'dialect'>,
  driver: FilesDriver,
  files: readonly FoundFile[],
): FilesRequest {
  const { format, columns, delimiter, onSchemaDrift } = driver.files
  return {
    files: files.map(({ absolute }) => absolute),
    format,
    columns: Object.entries(columns).map(([name, { value }]) => ({ name, type: value })),
    delimiter,
    onSchemaDrift,
    as: fitName(node.relation.name, '__xform_files', dialect.maxIdentifierBytes),
  }
}
