import type { Dialect } from '../adapter/dialect.ts'
import type { RelationName } from '../adapter/relation.ts'
import type { CompiledTest } from '../compile/compiled-test.ts'
import type { CompiledQuery } from '../compile/compiled.ts'
import { isRelationNode, nameRelation } from '../compile/naming.ts'
import type { Graph } from '../graph/graph.ts'
import type { Node, NodeId } from '../parse/node.ts'
import type { Project } from '../project/project.ts'
import type { MacroTable } from '../template/macros.ts'

/** What every entry of a manifest is made from. */
export interface ManifestContext {
  readonly project: Project
  readonly graph: Graph
  readonly macros: MacroTable
  readonly compiled: ReadonlyMap<NodeId, CompiledQuery | CompiledTest>
  readonly relations: ReadonlyMap<NodeId, RelationName>
  readonly dialect: Dialect
  /** The SHA-256 of seeds' files, where they were read. */
  readonly seedChecksums: ReadonlyMap<NodeId, string>
}

/** The name of a node's relation. A disabled node has the one that it would have. */
export function relationOf(node: Node, { relations, project }: ManifestContext): RelationName | undefined {
  const known = relations.get(node.id)
  if (known !== undefined || !isRelationNode(node)) return known
  const { schema, database } = project.target
  const { schemaNaming } = project.config
  return nameRelation(node, { schema, schemaNaming, ...(database === undefined ? {} : { database }) })
}

/** The id of a macro. */
export function macroId(name: string, { project }: Pick<ManifestContext, 'project'>): string {
  return `macro.${project.config.name}.${name}`
}
