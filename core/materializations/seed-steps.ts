// What loading a seed is made of, with a contract and without.
import type { Dialect } from '../adapter/dialect.ts'
import type { RelationKind, RelationName } from '../adapter/relation.ts'
import type { CompiledSeed } from '../compile/compiled.ts'
import type { SeedRows } from '../seed/seed-rows.ts'
import { asideName } from './aside.ts'
import { isOwnConstraint } from './contract/own-constraints.ts'
import { finish } from './finish.ts'
import { isMadeByHooks } from './made-by-hooks.ts'
import type { PublishStep, Statement, Step } from './step.ts'

/** What a seed's steps are written from. */
export interface SeedInput {
  readonly node: CompiledSeed
  readonly dialect: Dialect
  readonly rows: SeedRows
}

/** Streams a seed's rows into a table. */
export function loadRows(relation: RelationName, { node, rows }: SeedInput): Step {
  return {
    kind: 'load',
    label: 'load rows',
    relation,
    columns: rows.columns.map(({ name }) => name),
    csv: rows.csv,
    locate: rows.locate,
    at: node.at,
  }
}

/** Gives the table that was built aside what belongs to the standing one. */
export function dressSeed(standing: RelationKind, { node, dialect }: SeedInput): Step {
  return {
    kind: 'dress',
    label: 'carry over what belongs to the table',
    standing: { name: node.relation, kind: standing },
    successor: {
      name: asideName(node.relation, dialect),
      kind: 'table',
      makes: (name, what) => isOwnConstraint(name, node) || isMadeByHooks(name, what, node),
    },
  }
}

/** Puts the table that was built aside in the place of the standing one. */
export function swapSeed(
  standing: RelationKind,
  { node, dialect }: SeedInput,
  { keys, renames }: Pick<PublishStep, 'keys'> & { readonly renames: readonly Statement[] },
): Step {
  const aside = asideName(node.relation, dialect)
  return {
    kind: 'publish',
    label: 'swap',
    standing: { name: node.relation, kind: standing },
    candidate: aside,
    ...(keys === undefined ? {} : { keys }),
    statements: [
      { sql: dialect.drop(standing, node.relation) },
      { sql: dialect.rename('table', aside, node.relation.name) },
      ...renames,
    ],
  }
}

/** What is said of a seed's table once it has its rows. */
export function finishSeed(relation: RelationName, { node, dialect }: SeedInput): readonly Step[] {
  return finish({ node, dialect }, { kind: 'table', relation })
}
