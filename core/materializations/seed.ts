import type { RelationName, RelationState } from '../adapter/relation.ts'
import type { CompiledSeed } from '../compile/compiled.ts'
import { asideName } from './aside.ts'
import { contractedSeed } from './contract/contracted-seed.ts'
import { contractOf } from './contract/under-contract.ts'
import type { Action } from './materialization.ts'
import { kindInWords, refuseForeign } from './refuse-foreign.ts'
import { dressSeed, finishSeed, loadRows, swapSeed, type SeedInput } from './seed-steps.ts'
import type { Step } from './step.ts'

/** What to do with a seed: it is always loaded whole. */
export function decideSeed(node: CompiledSeed, standing: RelationState): Action {
  const refused = refuseForeign(node, standing)
  if (refused !== undefined) return refused
  if (!standing.exists) return { kind: 'create', because: 'it does not exist yet' }
  const because =
    standing.kind === 'table'
      ? 'a seed is always loaded anew'
      : `a ${kindInWords(standing.kind)} stands under its name`
  return { kind: 'replace', because, standing: standing.kind }
}

/** The steps that load a seed, in the place of what stands. */
export function seedSteps(action: Action, input: SeedInput): readonly Step[] {
  const { node, dialect, rows } = input
  const under = contractOf(input)
  if (under !== undefined) return contractedSeed(action, under)
  const fill = (relation: RelationName): readonly Step[] => [
    {
      kind: 'execute',
      label: 'create table',
      statement: {
        sql: dialect.createTable(relation, rows.columns),
        at: node.places['column_types'] ?? node.at,
      },
    },
    loadRows(relation, input),
  ]
  if (action.kind !== 'replace') return [...fill(node.relation), ...finishSeed(node.relation, input)]
  const aside = asideName(node.relation, dialect)
  return [
    ...fill(aside),
    dressSeed(action.standing, input),
    ...finishSeed(aside, input),
    swapSeed(action.standing, input, { renames: [] }),
  ]
}
