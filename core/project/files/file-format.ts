// The name of a file, or a pattern of names → how such files are written.
import type { FileFormat } from '../../adapter/files.ts'
import { expandBraces } from './expand-braces.ts'

const endings: ReadonlyMap<string, FileFormat> = new Map([
  ['csv', 'csv'],
  ['json', 'json'],
  ['jsonl', 'jsonl'],
  ['ndjson', 'jsonl'],
  ['parquet', 'parquet'],
])

/** The format that the patterns' endings name; undefined where one names none, or two name different ones. */
export function formatOf(patterns: readonly string[]): FileFormat | undefined {
  const found = new Set(patterns.flatMap(expandBraces).map(endingFormat))
  const [format, another] = found
  return another === undefined && found.size === 1 ? format : undefined
}

function endingFormat(pattern: string): FileFormat | undefined {
  const [, ending = '', compressed] = /\.([a-z]+)(\.gz)?$/iu.exec(pattern) ?? []
  const format = endings.get(ending.toLowerCase())
  return compressed !== undefined && format === 'parquet' ? undefined : format
}
