import type { Column } from '../../adapter/relation.ts'
import { diagnostic, type Diagnostic } from '../../errors/diagnostic.ts'
import type { GrowthInput } from './growth-input.ts'

/** Refuses columns of a query with names that are xform's own, but for those that it may carry along. */
export function refuseReserved(
  { node }: Pick<GrowthInput, 'node'>,
  columns: readonly Column[],
  carried: readonly string[] = [],
): readonly Diagnostic[] {
  return columns
    .filter(({ name }) => name.toLowerCase().startsWith('_xform_') && !carried.includes(name))
    .map(({ name }) => diagnostic('reserved-column', { model: node.name, column: name }, { at: node.at }))
}
