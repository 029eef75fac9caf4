// A project's folder on the disk → its configuration and the texts of its files.
import {
  closeSync,
  constants,
  createReadStream,
  existsSync,
  fstatSync,
  openSync,
  readdirSync,
  readFileSync,
  realpathSync,
  statSync,
  type Dirent,
  type Stats,
} from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import { diagnostic, hasErrors, type Diagnostic } from '../errors/diagnostic.ts'
import { fileSpan } from '../errors/span.ts'
import { XformError } from '../errors/xform-error.ts'
import { decodeStream } from './decode-stream.ts'
import { decodeText, type TextReading } from './decode-text.ts'
import { explainDiskError, type Disk, type DiskKind } from './disk.ts'
import { parseDotEnv } from './dot-env.ts'
import { findFiles } from './find-files.ts'
import type { Environment } from './interpolation.ts'
import type { Project, ProjectFiles, ProjectPaths, SeedFile } from './project.ts'
import type { SourceFile } from './source-file.ts'
import type { KnownAdapters } from './target.ts'
import { readVars, varsPath } from './vars.ts'
import { readProjectFile } from './xform-yml.ts'

/** The file that makes a folder a project. */
const projectFileName = 'xform.yml'
const selectorsFileName = 'selectors.yml'

/** Files of a project are read whole; nothing that people write by hand comes near this. In bytes. */
const maxFileSize = 16 * 1024 * 1024

/** What to load, and what the command line says to it. */
export interface LoadOptions {
  /** The project's folder. */
  readonly folder: string
  /** The value of `--target`. */
  readonly target?: string | undefined
  /** The text of `--vars`. */
  readonly vars?: string | undefined
  /** The process's environment; it goes before what `.env` says. */
  readonly env: Environment
  readonly adapters: KnownAdapters
}

/** A project, loaded; without `project`, the findings say why. */
export interface LoadedProject {
  readonly project?: Project
  /**
   * What could be read of a project with problems, where enough of it could: good for finding the problems that the rest
   * has, and for nothing else. A file that could not be read is empty in it.
   */
  readonly draft?: Project
  /** The files that could not be read. */
  readonly unreadable: ReadonlySet<string>
  /** Path → text of every file that findings may point into. `.env` is not among them. */
  readonly sources: ReadonlyMap<string, string>
  /** What must not be shown, known even where there is no project. */
  readonly secrets: readonly string[]
  readonly diagnostics: readonly Diagnostic[]
}

/** The folder of a project, or why there is none. */
export type ProjectFolder =
  { readonly ok: true; readonly folder: string } | { readonly ok: false; readonly diagnostic: Diagnostic }

/** Finds the nearest folder with an `xform.yml`, from a folder that exists upwards. */
export function findProjectFolder(from: string): ProjectFolder {
  let folder = resolve(from)
  if (!isFolder(folder)) return { ok: false, diagnostic: explainMissingProject(folder) }
  while (!existsSync(join(folder, projectFileName))) {
    const parent = dirname(folder)
    if (parent === folder) return { ok: false, diagnostic: explainMissingProject(resolve(from)) }
    folder = parent
  }
  return { ok: true, folder }
}

function explainMissingProject(folder: string): Diagnostic {
  const lookalikes = ['xform.yaml', 'dbt_project.yml', 'profiles.yml']
  const found = lookalikes.find((name) => existsSync(join(folder, name)))
  return diagnostic('no-project', { folder, found, isFolder: isFolder(folder) })
}

function isFolder(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isDirectory() === true
}

/**
 * Reads a project: `xform.yml`, `.env` beside it, and every file under its paths. All problems of all files are
 * collected; while any of them is an error there is no project, at most a draft of one. Files are read one after the other: for the thousands of
 * small files of a project that is several times faster than reading them side by side.
 */
export async function loadProject(options: LoadOptions): Promise<LoadedProject> {
  const folder = resolve(options.folder)
  const load = startLoad(folder)
  const nothing = {
    sources: load.texts,
    secrets: [],
    diagnostics: load.findings,
    unreadable: load.unreadable,
  }
  if (!existsSync(join(folder, projectFileName))) {
    return { ...nothing, diagnostics: [explainMissingProject(folder)] }
  }
  const config = readSource(load, projectFileName)
  const env = { ...readDotEnv(load), ...options.env }
  const { vars, diagnostics } = readVarsOption(load, options.vars)
  if (load.unreadable.has(projectFileName)) return nothing
  const reading = readProjectFile({ ...options, file: config, env, vars })
  note(load, diagnostics)
  note(load, reading.diagnostics)
  const result = { ...nothing, secrets: reading.secrets }
  if (reading.config === undefined || reading.target === undefined) return result
  const files = readFiles(load, config, reading.config.paths)
  const project: Project = { folder, config: reading.config, target: reading.target, files, env }
  if (!hasErrors(load.findings)) return { ...result, project }
  return isBlind(load, files) || hasErrors(diagnostics) ? result : { ...result, draft: project }
}

/**
 * Whether something could not be read that may hold any names: each mention of one would be reported without cause. A
 * model, a test, a snapshot and a seed have the name of their file, whatever is in it.
 */
function isBlind({ unreadable }: Load, { models, tests, snapshots, seeds }: ProjectFiles): boolean {
  const named = new Set([...models, ...tests, ...snapshots, ...seeds].map(({ path }) => path))
  return [...unreadable].some((path) => !named.has(path) && path !== selectorsFileName)
}

/**
 * A seed's text, to be read in pieces. What keeps it from being read is thrown as an `XformError` by the first piece that
 * is asked for.
 */
export async function* openSeed(folder: string, path: string): AsyncGenerator<string> {
  try {
    yield* decodeStream(path, createReadStream(join(folder, path)))
  } catch (error) {
    if (error instanceof XformError) throw error
    const reason = explainDiskError(error)
    throw new XformError([diagnostic('unreadable-file', { path, reason }, { at: fileSpan(path) })])
  }
}

/** What grows while a project is loaded. */
interface Load {
  readonly folder: string
  readonly texts: Map<string, string>
  readonly findings: Diagnostic[]
  readonly unreadable: Set<string>
  /** What was said of folders that are searched for several kinds of file. */
  readonly reported: Set<string>
}

function startLoad(folder: string): Load {
  return { folder, texts: new Map(), findings: [], unreadable: new Set(), reported: new Set() }
}

function note(load: Load, findings: readonly Diagnostic[]): void {
  for (const finding of findings) load.findings.push(finding)
}

function readVarsOption(load: Load, text: string | undefined): ReturnType<typeof readVars> {
  if (text === undefined) return { vars: {}, diagnostics: [] }
  load.texts.set(varsPath, text)
  return readVars(text)
}

/** `.env` may hold secrets: its text is kept out of what findings can show. */
function readDotEnv(load: Load): Environment {
  if (!existsSync(join(load.folder, '.env'))) return {}
  const text = readWanted(load, '.env')
  if (text === undefined) return {}
  const { values, diagnostics } = parseDotEnv({ path: '.env', text })
  note(load, diagnostics)
  return values
}

function readFiles(load: Load, config: SourceFile, paths: ProjectPaths): ProjectFiles {
  const sql = (purpose: keyof ProjectPaths): readonly SourceFile[] =>
    find(load, paths[purpose], ['.sql']).map((path) => readSource(load, path))
  const models = sql('models')
  const macros = sql('macros')
  const { tests, fixtures } = readTests(load, paths.tests)
  const snapshots = sql('snapshots')
  const everywhere = Object.values(paths).flat()
  const properties = find(load, everywhere, ['.yml', '.yaml']).map((path) => readSource(load, path))
  const seeds = find(load, paths.seeds, ['.csv']).map((path) => measureSeed(load, path))
  const selectors = existsSync(join(load.folder, selectorsFileName))
    ? readSource(load, selectorsFileName)
    : undefined
  reportColliding(load, seeds)
  const found = { config, models, macros, tests, snapshots, properties, fixtures, seeds }
  return selectors === undefined ? found : { ...found, selectors }
}

/** Files under the test paths are queries, but for those in a folder `fixtures`, which hold the rows of unit tests. */
function readTests(load: Load, folders: readonly string[]): Pick<ProjectFiles, 'tests' | 'fixtures'> {
  const isFixture = (path: string): boolean => folders.some((root) => path.startsWith(`${root}/fixtures/`))
  const found = find(load, folders, ['.sql', '.csv'])
  const read = (paths: readonly string[]): readonly SourceFile[] =>
    paths.map((path) => readSource(load, path))
  return {
    tests: read(found.filter((path) => !isFixture(path) && path.toLowerCase().endsWith('.sql'))),
    fixtures: read(found.filter(isFixture)),
  }
}

/** The wanted files, with those that cannot be read. */
function find(load: Load, folders: readonly string[], endings: readonly string[]): readonly string[] {
  const found = findFiles({ disk, root: load.folder, folders, endings })
  for (const finding of found.diagnostics) {
    if (!load.reported.has(finding.message)) load.findings.push(finding)
    load.reported.add(finding.message)
  }
  const refused = found.diagnostics.flatMap(({ at }) => (at === undefined ? [] : [at.path]))
  for (const path of refused) load.unreadable.add(path)
  const wanted = refused.filter((path) => endings.some((ending) => path.toLowerCase().endsWith(ending)))
  return wanted.length === 0 ? found.paths : [...found.paths, ...wanted].toSorted()
}

const disk: Disk = {
  list: (folder) =>
    readdirSync(folder, { withFileTypes: true })
      .map((entry) => ({ name: entry.name, kind: entry.isSymbolicLink() ? ('link' as const) : kind(entry) }))
      .toSorted((a, b) => (a.name < b.name ? -1 : 1)),
  realPath: (path) => realpathSync(path),
  kindOf: (path) => kind(statSync(path)),
}

function kind(entry: Dirent | Stats): DiskKind {
  if (entry.isDirectory()) return 'folder'
  return entry.isFile() ? 'file' : 'other'
}

/** A file with its text; one that cannot be read is empty. */
function readSource(load: Load, path: string): SourceFile {
  const text = load.unreadable.has(path) ? undefined : readWanted(load, path)
  if (text === undefined) return { path, text: '' }
  load.texts.set(path, text)
  return { path, text }
}

/** The text of a file; one that cannot be read is reported. */
function readWanted(load: Load, path: string): string | undefined {
  const reading = readText(load.folder, path)
  if (reading.ok) return reading.text
  load.findings.push(reading.diagnostic)
  load.unreadable.add(path)
  return undefined
}

/** Opening a pipe would wait for somebody who writes to it. */
const readWithoutWaiting = constants.O_RDONLY | constants.O_NONBLOCK

function readText(folder: string, path: string): TextReading {
  const refuse = (finding: Diagnostic): TextReading => ({ ok: false, diagnostic: finding })
  const at = fileSpan(path)
  let handle: number | undefined
  try {
    handle = openSync(join(folder, path), readWithoutWaiting)
    const stats = fstatSync(handle)
    if (!stats.isFile()) return refuse(diagnostic('not-a-file', { path }, { at }))
    const { size } = stats
    if (size <= maxFileSize) return decodeText(path, readFileSync(handle))
    return refuse(diagnostic('file-too-large', { size, limit: maxFileSize }, { at }))
  } catch (error) {
    return { ok: false, diagnostic: explainUnreadable(path, error) }
  } finally {
    if (handle !== undefined) closeSync(handle)
  }
}

function measureSeed(load: Load, path: string): SeedFile {
  if (load.unreadable.has(path)) return { path, size: 0 }
  try {
    return { path, size: statSync(join(load.folder, path)).size }
  } catch (error) {
    load.findings.push(explainUnreadable(path, error))
    load.unreadable.add(path)
    return { path, size: 0 }
  }
}

function explainUnreadable(path: string, error: unknown): Diagnostic {
  return diagnostic('unreadable-file', { path, reason: explainDiskError(error) }, { at: fileSpan(path) })
}

/** Two paths that differ in case alone are one file on many disks, and one name in most databases. */
function reportColliding(load: Load, seeds: readonly SeedFile[]): void {
  const first = new Map<string, string>()
  for (const path of [...load.texts.keys(), ...seeds.map((seed) => seed.path)]) {
    const key = path.toLowerCase()
    const other = first.get(key)
    if (other === undefined) first.set(key, path)
    else load.findings.push(diagnostic('colliding-files', { path, other }, { at: fileSpan(path) }))
  }
}
