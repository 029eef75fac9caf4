// The columns that a contract declares + those that a query gives → how they differ, or the table's columns in order.
import type { Dialect } from '../../adapter/dialect.ts'
import type { Column } from '../../adapter/relation.ts'
import { readType, type SpelledType } from '../../adapter/widening.ts'
import type { ContractColumn } from '../../compile/compiled-contract.ts'
import { batchColumn, diffColumn, momentColumn } from '../growth/growth-input.ts'

/** A declared column, and its type as the database spells it. */
export interface TypedColumn {
  readonly column: ContractColumn
  readonly type: string
}

/** A column of the query, with the type that its contract declares. */
export interface HeldColumn extends Column {
  /** Undefined for a column of xform's own. */
  readonly declared: ContractColumn | undefined
}

/** One line of a comparison: the name, the declared type, the type that was found, and what is wrong. */
export type ComparedLine = readonly [name: string, declared: string, found: string, wrong: string]

/** What came of a comparison. */
export type ColumnsCompared =
  | { readonly ok: false; readonly lines: readonly ComparedLine[] }
  /** `columns`: in the declared order, named as the query names them; those of xform's own come last. */
  | { readonly ok: true; readonly columns: readonly HeldColumn[]; readonly isReordered: boolean }

/** Columns that xform adds to tables which grow; no contract declares them. */
const ownColumns: ReadonlySet<string> = new Set([batchColumn, diffColumn, momentColumn])

/** Compares by name; every declared column must be there, and no other. */
export function compareColumns(
  declared: readonly TypedColumn[],
  found: readonly Column[],
  dialect: Dialect,
): ColumnsCompared {
  const own = found.filter(({ name }) => ownColumns.has(name))
  const theirs = found.filter(({ name }) => !ownColumns.has(name))
  const pairs = declared.map((one) => ({ ...one, found: findDeclared(theirs, one.column, dialect) }))
  const taken = new Set(pairs.map((pair) => pair.found))
  const lines: readonly ComparedLine[] = [
    ...pairs.flatMap(({ column, type, found: actual }): readonly ComparedLine[] => {
      if (actual === undefined) return [[column.name, type, '', 'the query does not give it']]
      const wrong = misfit(actual.type, type)
      return wrong === undefined ? [] : [[column.name, type, actual.type, wrong]]
    }),
    ...theirs.flatMap((column): readonly ComparedLine[] =>
      taken.has(column) ? [] : [[column.name, '', column.type, 'it is not declared']],
    ),
  ]
  if (lines.length > 0) return { ok: false, lines }
  const columns = [
    ...pairs.flatMap(({ column, found: actual }) =>
      actual === undefined ? [] : [{ name: actual.name, type: column.type.text, declared: column }],
    ),
    ...own.map((column) => ({ ...column, declared: undefined })),
  ]
  const isReordered = columns.some(({ name }, index) => name !== found[index]?.name)
  return { ok: true, columns, isReordered }
}

/** The column that a declared one means: as it would be understood without quotes, or letter by letter. */
export function findDeclared<C extends Column>(
  columns: readonly C[],
  { name, folded }: Pick<ContractColumn, 'name' | 'folded'>,
  dialect: Dialect,
): C | undefined {
  const find = (wanted: string): C | undefined =>
    columns.find((column) => dialect.columnIdentity(column.name) === dialect.columnIdentity(wanted))
  return find(folded) ?? find(name)
}

const texts = /^(?:text|varchar|character varying)$/u

/**
 * What is wrong with a type. Texts are all one type, because one that is too long is refused and never cut. Of a decimal more
 * digits before the point are, for the same reason; more behind it would be rounded, which nobody would notice.
 */
function misfit(found: string, declared: string): string | undefined {
  const [actual, wanted] = [readType(found), readType(declared)]
  if (texts.test(actual.name) && texts.test(wanted.name)) return undefined
  if (actual.name !== wanted.name) return 'another type'
  const isRounded = wanted.parameters.length > 0 && digitsBehindPoint(actual) > digitsBehindPoint(wanted)
  return isRounded ? 'it would be rounded' : undefined
}

/** Behind the point of an interval's seconds are six digits, unless it is said otherwise. */
function digitsBehindPoint({ name, parameters: [first, second = 0] }: SpelledType): number {
  return name === 'interval' ? (first ?? 6) : second
}
