// Compiled nodes + what stands in the database → Plan: an action and a reason for each node.
import type { Dialect } from '../adapter/dialect.ts'
import type { RelationState, StandingRelation } from '../adapter/relation.ts'
import type { CompiledNode } from '../compile/compiled.ts'
import { decide } from '../materializations/decide.ts'
import type { Remembered } from '../materializations/growth/ledger.ts'
import type { BuildOptions } from '../materializations/materialization.ts'
import type { NodeId } from '../parse/node.ts'
import type { Plan } from './plan.ts'

/** What a plan is made from. */
export interface PlanInput {
  /** In build order. */
  readonly nodes: readonly CompiledNode[]
  readonly needs: ReadonlyMap<NodeId, readonly NodeId[]>
  readonly standing: readonly StandingRelation[]
  readonly remembered: readonly Remembered[]
  readonly existingSchemas: readonly string[]
  readonly options: BuildOptions
  readonly dialect: Dialect
}

/** Decides what to do with each node. Pure: the same snapshot gives the same plan. */
export function makePlan(input: PlanInput): Plan {
  const { nodes, needs, options, dialect } = input
  const standing = new Map(input.standing.map((relation) => [dialect.identity(relation.name), relation]))
  const remembered = new Map(input.remembered.map((one) => [one.relation, one]))
  const stateOf = (node: CompiledNode): RelationState => {
    const found = standing.get(dialect.identity(node.relation))
    return found === undefined ? { exists: false } : { exists: true, kind: found.kind, columns: [] }
  }
  return {
    nodes: nodes.map((node) => {
      const state = stateOf(node)
      const memory = remembered.get(dialect.relation(node.relation))
      const action = decide({ node, standing: state, options, remembered: memory })
      return { node, standing: state, remembered: memory, action }
    }),
    needs,
    missingSchemas: missingSchemas(input),
    options,
  }
}

/** The schemas that nodes are built in, without repetition, sorted. */
export function schemasOf(nodes: readonly CompiledNode[]): readonly string[] {
  return [...new Set(nodes.map(({ relation }) => relation.schema))].toSorted()
}

function missingSchemas({ nodes, existingSchemas, dialect }: PlanInput): readonly string[] {
  const existing = new Set(existingSchemas.map((schema) => dialect.columnIdentity(schema)))
  return schemasOf(nodes).filter((schema) => !existing.has(dialect.columnIdentity(schema)))
}
