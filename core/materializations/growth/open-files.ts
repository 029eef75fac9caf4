import type { FilesRequest } from '../../adapter/files.ts'
import { fitName } from '../../adapter/fit-name.ts'
import type { Driver } from '../../compile/intake.ts'
import { diagnostic, type Diagnostic } from '../../errors/diagnostic.ts'
import type { BuildInput } from '../materialization.ts'
import type { FoundFile, FoundFiles, Reaction } from '../step.ts'
import { withWarnings } from '../with-warnings.ts'
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
  return since === undefined
    ? list(driver, [], (found) => openFound(input, opening, { found, known: [] }))
    : listKnown(input, driver, (files) => openFound(input, opening, files))
}

/** Whether there is any file that has not been read: one query, and a look at the disk. */
export function glanceAtFiles(input: BuildInput, driver: FilesDriver): Reaction {
  return listKnown(input, driver, (files) => {
    const { fatal, warnings, fresh, waits } = compareFiles(driver, files)
    if (fatal.length > 0 || fresh.length > 0) return { kind: 'steps', steps: [] }
    const instead = { kind: 'nothing', because: idleWords(driver, waits) } as const
    return withWarnings(warnings, { kind: 'steps', steps: [], instead })
  })
}

/** Reads which files have been read, and goes on with those and with the ones that are there now. */
function listKnown(
  { node, ledger }: BuildInput,
  driver: FilesDriver,
  next: (files: Found) => Reaction,
): Reaction {
  return {
    kind: 'steps',
    steps: [
      {
        kind: 'ask',
        label: 'read list of files',
        statement: { sql: ledger.readFiles(node.relation) },
        beforehand: 'now',
        next: (rows) => {
          const known = rows.map((row) => ledger.parseFile(row))
          return list(driver, known, (found) => next({ found, known }))
        },
      },
    ],
  }
}

function list(
  { files }: FilesDriver,
  known: readonly ReadFile[],
  next: (found: FoundFiles) => Reaction,
): Reaction {
  return {
    kind: 'steps',
    steps: [{ kind: 'list files', label: 'look for files', config: files, known, next }],
  }
}

interface Found {
  readonly found: FoundFiles
  readonly known: readonly ReadFile[]
}

function openFound(input: GrowthInput, opening: FilesOpening, files: Found): Reaction {
  const { driver, next } = opening
  const { fatal, warnings, fresh, waits } = compareFiles(driver, files)
  if (fatal.length > 0) return next({ kind: 'refused', diagnostics: fatal })
  if (fresh.length === 0) return withWarnings(warnings, openNothing(opening, waits))
  return withWarnings(warnings, readFound(input, opening, { fresh, known: files.known, waits }))
}

/** What has to wait because it may still be written to, in words; undefined where nothing has. */
export function waitingFiles(count: number): string | undefined {
  return count === 0 ? undefined : `${count} file${count === 1 ? '' : 's'} may still be written to`
}

interface Comparison {
  readonly fatal: readonly Diagnostic[]
  readonly warnings: readonly Diagnostic[]
  /** Files that have not been read. */
  readonly fresh: readonly FoundFile[]
  /** In words, which files have to wait. */
  readonly waits: string | undefined
}

function compareFiles(driver: FilesDriver, { found, known }: Found): Comparison {
  const { onFileChange, at } = driver.files
  const changes = findChanges(driver, { found, known })
  const isFatal = onFileChange === 'error'
  const names = new Set(known.map(({ path }) => path))
  const isError = ({ severity }: Diagnostic): boolean => severity === 'error'
  return {
    fatal: [...found.diagnostics.filter(isError), ...(isFatal ? changes : [])],
    warnings: [
      ...found.diagnostics.filter((finding) => !isError(finding)),
      ...(isFatal ? [] : changes.map((finding) => ({ at, ...finding, severity: 'warning' as const }))),
    ],
    fresh: found.files.filter(({ path }) => !names.has(path)),
    waits: waitingFiles(found.unsettled.length),
  }
}

/** Files that were read and are not what they were. */
export function findChanges(driver: FilesDriver, { found, known }: Found): readonly Diagnostic[] {
  const { at } = driver.files
  const source = driver.name
  const now = new Map(found.files.map((file) => [file.path, file]))
  const unsettled = new Set(found.unsettled)
  return known.flatMap(({ path, hash }) => {
    const file = now.get(path)
    // A file that has just been touched may be left out because it is not settled.
    if (file === undefined)
      return unsettled.has(path) ? [] : [diagnostic('file-vanished', { path, source }, { at })]
    return file.hash === hash
      ? []
      : [diagnostic('file-changed', { path, source, before: hash, now: file.hash }, { at })]
  })
}

function openNothing({ driver, since, next }: FilesOpening, waits: string | undefined): Reaction {
  if (since !== undefined) return next({ kind: 'nothing', because: idleWords(driver, waits) })
  const patterns = driver.files.patterns.map(({ value }) => value)
  const params = { source: driver.name, patterns, waits }
  return next({ kind: 'refused', diagnostics: [diagnostic('no-files', params, { at: driver.files.at })] })
}

function idleWords(driver: FilesDriver, waits: string | undefined): string {
  return waits === undefined ? nothingNew(driver) : `${nothingNew(driver)}; ${waits}`
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
          const read = { driver, fresh: rows, all: rows, position, weight: undefined, files }
          const reading = waits === undefined ? read : { ...read, waits }
          // Their hashes were taken before they were read, and somebody may have written to them in between.
          return list(driver, [...known, ...files], (found) => {
            const changed = changedSince(driver, { found, known: files })
            return next(
              changed.length > 0 ? { kind: 'refused', diagnostics: changed } : { kind: 'reading', reading },
            )
          })
        },
      },
    ],
  }
}

function changedSince({ files: { at } }: FilesDriver, { found, known }: Found): readonly Diagnostic[] {
  const now = new Map(found.files.map((file) => [file.path, file.hash]))
  return known.flatMap(({ path, hash }) =>
    now.get(path) === hash ? [] : [diagnostic('file-changed-while-read', { path }, { at })],
  )
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
