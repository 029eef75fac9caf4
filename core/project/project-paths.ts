// `paths:` of `xform.yml` → the folders that are read, each inside the project and none inside another.
import { posix } from 'node:path'
import { diagnostic } from '../errors/diagnostic.ts'
import type { Span } from '../errors/span.ts'
import type { Located, ProjectPaths } from './project.ts'
import { oneOrMany } from './schema/collections.ts'
import { object } from './schema/object.ts'
import type { Read, Reader, Report } from './schema/reader.ts'
import { located, refuse, word } from './schema/scalars.ts'

/** Where files are looked for when `xform.yml` does not say. */
export const defaultPaths: ProjectPaths = {
  models: ['models'],
  seeds: ['seeds'],
  macros: ['macros'],
  tests: ['tests'],
  snapshots: ['snapshots'],
}

const folder: Reader<string> = {
  ...word,
  expected: 'a folder',
  read(tree, report) {
    const written = word.read(tree, report)
    if (written === undefined) return undefined
    const slashed = written.replaceAll('\\', '/')
    const path = posix.normalize(slashed).replace(/\/+$/u, '')
    if (path === '.') return refuse(tree, { expected: "a folder below the project's own" }, report)
    const outside = posix.isAbsolute(slashed) || /^[A-Za-z]:/u.test(slashed) || /^\.\.(?:\/|$)/u.test(path)
    if (!outside) return path
    report(diagnostic('path-outside-project', { path: written }, { at: tree.at }))
    return undefined
  },
}

const folders = oneOrMany(located(folder))

const written = object(
  { models: folders, seeds: folders, macros: folders, tests: folders, snapshots: folders },
  { owner: '"paths"' },
)

/** Reads the folders of each kind of file; for a kind that is not mentioned, the default. */
export const projectPaths: Reader<ProjectPaths> = {
  ...written,
  read(tree, report) {
    const found = written.read(tree, report)
    if (found === undefined) return undefined
    reportOverlaps(found, tree.at, report)
    const said = Object.entries(found).map(([kind, list]) => [kind, list?.map(({ value }) => value)])
    return { ...defaultPaths, ...Object.fromEntries(said) }
  },
}

/** Reports every folder that equals another or stands inside it: its files would be read twice. */
function reportOverlaps(found: Read<typeof written>, nowhere: Span, report: Report): void {
  const kinds = ['models', 'seeds', 'macros', 'tests', 'snapshots'] as const
  const all = kinds
    .flatMap((kind) => found[kind] ?? defaultPaths[kind].map((value) => ({ value, at: nowhere })))
    .toSorted((a, b) => (`${a.value}/` < `${b.value}/` ? -1 : 1))
  let outer: Located<string> | undefined
  for (const inner of all) {
    if (outer === undefined || !`${inner.value}/`.startsWith(`${outer.value}/`)) {
      outer = inner
      continue
    }
    const at = inner.at === nowhere ? outer.at : inner.at
    report(diagnostic('overlapping-paths', { inner: inner.value, outer: outer.value }, { at }))
  }
}
