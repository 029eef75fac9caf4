// `files:` of a source's table → which files it is read from, and how.
import { posix } from 'node:path'
import { diagnostic } from '../../errors/diagnostic.ts'
import { formatOf } from '../../project/files/file-format.ts'
import type { FilesConfig } from '../../project/files/files-config.ts'
import { checkPattern } from '../../project/files/glob.ts'
import type { Located } from '../../project/project.ts'
import { mapOf, oneOrMany } from '../../project/schema/collections.ts'
import { duration } from '../../project/schema/duration.ts'
import { object, required, type ObjectOf } from '../../project/schema/object.ts'
import type { Reader, Report } from '../../project/schema/reader.ts'
import { choice, located, refuse, word } from '../../project/schema/scalars.ts'
import { recordOf, type Tree } from '../../project/tree.ts'
import { delimiter } from '../config-values.ts'
import { reportUnused } from '../said.ts'

/** A pattern: relative to the project's folder and inside it, or absolute. */
const pattern: Reader<string> = {
  ...word,
  expected: 'a path or a pattern of paths',
  read(tree, report) {
    const written = word.read(tree, report)
    if (written === undefined) return undefined
    const problem = written.includes('\\')
      ? 'its folders are divided by \\ instead of /'
      : checkPattern(written)
    if (problem !== undefined) {
      report(diagnostic('bad-file-pattern', { pattern: written, problem }, { at: tree.at }))
      return undefined
    }
    const path = posix.normalize(written)
    if (!/^\.\.(?:\/|$)/u.test(path)) return path
    report(diagnostic('files-outside-project', { pattern: written }, { at: tree.at }))
    return undefined
  },
}

const patterns = oneOrMany(located(pattern))

const keys = {
  path: required(patterns),
  format: choice(['csv', 'json', 'jsonl', 'parquet']),
  columns: mapOf(located(word)),
  on_schema_drift: choice(['union', 'refuse']),
  on_file_change: choice(['error', 'warn']),
  settle: duration,
  delimiter: located(delimiter),
} as const

const filesMap = object(keys, { owner: '"files"' })

/** Reads a pattern, a list of them, or a map that says more. */
export const files: Reader<FilesConfig> = {
  expected: 'a path, a list of paths, or a map with the key path',
  jsonSchema: { anyOf: [patterns.jsonSchema, filesMap.jsonSchema] },
  read(tree, report) {
    const found = tree.kind === 'map' ? filesMap.read(tree, report) : readPatterns(tree, report)
    if (found === undefined) return undefined
    // Patterns that are wrong have been reported one by one.
    if (found.path.length === 0)
      return isEmptyList(tree) ? refuse(tree, { expected: this.expected }, report) : undefined
    return complete(found, tree, report)
  },
}

type Found = ObjectOf<typeof keys>

function readPatterns(tree: Tree, report: Report): Found | undefined {
  const path = patterns.read(tree, report)
  return path === undefined ? undefined : { path }
}

function isEmptyList(tree: Tree): boolean {
  const written = tree.kind === 'map' ? tree.entries.find(({ key }) => key === 'path')?.value : tree
  return written?.kind === 'list' && written.items.length === 0
}

function complete(found: Found, { at }: Tree, report: Report): FilesConfig | undefined {
  const format = found.format ?? formatOf(found.path.map(({ value }) => value))
  if (format === undefined) {
    report(diagnostic('file-format-unknown', undefined, { at: found.path[0]?.at ?? at }))
    return undefined
  }
  if (found.delimiter !== undefined && format !== 'csv') {
    reportUnused('delimiter', { because: 'only csv files have one', at: found.delimiter.at }, report)
  }
  return {
    at,
    patterns: found.path,
    format,
    columns: found.columns ?? recordOf<Located<string>>([]),
    onSchemaDrift: found.on_schema_drift ?? 'union',
    onFileChange: found.on_file_change ?? 'error',
    settle: found.settle ?? 0,
    delimiter: found.delimiter?.value ?? ',',
  }
}
