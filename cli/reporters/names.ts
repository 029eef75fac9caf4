import type { NodeSummary } from '../../core/index.ts'

/** A node's relation as people write it: `marts.revenue`, with its database where that is not the target's own; what makes no relation has its own name. */
export function nodeName({ name: own, relation }: NodeSummary): string {
  if (relation === undefined) return own
  const { database, schema, name } = relation
  return database === undefined ? `${schema}.${name}` : `${database}.${schema}.${name}`
}
