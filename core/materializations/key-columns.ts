// The columns that a config names → those that a query has.
import type { Dialect, KeyPart } from '../adapter/dialect.ts'
import type { Column } from '../adapter/relation.ts'
import { diagnostic, type Diagnostic } from '../errors/diagnostic.ts'
import { didYouMean } from '../errors/suggest.ts'
import type { BuildContext } from './build-context.ts'

/** A part of a unique key that is a plain name must be a column; anything else is an expression over the columns. */
export const plainName = /^[\p{L}_][\p{L}\p{N}_$]*$/u

/** A node with a unique key. */
interface KeyOwner {
  readonly node: { readonly config: { readonly uniqueKey: readonly string[] } }
  readonly dialect: Dialect
}

/** The parts of a unique key, each once. */
export function keyOf({ node, dialect }: KeyOwner, columns: readonly Column[]): readonly KeyPart[] {
  const names = new Map(columns.map(({ name }) => [dialect.columnIdentity(name), name]))
  const parts = node.config.uniqueKey.map((part): KeyPart => {
    const name = names.get(dialect.columnIdentity(part))
    return name === undefined ? { kind: 'expression', sql: part } : { kind: 'column', name }
  })
  return [...new Map(parts.map((part) => [JSON.stringify(part), part])).values()]
}

/** A column and the key of the config that names it. */
export interface MentionedColumn {
  readonly key: string
  readonly column: string
}

/** What a config names as a column and the query does not have; an expression is no such name. */
export function unknownColumns(
  { node, dialect }: BuildContext,
  columns: readonly Column[],
  mentions: readonly MentionedColumn[],
): readonly Diagnostic[] {
  const known = new Set(columns.map(({ name }) => dialect.columnIdentity(name)))
  const names = columns.map(({ name }) => name)
  return mentions
    .filter(({ column }) => plainName.test(column) && !known.has(dialect.columnIdentity(column)))
    .map(({ key, column }) =>
      diagnostic(
        'unknown-key-column',
        { key, column, columns: names, suggestion: didYouMean(column, names) },
        { at: node.places[key] ?? node.at },
      ),
    )
}
