// The config `column_types` and the properties' `data_type` → the type that each column of the file was given.
import { diagnostic, type Diagnostic } from '../errors/diagnostic.ts'
import type { Span } from '../errors/span.ts'
import { didYouMean } from '../errors/suggest.ts'
import type { HeaderColumn } from './header.ts'
import type { SeedFileInput } from './seed-file-input.ts'

/** The types that an author gave, by the column's name in the database and in the author's own spelling. */
export interface DeclaredTypes {
  readonly types: ReadonlyMap<string, string>
  readonly findings: readonly Diagnostic[]
}

interface Declaration {
  readonly key: 'column_types' | 'data_type'
  readonly name: string
  readonly type: string
  readonly at: Span
}

/**
 * Finds the columns that types are declared for: by the name that stands in the file, or by the name that the column has
 * in the database. `column_types` goes before `data_type`.
 */
export function declareTypes(columns: readonly HeaderColumn[], input: SeedFileInput): DeclaredTypes {
  const find = columnFinder(columns, input)
  const given = new Map<string, Declaration>()
  const findings: Diagnostic[] = []
  for (const declaration of declarations(input)) {
    const column = find(declaration.name)
    const earlier = column === undefined ? undefined : given.get(column.name)
    if (column === undefined) findings.push(unknownColumn(declaration, columns))
    else if (earlier === undefined) given.set(column.name, declaration)
    else if (earlier.key === declaration.key) findings.push(declaredTwice(declaration, earlier, column))
  }
  return { types: new Map([...given].map(([name, { type }]) => [name, type])), findings }
}

function declarations({ config, columns }: SeedFileInput): readonly Declaration[] {
  const fromConfig = Object.entries(config.columnTypes).map(([name, { value, at }]): Declaration => ({
    key: 'column_types',
    name,
    type: value,
    at,
  }))
  const fromProperties = columns.flatMap(({ name, dataType, at }): readonly Declaration[] =>
    dataType === undefined ? [] : [{ key: 'data_type', name, type: dataType, at }],
  )
  return [...fromConfig, ...fromProperties]
}

type FindColumn = (name: string) => HeaderColumn | undefined

function columnFinder(columns: readonly HeaderColumn[], { config, dialect }: SeedFileInput): FindColumn {
  const byHeader = new Map(columns.map((column) => [column.written, column]))
  const byIdentity = new Map(columns.map((column) => [dialect.columnIdentity(column.name), column]))
  return (name) => {
    const folded = config.quoteColumns ? name : (dialect.foldIdentifier(name) ?? name)
    return byHeader.get(name) ?? byIdentity.get(dialect.columnIdentity(folded))
  }
}

function unknownColumn({ key, name, at }: Declaration, columns: readonly HeaderColumn[]): Diagnostic {
  const known = columns.map(({ written }) => written)
  return diagnostic(
    'seed-column-unknown',
    { key, name, columns: known, suggestion: didYouMean(name, known) },
    { at },
  )
}

function declaredTwice({ name, at }: Declaration, earlier: Declaration, column: HeaderColumn): Diagnostic {
  const params = { first: earlier.name, second: name, column: column.name }
  return diagnostic('seed-column-declared-twice', params, { at })
}
