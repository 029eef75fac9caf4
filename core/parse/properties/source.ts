// An entry under `sources:` → the source and its tables.
import type { FilesConfig } from '../../project/files/files-config.ts'
import type { Located } from '../../project/project.ts'
import { listOf } from '../../project/schema/collections.ts'
import { findEntry, object, required, type ObjectOf } from '../../project/schema/object.ts'
import type { Reader, Report } from '../../project/schema/reader.ts'
import { anything, asWritten, located, word } from '../../project/schema/scalars.ts'
import type { Tree } from '../../project/tree.ts'
import type { PlainValue } from '../../project/project.ts'
import { reportLoadedAtTwice } from '../check-source-freshness.ts'
import { sourceGrammar } from '../config-keys.ts'
import { description } from '../config-values.ts'
import { nodeName } from '../node-name.ts'
import { optional } from '../optional.ts'
import { configReader, mergeSaid, readBeside, type Said } from '../said.ts'
import type { CursorConfig } from '../node.ts'
import { columns, type DescribedColumn } from './column.ts'
import { cursor } from './cursor.ts'
import { files } from './files.ts'

interface Declared {
  readonly name: Located<string>
  readonly description: string
  readonly loader?: string
  readonly said: Said<typeof sourceGrammar.keys>
}

/** A source as it is declared. */
export interface DeclaredSource extends Declared {
  readonly schema?: string
  readonly database?: string
  readonly tables: readonly DeclaredTable[]
}

/** A table of a source as it is declared. */
export interface DeclaredTable extends Declared {
  readonly identifier?: string
  readonly external?: PlainValue
  readonly cursor?: CursorConfig
  readonly files?: FilesConfig
  /** Whether a cursor or files are declared in a way that was reported. */
  readonly misdeclared?: true
  readonly columns: readonly DescribedColumn[]
  readonly tests: readonly Tree[]
}

const advice = {
  quoting: 'Names are quoted where they need it; write `identifier` exactly as the database has it.',
  overrides: 'Sources of packages do not exist here.',
  enabled: 'Write it under `config:`.',
}

const common = {
  name: required(located(nodeName)),
  description,
  loader: word,
  meta: asWritten,
  tags: asWritten,
  event_time: asWritten,
  freshness: asWritten,
  loaded_at_field: asWritten,
  loaded_at_query: asWritten,
  config: configReader(sourceGrammar),
}

const tableKeys = {
  ...common,
  identifier: word,
  external: anything,
  cursor,
  files,
  columns,
  data_tests: listOf(asWritten),
  tests: listOf(asWritten),
}

const tableMap = object(tableKeys, { owner: "a source's table", advice })

const table: Reader<DeclaredTable> = {
  ...tableMap,
  read(tree, report) {
    const found = tableMap.read(tree, report)
    if (found === undefined) return undefined
    return {
      ...complete(found, tree, report),
      ...optional('identifier', found.identifier),
      ...optional('external', found.external),
      ...optional('cursor', found.cursor),
      ...optional('files', found.files),
      ...(misdeclares(tree, found) ? { misdeclared: true } : {}),
      columns: found.columns ?? [],
      tests: [...(found.data_tests ?? []), ...(found.tests ?? [])],
    }
  },
}

function misdeclares(tree: Tree, found: ObjectOf<typeof tableKeys>): boolean {
  if (tree.kind !== 'map') return false
  return tree.entries.some(({ key }) => (key === 'cursor' || key === 'files') && found[key] === undefined)
}

const sourceMap = object(
  { ...common, schema: word, database: word, tables: listOf(table) },
  { owner: 'a source', advice: { ...advice, files: 'Write it at one of its tables.' } },
)

/** Reads a source with its tables. */
export const source: Reader<DeclaredSource> = {
  ...sourceMap,
  read(tree, report) {
    const found = sourceMap.read(tree, report)
    if (found === undefined) return undefined
    return {
      ...complete(found, tree, report),
      ...optional('schema', found.schema),
      ...optional('database', found.database),
      tables: found.tables ?? [],
    }
  },
}

/** Without a value these keys of a table take back what its source says; of the others that means nothing. */
function freshnessIn(tree: Tree): Readonly<Record<string, Tree | undefined>> {
  const keys = ['freshness', 'loaded_at_field', 'loaded_at_query']
  return Object.fromEntries(keys.map((key) => [key, findEntry(tree, key)?.value]))
}

function complete(found: ObjectOf<typeof common>, tree: Tree, report: Report): Declared {
  const { name, description: words, loader, meta, tags, event_time, config } = found
  const beside = readBeside({ meta, tags, event_time, ...freshnessIn(tree) }, sourceGrammar, report)
  reportLoadedAtTwice([beside, config ?? {}], report)
  return {
    name,
    description: words ?? '',
    ...optional('loader', loader),
    said: mergeSaid(beside, config ?? {}),
  }
}
