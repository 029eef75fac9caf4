// A standing table that rows are added to → whether its constraints still are those of its contract.
import type { StandingConstraint } from '../../adapter/constraint.ts'
import type { Dialect } from '../../adapter/dialect.ts'
import type { CompiledConstraint } from '../../compile/compiled-contract.ts'
import { diagnostic } from '../../errors/diagnostic.ts'
import { hooksMakeKeys } from '../made-by-hooks.ts'
import type { BuildInput } from '../materialization.ts'
import type { Reaction, ReadConstraintsStep } from '../step.ts'
import { temporaryTable } from '../temporary-table.ts'
import { withWarnings } from '../with-warnings.ts'
import { findDeclared, type HeldColumn } from './compare-columns.ts'
import { constraintsFor, piecesOf } from './constraint-specs.ts'
import { ddlStatement } from './ddl-statement.ts'
import { contractOf, type UnderContract } from './under-contract.ts'

/**
 * Goes on where the standing table has the constraints of its contract, and refuses where one is missing: rows would come in
 * that it does not allow. What a check asks is compared as the database prints it, which needs a table that has the check: an
 * empty one, for this transaction alone.
 */
export function whileHeld(input: BuildInput, next: () => Reaction): Reaction {
  const under = contractOf(input)
  if (under === undefined || !input.standing.exists || under.contract.constraints.length === 0) return next()
  const { node, dialect } = input
  const columns = standingColumns(under, input.standing.columns)
  const { atOnce, keys } = constraintsFor(under, node.relation, columns)
  const made = [...atOnce, ...keys]
  const { name, relation } = temporaryTable(node.relation, '__xform_contract', dialect)
  const text = dialect.createTemporaryTable(
    name,
    columns,
    made.map(({ spec }) => spec),
  )
  const pieces = [
    ...columns.flatMap(({ declared }) => (declared === undefined ? [] : [declared.type])),
    ...made.flatMap(piecesOf),
  ]
  const compare = (declared: readonly StandingConstraint[]): Reaction => ({
    kind: 'steps',
    steps: [
      read(node.relation, 'read constraints', (standing) =>
        judge(under, { declared, standing, columns }, next),
      ),
    ],
  })
  return {
    kind: 'steps',
    steps: [
      {
        kind: 'execute',
        label: 'write out the contract',
        statement: ddlStatement(text, pieces, under.contract.at),
      },
      { ...read(relation, 'read the contract', compare), beforehand: node.relation },
      { kind: 'execute', label: 'drop the contract', statement: { sql: dialect.drop('table', relation) } },
    ],
  }
}

function read(
  relation: UnderContract['node']['relation'],
  label: string,
  next: (constraints: readonly StandingConstraint[]) => Reaction,
): ReadConstraintsStep {
  return { kind: 'read constraints', label, relation, next }
}

/** The declared columns under the names that the standing table has for them. */
function standingColumns(
  { contract, dialect }: UnderContract,
  standing: Parameters<typeof findDeclared>[0],
): readonly HeldColumn[] {
  return contract.columns.map((column) => ({
    name: findDeclared(standing, column, dialect)?.name ?? column.folded,
    type: column.type.text,
    declared: column,
  }))
}

interface Compared {
  /** Without foreign keys: a temporary table cannot have them. */
  readonly declared: readonly StandingConstraint[]
  readonly standing: readonly StandingConstraint[]
  readonly columns: readonly HeldColumn[]
}

function judge(
  input: BuildInput & UnderContract,
  { declared, standing, columns }: Compared,
  next: () => Reaction,
): Reaction {
  const { node, dialect, contract } = input
  const wanted = [...declared, ...declaredKeys(input, columns)]
  const missing = wanted.filter((one) => !standing.some((other) => isSame(one, other, dialect)))
  const surplus = hooksMakeKeys(node)
    ? []
    : standing.filter((one) => !wanted.some((other) => isSame(other, one, dialect)))
  if (missing.length + surplus.length === 0) return next()
  const params = { name: node.name, missing: missing.map(inWords), surplus: surplus.map(inWords) }
  if (missing.length > 0)
    return { kind: 'refuse', diagnostics: [diagnostic('contract-not-held', params, { at: contract.at })] }
  const warning = diagnostic('contract-not-held', params, { at: contract.at, severity: 'warning' })
  return withWarnings([warning], next())
}

function declaredKeys(input: UnderContract, columns: readonly HeldColumn[]): readonly StandingConstraint[] {
  return constraintsFor(input, input.node.relation, columns).foreignKeys.flatMap(({ spec, declared }) => {
    if (spec.kind !== 'foreign_key') return []
    return [{ kind: spec.kind, columns: spec.columns, ...referencesOf(declared, input) }]
  })
}

/** Text of the author's own that names a table is not understood, so that any table will do. */
function referencesOf(
  { to }: CompiledConstraint,
  { node }: UnderContract,
): Pick<StandingConstraint, 'references'> {
  if (to?.kind !== 'relation') return {}
  return { references: { table: to.isOwn ? node.relation : to.table, columns: to.columns } }
}

function isSame(wanted: StandingConstraint, found: StandingConstraint, dialect: Dialect): boolean {
  if (wanted.kind !== found.kind) return false
  if (wanted.kind === 'check') return wanted.expression === found.expression
  const identity = (columns: readonly string[]): string =>
    columns.map((name) => dialect.columnIdentity(name)).join('\n')
  const isSet = wanted.kind === 'primary_key' || wanted.kind === 'unique'
  const sorted = (columns: readonly string[]): readonly string[] => (isSet ? columns.toSorted() : columns)
  if (identity(sorted(wanted.columns)) !== identity(sorted(found.columns))) return false
  const [asked, given] = [wanted.references, found.references]
  if (asked === undefined || given === undefined) return true
  return (
    dialect.identity(asked.table) === dialect.identity(given.table) &&
    (asked.columns.length === 0 || identity(asked.columns) === identity(given.columns))
  )
}

function inWords({ kind, columns, expression, references }: StandingConstraint): string {
  if (kind === 'check') return `check (${expression ?? ''})`
  const list = `${kind} (${columns.join(', ')})`
  return references === undefined ? list : `${list} to ${references.table.name}`
}
