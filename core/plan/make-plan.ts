// Compiled nodes + what stands in the database → Plan: an action and a reason for each node.
import type { Dialect } from '../adapter/dialect.ts'
import type { RelationState, StandingRelation } from '../adapter/relation.ts'
import type { CompiledTest } from '../compile/compiled-test.ts'
import type { CompiledNode } from '../compile/compiled.ts'
import { decide } from '../materializations/decide.ts'
import type { Remembered } from '../materializations/growth/ledger.ts'
import type { BuildOptions } from '../materializations/materialization.ts'
import type { Placement } from './place-tests.ts'
import type { Plan } from './plan.ts'

/** What a plan is made from. */
export interface PlanInput {
  readonly nodes: readonly CompiledNode[]
  /** The order of the nodes, and when each test runs. */
  readonly placement: Placement
  readonly standing: readonly StandingRelation[]
  readonly remembered: readonly Remembered[]
  readonly existingSchemas: readonly string[]
  readonly options: BuildOptions
  readonly dialect: Dialect
}

/** Decides what to do with each node. Pure: the same snapshot gives the same plan. */
export function makePlan(input: PlanInput): Plan {
  const { nodes, placement, options, dialect } = input
  const { order, needs, audits, groups, units } = placement
  const byId = new Map(nodes.map((node) => [node.id, node]))
  const standing = new Map(input.standing.map((relation) => [dialect.identity(relation.name), relation]))
  const remembered = new Map(input.remembered.map((one) => [one.relation, one]))
  const stateOf = (node: CompiledNode): RelationState => {
    const found = standing.get(dialect.identity(node.relation))
    if (found === undefined) return { exists: false }
    const { kind, linked } = found
    return { exists: true, kind, columns: [], ...(linked === undefined ? {} : { linked }) }
  }
  return {
    nodes: order.flatMap((id) => {
      const node = byId.get(id)
      if (node === undefined) return []
      const state = stateOf(node)
      const memory = remembered.get(dialect.relation(node.relation))
      const action = decide({ node, standing: state, options, remembered: memory })
      return [{ node, standing: state, remembered: memory, action, tests: audits.get(id) ?? [] }]
    }),
    tests: [...groups].map(([id, tests]) => ({ id, tests })),
    unitTests: [...units].map(([id, tests]) => ({ id, tests })),
    order,
    needs,
    missingSchemas: missingSchemas(input),
    options,
  }
}

/** The schemas that nodes are built in and tests keep rows in, without repetition, sorted. */
export function schemasOf(
  nodes: readonly CompiledNode[],
  tests: readonly CompiledTest[] = [],
): readonly string[] {
  const kept = tests.flatMap(({ stored }) => (stored === undefined ? [] : [stored.relation]))
  const relations = [...nodes.map(({ relation }) => relation), ...kept]
  return [...new Set(relations.map(({ schema }) => schema))].toSorted()
}

function missingSchemas({ nodes, placement, existingSchemas, dialect }: PlanInput): readonly string[] {
  const existing = new Set(existingSchemas.map((schema) => dialect.columnIdentity(schema)))
  const tests = [...placement.audits.values(), ...placement.groups.values()].flat()
  return schemasOf(nodes, tests).filter((schema) => !existing.has(dialect.columnIdentity(schema)))
}
