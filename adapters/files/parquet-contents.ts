// parquet files → their columns with types, and a query for their rows.
import { quoteIdentifier as quote } from '../../core/adapter/literal.ts'
import type { Column } from '../../core/adapter/relation.ts'
import { textOf } from '../../core/adapter/session.ts'
import { pathList } from './literals.ts'
import type { DeclaredTypeOf, FileAccess, FileColumns, FileContents, FilesQuestion } from './source-files.ts'

/** Finds the columns of parquet files; the files themselves say their types, and a declared type is cast to. */
export async function readParquetContents(
  { files, onSchemaDrift }: FilesQuestion,
  typeOf: DeclaredTypeOf,
  access: FileAccess,
): Promise<FileContents> {
  const found = await describe(files, access)
  const columns = found.map(({ name, type }) => ({ name, type: typeOf(name) ?? type }))
  const perFile = onSchemaDrift === 'union' ? [] : await describeEach(files, access)
  const cells = columns.map(({ name }) => {
    const declared = typeOf(name)
    return declared === undefined ? quote(name) : `cast(${quote(name)} as ${declared}) as ${quote(name)}`
  })
  return { columns, perFile, query: `select ${cells.join(', ')} from ${reader(files)}` }
}

async function describe(files: readonly string[], { ask }: FileAccess): Promise<readonly Column[]> {
  const rows = await ask(`describe from ${reader(files)}`)
  return rows.map((row) => ({ name: textOf(row['column_name']), type: textOf(row['column_type']) }))
}

async function describeEach(files: readonly string[], access: FileAccess): Promise<readonly FileColumns[]> {
  const found: FileColumns[] = []
  for (const file of files) {
    const columns = await describe([file], access)
    found.push({ file, names: columns.map(({ name }) => name) })
  }
  return found
}

function reader(files: readonly string[]): string {
  return `read_parquet(${pathList(files)}, union_by_name = true, hive_partitioning = false)`
}
