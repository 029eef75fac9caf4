// Rows and what is known of their columns → the columns of the table that holds them.
import type { Dialect } from '../../adapter/dialect.ts'
import type { Column } from '../../adapter/relation.ts'
import { diagnostic } from '../../errors/diagnostic.ts'
import { didYouMean } from '../../errors/suggest.ts'
import type { FixtureCell } from '../../parse/fixture.ts'
import type { ColumnProperties } from '../../parse/node.ts'
import { inferType, observe, startEvidence } from '../../seed/infer-type.ts'
import { readValue } from '../../seed/value.ts'
import type { FixtureColumn, ReadRows } from './read-fixture.ts'
import { done, stop, type Step } from './unit-failure.ts'

/** Whose rows they are, and what is known of their columns. */
export interface KnownColumns {
  /** As it stands inside a message. */
  readonly owner: string
  /** All columns, where they are known from a query or a file. */
  readonly known: readonly Column[] | undefined
  readonly declared: readonly ColumnProperties[]
  readonly dialect: Dialect
}

type Rows = Extract<ReadRows, { readonly kind: 'rows' }>

/**
 * The columns of a table for rows: those that are known, otherwise those that are declared and those that the rows have. What
 * is declared without a type, and has no value, is NULL, of text.
 */
export function typeColumns(read: Rows, context: KnownColumns): Step<readonly Column[]> {
  const { known, declared, dialect } = context
  if (known !== undefined) {
    const wrong = read.columns.filter(({ name }) => findColumn(known, name, dialect) === undefined)
    return wrong.length === 0 ? done(known) : stop(...wrong.map((one) => unknownColumn(one, known, context)))
  }
  const said = declared.flatMap(({ name, dataType, quote }) =>
    dataType === undefined ? [] : [{ name: nameIn({ name, quote }, dialect), type: dataType }],
  )
  const named = read.columns.filter(({ name }) => findColumn(said, name, dialect) === undefined)
  const names = new Map(named.map(({ name }) => [dialect.columnIdentity(nameIn({ name }, dialect)), name]))
  const others = [...names].map(([identity, name]) => {
    const isOf = (other: string): boolean =>
      dialect.columnIdentity(nameIn({ name: other }, dialect)) === identity
    return { name: nameIn({ name }, dialect), type: typeOf(isOf, read, dialect) }
  })
  const untold = declared
    .map(({ name, quote }) => nameIn({ name, quote }, dialect))
    .filter((name) => findColumn([...said, ...others], name, dialect) === undefined)
    .map((name) => ({ name, type: dialect.seedType({ kind: 'text' }) }))
  return done([...said, ...others, ...untold])
}

/** The column of a name: the same, the one that the database would take it for, or the only one that differs in case alone. */
export function findColumn(columns: readonly Column[], name: string, dialect: Dialect): Column | undefined {
  const identity = dialect.columnIdentity(nameIn({ name }, dialect))
  const inLowerCase = columns.filter((one) => one.name.toLowerCase() === name.toLowerCase())
  return (
    columns.find((one) => one.name === name) ??
    columns.find((one) => dialect.columnIdentity(one.name) === identity) ??
    (inLowerCase.length === 1 ? inLowerCase[0] : undefined)
  )
}

/** A name as the database would have it: folded, where it need not be quoted. */
function nameIn(
  { name, quote = false }: { readonly name: string; readonly quote?: boolean | undefined },
  dialect: Dialect,
): string {
  return (quote ? undefined : dialect.foldIdentifier(name)) ?? name
}

/** That rows name a column that there is not. */
export function unknownColumn(
  { name, at }: FixtureColumn,
  columns: readonly Column[],
  { owner }: Pick<KnownColumns, 'owner'>,
): ReturnType<typeof diagnostic> {
  const names = columns.map((column) => column.name)
  const params = { column: name, owner, columns: names, suggestion: didYouMean(name, names) }
  return diagnostic('unit-column-unknown', params, { at })
}

/** The narrowest type that holds every value of a column. */
function typeOf(isOf: (column: string) => boolean, { rows, isTyped }: Rows, dialect: Dialect): string {
  const evidence = startEvidence()
  for (const cell of rows.flat()) {
    if (cell.text === null || !isOf(cell.column)) continue
    if (isTyped && !speaks(cell)) evidence.seen.add('text')
    else observe(evidence, cell.text)
  }
  return dialect.seedType(inferType(evidence))
}

/** A text is taken for a date or a moment where it is written like one; any other text is text, whatever digits it has. */
function speaks({ kind, text }: FixtureCell): boolean {
  if (kind === 'number' || kind === 'boolean') return true
  return kind === 'text' && readValue(text ?? '').kind === 'moment'
}
