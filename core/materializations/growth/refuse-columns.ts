import type { Column } from '../../adapter/relation.ts'
import { diagnostic, type Diagnostic } from '../../errors/diagnostic.ts'
import type { BuildContext } from '../build-context.ts'

/** Refuses columns of a query with names that are xform's own, but for those that it may carry along. */
export function refuseReserved(
  { node }: Pick<BuildContext, 'node'>,
  columns: readonly Column[],
  carried: readonly string[] = [],
): readonly Diagnostic[] {
  return columns
    .filter(({ name }) => name.toLowerCase().startsWith('_xform_') && !carried.includes(name))
    .map(({ name }) => diagnostic('reserved-column', { model: node.name, column: name }, { at: node.at }))
}

/** Refuses names that stand twice: the database would rename one of them, and the next batch would not find it. */
export function refuseTwins(
  { node, dialect }: BuildContext,
  columns: readonly Column[],
): readonly Diagnostic[] {
  const names = columns.map(({ name }) => dialect.columnIdentity(name))
  return columns
    .filter(({ name }, index) => names.indexOf(dialect.columnIdentity(name)) < index)
    .map(({ name }) => diagnostic('repeated-column', { model: node.name, column: name }, { at: node.at }))
}
