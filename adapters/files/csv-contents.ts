// csv files → their columns with types, and a query for their rows.
import { quoteIdentifier as quote, textLiteral } from '../../core/adapter/literal.ts'
import type { Column } from '../../core/adapter/relation.ts'
import { readCsvHeader } from './csv-header.ts'
import { refuseFile } from './file-problems.ts'
import { kindsQuery, typesOf } from './infer-types.ts'
import { columnMap, pathList, sameName } from './literals.ts'
import type { DeclaredTypeOf, FileAccess, FileColumns, FileContents, FilesQuestion } from './source-files.ts'

/** Files with the same columns in the same order: they are read together. */
interface Group {
  readonly files: readonly string[]
  readonly names: readonly string[]
}

/**
 * Finds the columns of csv files and their types, from every row. An empty field is NULL, one in quotes the empty text.
 * Nothing of how the files are written is guessed.
 */
export async function readCsvContents(
  question: FilesQuestion,
  typeOf: DeclaredTypeOf,
  access: FileAccess,
): Promise<FileContents> {
  const perFile = await readHeaders(question, access)
  const names = uniteNames(perFile)
  const groups = groupByHeader(perFile, names)
  const rows = (columns: readonly Column[]): string => rowsOf(groups, columns, question.delimiter)
  const guessed = names.filter((name) => typeOf(name) === undefined)
  const asText = names.map((name) => ({ name, type: 'VARCHAR' }))
  const kinds = guessed.map((name) => ({ name, origin: 'field' as const }))
  const found = guessed.length === 0 ? [] : typesOf(await access.ask(kindsQuery(rows(asText), kinds)))
  const types = new Map(guessed.map((name, index) => [name, found[index]]))
  const columns = names.map((name) => ({ name, type: typeOf(name) ?? types.get(name) ?? 'VARCHAR' }))
  return { columns, perFile, query: groups.length === 0 ? '' : rows(columns) }
}

async function readHeaders(
  { files, delimiter }: FilesQuestion,
  { show, signal }: FileAccess,
): Promise<readonly FileColumns[]> {
  const found: FileColumns[] = []
  for (const file of files) {
    const header = await readCsvHeader(file, { delimiter, signal })
    if (!header.ok) throw refuseFile(show(file), header.problem)
    if (header.names.length > 0) found.push({ file, names: header.names })
  }
  return found
}

/** Every name in the spelling in which it first comes. */
function uniteNames(perFile: readonly FileColumns[]): readonly string[] {
  const united = new Map<string, string>()
  for (const name of perFile.flatMap(({ names }) => names)) {
    if (!united.has(sameName(name))) united.set(sameName(name), name)
  }
  return [...united.values()]
}

function groupByHeader(perFile: readonly FileColumns[], united: readonly string[]): readonly Group[] {
  const spelling = new Map(united.map((name) => [sameName(name), name]))
  const groups = new Map<string, { files: string[]; names: readonly string[] }>()
  for (const { file, names: written } of perFile) {
    const names = written.map((name) => spelling.get(sameName(name)) ?? name)
    const key = JSON.stringify(names)
    const group = groups.get(key)
    if (group === undefined) groups.set(key, { files: [file], names })
    else group.files.push(file)
  }
  return [...groups.values()]
}

function rowsOf(groups: readonly Group[], columns: readonly Column[], delimiter: string): string {
  const types = new Map(columns.map(({ name, type }) => [name, type]))
  const parts = groups.map(({ files, names }) => {
    const typed = names.map((name) => ({ name, type: types.get(name) ?? 'VARCHAR' }))
    const options = [`columns = ${columnMap(typed)}`, `delim = ${textLiteral(delimiter)}`, ...strictly].join(
      ', ',
    )
    const cells = columns.map(({ name, type }) =>
      names.includes(name) ? quote(name) : `cast(null as ${type}) as ${quote(name)}`,
    )
    return `select ${cells.join(', ')} from read_csv(${pathList(files)}, ${options})`
  })
  return parts.join('\nunion all\n')
}

/** How the files are read: nothing is guessed, and nothing that is wrong is passed over. */
const strictly = [
  'auto_detect = false',
  'header = true',
  `quote = '"'`,
  `escape = '"'`,
  `nullstr = ''`,
  'allow_quoted_nulls = false',
  'strict_mode = true',
  'null_padding = false',
  'ignore_errors = false',
  `comment = ''`,
  'hive_partitioning = false',
  'max_line_size = 16777216',
]
