import type { NodeSummary } from '../../core/index.ts'

/** A node's relation as people write it: `marts.revenue`, with its database where that is not the target's own. */
export function nodeName({ relation }: NodeSummary): string {
  const { database, schema, name } = relation
  return database === undefined ? `${schema}.${name}` : `${database}.${schema}.${name}`
}
