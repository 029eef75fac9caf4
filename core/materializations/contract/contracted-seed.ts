// A seed under a contract → the steps that load its file into a table with the declared columns and constraints.
import { concatSql } from '../../template/concat-sql.ts'
import { asideName } from '../aside.ts'
import type { Action } from '../materialization.ts'
import { dressSeed, finishSeed, loadRows, swapSeed, type SeedInput } from '../seed-steps.ts'
import type { Step } from '../step.ts'
import { renamedKeys } from './constraint-specs.ts'
import { addForeignKeys, addKeys, makeEmpty, replaceFromRows } from './contracted-table.ts'
import { holdColumns, type HeldColumns, type UnderContract } from './under-contract.ts'

type ContractedSeed = SeedInput & UnderContract

/** The columns of the file are compared first, so that nothing is made of one that has others. */
export function contractedSeed(action: Action, input: ContractedSeed): readonly Step[] {
  const parts = input.rows.columns.map(
    ({ name, type }) => `cast(null as ${type}) as ${input.dialect.quote(name)}`,
  )
  const query = concatSql([`select ${parts.join(', ')}`])
  return [holdColumns(input, query, (held) => ({ kind: 'steps', steps: load(action, input, held) }))]
}

function load(action: Action, input: ContractedSeed, held: HeldColumns): readonly Step[] {
  const { node, dialect } = input
  const { relation } = node
  if (action.kind !== 'replace') {
    return [
      ...makeEmpty(relation, input, { held }),
      loadRows(relation, input),
      ...addKeys(relation, input, { held }),
      ...finishSeed(relation, input),
      ...addForeignKeys(relation, input, { held }),
    ]
  }
  if (!dialect.supports.addConstraints)
    return [...replace(action, input, held), ...finishSeed(relation, input)]
  const aside = asideName(relation, dialect)
  const keys = addForeignKeys(aside, input, { held }).map(({ statement }) => statement)
  const renames = renamedKeys(input).map(({ from, to }) => ({
    sql: dialect.renameIndex(relation.schema, from, to),
  }))
  return [
    ...makeEmpty(aside, input, { held }),
    loadRows(aside, input),
    ...addKeys(aside, input, { held }),
    dressSeed(action.standing, input),
    ...finishSeed(aside, input),
    swapSeed(action.standing, input, { keys, renames }),
  ]
}

function replace(
  action: Extract<Action, { readonly kind: 'replace' }>,
  input: ContractedSeed,
  held: HeldColumns,
): readonly Step[] {
  return replaceFromRows(action.standing, input, {
    held,
    rows: ({ name, relation }) => [
      {
        kind: 'execute',
        label: 'create table aside',
        statement: { sql: input.dialect.createTemporaryTable(name, held.columns, []), at: input.contract.at },
      },
      loadRows(relation, input),
    ],
  })
}
