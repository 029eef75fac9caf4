import type { RelationState } from '../adapter/relation.ts'
import type { CompiledNode } from '../compile/compiled.ts'
import type { Remembered } from './growth/ledger.ts'
import { materializations } from './index.ts'
import type { Action, BuildOptions } from './materialization.ts'
import { decideSeed } from './seed.ts'
import { decideSnapshot } from './snapshot/decide-snapshot.ts'

/** What to do with a node of any kind, given what stands under its name. */
export function decide(input: {
  readonly node: CompiledNode
  readonly standing: RelationState
  readonly options: BuildOptions
  readonly remembered?: Remembered | undefined
}): Action {
  const { node, standing, options, remembered } = input
  switch (node.kind) {
    case 'model':
      return materializations[node.config.materialized].decide({ node, standing, options, remembered })
    case 'seed':
      return decideSeed(node, standing)
    case 'snapshot':
      return decideSnapshot({ node, standing, options })
  }
}
