import type { BuildInput } from '../materialization.ts'
import type { Step } from '../step.ts'

/** Statements between which rows may be gone that other tables refer to. */
export interface DeferredKeys {
  readonly before: readonly Step[]
  readonly after: readonly Step[]
}

/** What lets rows be deleted and inserted again although other tables refer to them; nothing where none can. */
export function deferKeys({ node, dialect }: Pick<BuildInput, 'node' | 'dialect'>): DeferredKeys {
  const isKeyed =
    node.contract?.constraints.some(({ type }) => type === 'primary_key' || type === 'unique') ?? false
  if (!isKeyed) return { before: [], after: [] }
  const step = (label: string, sql: string | undefined): readonly Step[] =>
    sql === undefined ? [] : [{ kind: 'execute', label, statement: { sql } }]
  return {
    before: step('defer foreign keys', dialect.deferForeignKeys()),
    after: step('check foreign keys', dialect.checkForeignKeys()),
  }
}
