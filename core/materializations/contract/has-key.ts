import type { CompiledNode } from '../../compile/compiled.ts'

/** Whether a node's contract makes a key that begins with these columns, so that they need no index of their own. */
export function hasKey({ contract }: Pick<CompiledNode, 'contract'>, columns: readonly string[]): boolean {
  const keys = contract?.constraints.filter(({ type }) => type === 'primary_key' || type === 'unique') ?? []
  return keys.some((key) =>
    columns.every((column, index) => key.columns[index]?.toLowerCase() === column.toLowerCase()),
  )
}
