import type { Dialect } from '../adapter/dialect.ts'
import type { RelationName, RelationState } from '../adapter/relation.ts'
import type { CompiledSeed } from '../compile/compiled.ts'
import type { SeedRows } from '../seed/seed-rows.ts'
import { asideName } from './aside.ts'
import { finish } from './finish.ts'
import { isMadeByHooks } from './made-by-hooks.ts'
import type { Action } from './materialization.ts'
import { kindInWords, refuseForeign } from './refuse-foreign.ts'
import type { Step } from './step.ts'

/** What a seed's steps are written from. */
export interface SeedInput {
  readonly node: CompiledSeed
  readonly dialect: Dialect
  readonly rows: SeedRows
}

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
  const { node, dialect } = input
  if (action.kind !== 'replace') return [...fill(node.relation, input), ...finishSeed(node.relation, input)]
  const aside = asideName(node.relation, dialect)
  const standing = { name: node.relation, kind: action.standing }
  return [
    ...fill(aside, input),
    {
      kind: 'dress',
      label: 'carry over what belongs to the table',
      standing,
      successor: { name: aside, kind: 'table', makes: (name, what) => isMadeByHooks(name, what, node) },
    },
    ...finishSeed(aside, input),
    {
      kind: 'publish',
      label: 'swap',
      standing,
      candidate: aside,
      statements: [
        { sql: dialect.drop(action.standing, node.relation) },
        { sql: dialect.rename('table', aside, node.relation.name) },
      ],
    },
  ]
}

function fill(relation: RelationName, { node, dialect, rows }: SeedInput): readonly Step[] {
  return [
    {
      kind: 'execute',
      label: 'create table',
      statement: {
        sql: dialect.createTable(relation, rows.columns),
        at: node.places['column_types'] ?? node.at,
      },
    },
    {
      kind: 'load',
      label: 'load rows',
      relation,
      columns: rows.columns.map(({ name }) => name),
      csv: rows.csv,
      locate: rows.locate,
      at: node.at,
    },
  ]
}

function finishSeed(relation: RelationName, { node, dialect }: SeedInput): readonly Step[] {
  return finish({ node, dialect }, { kind: 'table', relation })
}
