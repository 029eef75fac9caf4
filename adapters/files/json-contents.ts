// json and jsonl files → their columns with types, and a query for their rows.
import { quoteIdentifier as quote } from '../../core/adapter/literal.ts'
import type { Column } from '../../core/adapter/relation.ts'
import { textOf } from '../../core/adapter/session.ts'
import { refuseFiles } from './file-problems.ts'
import { kindsQuery, typesOf, type TextOrigin } from './infer-types.ts'
import { columnMap, pathList, sameName } from './literals.ts'
import type { DeclaredTypeOf, FileAccess, FileColumns, FileContents, FilesQuestion } from './source-files.ts'

/**
 * Finds the keys of the objects in the files and the types of their values, from every object. A key that an object
 * does not have is NULL in its row. What holds objects, lists, or values of several kinds stays JSON: its type would
 * change with every new key inside.
 */
export async function readJsonContents(
  question: FilesQuestion,
  typeOf: DeclaredTypeOf,
  access: FileAccess,
): Promise<FileContents> {
  const { files } = question
  if (files.length === 0) return { columns: [], perFile: [], query: '' }
  const found = await describe(files, question, access)
  await refuseKeysThatClash(found, question, access)
  const guessed = found.filter(({ name }) => typeOf(name) === undefined)
  const types = await sharpenTypes(guessed, question, access)
  const columns = found.map(({ name, type }) => ({ name, type: typeOf(name) ?? types.get(name) ?? type }))
  const perFile = question.onSchemaDrift === 'union' ? [] : await describeEach(question, access)
  return { columns, perFile, query: rowsOf(question, columns) }
}

async function describe(
  files: readonly string[],
  { format }: FilesQuestion,
  { ask }: FileAccess,
): Promise<readonly Column[]> {
  const reader = `read_json(${pathList(files)}, ${options(format)}, sample_size = -1, union_by_name = true, map_inference_threshold = -1)`
  const rows = await ask(`describe from ${reader}`)
  return rows.map((row) => {
    const type = textOf(row['column_type'])
    const isNested = /[[(]/u.test(type)
    return { name: textOf(row['column_name']), type: isNested ? 'JSON' : type }
  })
}

async function describeEach(question: FilesQuestion, access: FileAccess): Promise<readonly FileColumns[]> {
  const found: FileColumns[] = []
  for (const file of question.files) {
    const columns = await describe([file], question, access)
    found.push({ file, names: columns.map(({ name }) => name) })
  }
  return found
}

/** Texts may all be dates; numbers that a double would round are texts; what is NULL everywhere is a text. */
async function sharpenTypes(
  columns: readonly Column[],
  question: FilesQuestion,
  { ask }: FileAccess,
): Promise<ReadonlyMap<string, string>> {
  const isNumber = (type: string): boolean => /^(?:DOUBLE|U?BIGINT|U?HUGEINT)$/u.test(type)
  const unsure = columns.filter(({ type }) => !/^(?:BIGINT|BOOLEAN|JSON)$/u.test(type))
  const mixed = columns.filter(({ type }) => type === 'JSON')
  const asText = [...unsure, ...mixed].map(({ name }) => ({ name, type: 'VARCHAR' }))
  if (asText.length === 0) return new Map()
  const kinds = asText.map(({ name }, index) => {
    const origin: TextOrigin = isNumber(unsure[index]?.type ?? '') ? 'number' : 'quoted'
    return { name, origin }
  })
  const found = typesOf(await ask(kindsQuery(rowsOf(question, asText), kinds)))
  const sharpened = unsure.map(({ name }, index) => [name, found[index] ?? 'VARCHAR'] as const)
  const empty = await findEmpty(mixed, question, ask)
  return new Map([...sharpened, ...empty.map((name) => [name, 'VARCHAR'] as const)])
}

async function findEmpty(
  columns: readonly Column[],
  question: FilesQuestion,
  ask: FileAccess['ask'],
): Promise<readonly string[]> {
  if (columns.length === 0) return []
  const counts = columns.map(({ name }, index) => `count(${quote(name)}) as n_${index}`)
  const [row = {}] = await ask(`select ${counts.join(', ')} from (${rowsOf(question, columns)})`)
  return columns.filter((_, index) => Number(row[`n_${index}`]) === 0).map(({ name }) => name)
}

function rowsOf({ files, format }: FilesQuestion, columns: readonly Column[]): string {
  const read = columns.map(({ name, type }) => ({ name, type: isExact(type) ? 'JSON' : type }))
  const cells = columns.map(({ name, type }) =>
    isExact(type) ? `cast(${exactText(quote(name))} as ${type}) as ${quote(name)}` : quote(name),
  )
  return `select ${cells.join(', ')} from read_json(${pathList(files)}, ${options(format)}, columns = ${columnMap(read)})`
}

/**
 * A number's text, from which a decimal is read. A double prints the 15 digits that were written, but what has more may
 * have been another number: that is refused, because DuckDB reads every fraction in JSON as a double first.
 */
function exactText(value: string): string {
  const digits = `length(regexp_replace(regexp_replace(${value}, '[eE].*|\\.0$', ''), '^[-0.]*|[.]', '', 'g'))`
  return `case json_type(${value}) when 'VARCHAR' then ${value} ->> '$'
    when 'DOUBLE' then if(${digits} > 15, error('the number ' || ${value} || ' has more than 15 digits, which JSON readers do not keep: write it in quotes'), cast(${value} as varchar))
    else cast(${value} as varchar) end`
}

function isExact(type: string): boolean {
  return /^\s*(?:dec|decimal|numeric|u?hugeint|int128|uint128|bignum)\b/iu.test(type)
}

function options(format: FilesQuestion['format']): string {
  const layout = format === 'jsonl' ? 'newline_delimited' : 'auto'
  return `format = '${layout}', records = 'true', ignore_errors = false, hive_partitioning = false`
}

/**
 * DuckDB gives keys that differ in case alone (`id`, `Id`) other names (`Id_1`), by which no value is found again. Only
 * where such a name comes up are the keys themselves looked at.
 */
async function refuseKeysThatClash(
  columns: readonly Column[],
  { files, format }: FilesQuestion,
  { ask, show }: FileAccess,
): Promise<void> {
  const known = new Set(columns.map(({ name }) => sameName(name)))
  const isSuspicious = (name: string): boolean => {
    const [, head] = /^(.*)_\d+$/su.exec(name) ?? []
    return /^C\d+$/iu.test(name) || (head !== undefined && known.has(sameName(head)))
  }
  if (!columns.some(({ name }) => isSuspicious(name))) return
  const layout = format === 'jsonl' ? 'newline_delimited' : 'auto'
  const rows = await ask(
    `select distinct unnest(json_keys(json)) as name from read_json_objects(${pathList(files)}, format = '${layout}') order by name`,
  )
  const seen = new Map<string, string>()
  for (const name of rows.map((row) => textOf(row['name']))) {
    const other = seen.get(sameName(name))
    if (name === '') throw refuseFiles(files.map(show), 'an object has a key without a name.')
    if (other !== undefined) {
      throw refuseFiles(files.map(show), `the keys "${other}" and "${name}" differ in case alone.`)
    }
    seen.set(sameName(name), name)
  }
}
