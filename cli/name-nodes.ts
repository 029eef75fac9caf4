import { nameRelations, type NodeId, type RelationName } from '../core/index.ts'
import type { OpenProject } from './open-project.ts'

/** The relation of every node that has a name in the database. */
export function nameNodes({ project, graph, dialect }: OpenProject): ReadonlyMap<NodeId, RelationName> {
  return nameRelations({ graph, target: project.target, schemaNaming: project.config.schemaNaming, dialect })
}
