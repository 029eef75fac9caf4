import { concatSql } from '../template/concat-sql.ts'
import { aroundOrdered } from './contract/contracted-table.ts'
import { contractOf, holdColumns, type HeldColumns, type UnderContract } from './contract/under-contract.ts'
import { kindInWords, refuseForeign } from './refuse-foreign.ts'
import { finish } from './finish.ts'
import type { Action, BuildInput, Decision, Materialization } from './materialization.ts'
import { statementOver, type PublishStep, type Reaction, type Statement, type Step } from './step.ts'
import { temporaryTable } from './temporary-table.ts'

/** The query under a name: nothing is stored, readers always see what its inputs hold. */
export const view: Materialization = { name: 'view', produces: 'view', decide, steps }

function decide({ node, standing }: Decision): Action {
  const refused = refuseForeign(node, standing)
  if (refused !== undefined) return refused
  if (!standing.exists) return { kind: 'create', because: 'it does not exist yet' }
  const because =
    standing.kind === 'view'
      ? 'a view is always made anew'
      : `a ${kindInWords(standing.kind)} stands under its name`
  return { kind: 'replace', because, standing: standing.kind }
}

function steps(action: Action, input: BuildInput): Reaction {
  const under = contractOf(input)
  if (under === undefined) return viewSteps(action, input)
  const step = holdColumns(under, input.node.full, (held) => viewSteps(action, ordered(held, under)))
  return { kind: 'steps', steps: [step] }
}

/** The same view with its columns in the order of its contract. */
function ordered<I extends BuildInput & UnderContract>(held: HeldColumns, input: I): I {
  if (!held.isReordered) return input
  const [before, after] = aroundOrdered(held, input)
  return { ...input, node: { ...input.node, full: concatSql([before, input.node.full, after]) } }
}

function viewSteps(action: Action, input: BuildInput): Reaction {
  const { node, dialect } = input
  const create = statementOver(node.full, (query) => dialect.createViewAs(node.relation, query), node.at)
  const build: readonly Step[] =
    action.kind === 'replace'
      ? replaceAudited(replaceView(action.standing, create, input), input)
      : [{ kind: 'execute', label: 'create view', statement: create }]
  return { kind: 'steps', steps: [...build, ...finish(input, { kind: 'view', relation: node.relation })] }
}

/** Replacing a view locks readers out until the transaction's end: tests look at a temporary one of the same query before. */
function replaceAudited(replace: PublishStep, input: BuildInput): readonly Step[] {
  const { node, dialect, audited } = input
  if (audited !== true || !dialect.supports.boundViews) return [replace]
  const aside = temporaryTable(node.relation, '__xform_new', dialect)
  const create = (query: string): string => dialect.createTemporaryViewAs(aside.name, query)
  return [
    { kind: 'execute', label: 'create view aside', statement: statementOver(node.full, create, node.at) },
    { ...replace, candidate: aside.relation },
    {
      kind: 'execute',
      label: 'drop view aside',
      statement: { sql: dialect.drop('view', aside.relation) },
    },
  ]
}

function replaceView(
  standing: Extract<Action, { kind: 'replace' }>['standing'],
  create: Statement,
  input: BuildInput,
): PublishStep {
  const { node, dialect } = input
  const replace = statementOver(node.full, (query) => dialect.replaceViewAs(node.relation, query), node.at)
  return {
    kind: 'publish',
    label: 'replace view',
    standing: { name: node.relation, kind: standing },
    ...(standing === 'view' ? { inPlace: replace } : {}),
    statements: [{ sql: dialect.drop(standing, node.relation) }, create],
    successor: { name: node.relation, kind: 'view', makes: () => false },
  }
}
