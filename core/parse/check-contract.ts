// A contract, and what is declared of columns and constraints → what about them contradicts itself, or has no effect.
import { diagnostic } from '../errors/diagnostic.ts'
import type { Span } from '../errors/span.ts'
import { didYouMean } from '../errors/suggest.ts'
import type { Located } from '../project/project.ts'
import type { Report } from '../project/schema/reader.ts'
import type { MaterializationName, ModelConfig, SeedConfig } from './config.ts'
import type { DeclaredConstraint } from './constraint.ts'
import { examineHooks } from './examine-hooks.ts'
import type { ColumnProperties, Reference } from './node.ts'
import type { ParseScope } from './parse-environment.ts'
import type { modelKeys, seedKeys } from './config-keys.ts'
import { reportUnused, type Said } from './said.ts'

/** What is declared of a relation. */
export interface DeclaredRelation {
  readonly name: string
  readonly package: string
  readonly at: Span
  readonly config: Pick<ModelConfig | SeedConfig, 'contract'> &
    Partial<Pick<ModelConfig, 'materialized' | 'onSchemaChange'>>
  readonly said: Pick<Said<typeof modelKeys> & Said<typeof seedKeys>, 'contract' | 'on_schema_change'>
  readonly columns: readonly ColumnProperties[]
  readonly constraints: readonly DeclaredConstraint[]
}

/** What is wrong with the templates of constraints. */
export function examineConstraints(declared: DeclaredRelation, scope: ParseScope, report: Report): void {
  if (!isEnforced(declared)) return
  for (const { type, expression } of allConstraints(declared)) {
    if (expression === undefined) continue
    for (const { at } of examineHooks([expression], { scope, name: declared.name }, report))
      report(diagnostic('reference-in-constraint', { isKey: type === 'foreign_key' }, { at }))
  }
}

/** Reports contradictions as errors and what has no effect as warnings, each where it was said. */
export function checkContract(declared: DeclaredRelation, report: Report): void {
  const { config, said, at } = declared
  if (!isEnforced(declared)) {
    reportIdle(declared, report)
    return
  }
  const contractAt = said.contract?.at ?? at
  if (declared.columns.length === 0)
    report(diagnostic('contract-without-columns', { name: declared.name }, { at: contractAt }))
  for (const column of declared.columns) {
    if (column.dataType !== undefined) continue
    const related = [{ message: 'The contract stands here', at: contractAt }]
    report(diagnostic('contract-type-missing', { column: column.name }, { at: column.at, related }))
  }
  if (declared.columns.length > 0) checkColumns(declared, report)
  checkPrimaryKey(declared, report)
  for (const constraint of allConstraints(declared)) checkWidths(constraint, report)
  const { materialized, onSchemaChange: policy } = config
  if (keepsRows(materialized) && (policy === 'sync_all_columns' || policy === 'ignore')) {
    const params = { policy }
    report(diagnostic('contract-schema-change', params, { at: said.on_schema_change?.at ?? contractAt }))
  }
}

/** Whether a relation is held to what is declared of it. Nothing is built of an ephemeral model that could be. */
export function isEnforced({ config }: Pick<DeclaredRelation, 'config'>): boolean {
  return config.contract.enforced && config.materialized !== 'ephemeral'
}

/** Those of all columns, and those of the relation as a whole. */
export function allConstraints({
  columns,
  constraints,
}: Pick<DeclaredRelation, 'columns' | 'constraints'>): readonly DeclaredConstraint[] {
  return [...columns.flatMap((column) => column.constraints), ...constraints]
}

/** What foreign keys refer to, besides the relation itself. */
export function keyReferences(declared: DeclaredRelation): readonly Reference[] {
  if (!isEnforced(declared)) return []
  return allConstraints(declared).flatMap(({ to }) =>
    to?.kind === 'reference' && !isItself(to.reference, declared) ? [to.reference] : [],
  )
}

/** Whether a foreign key refers to the very relation that it is declared of. */
export function isItself(
  reference: Reference,
  { name, package: owner }: Pick<DeclaredRelation, 'name' | 'package'>,
): boolean {
  return reference.kind === 'ref' && reference.name === name && (reference.package ?? owner) === owner
}

/** Constraints hold only under a contract. */
function reportIdle({ config, said, ...declared }: DeclaredRelation, report: Report): void {
  const { materialized } = config
  if (config.contract.enforced) {
    const because = 'the model is ephemeral, so nothing is built'
    if (said.contract !== undefined) reportUnused('contract', { because, at: said.contract.at }, report)
    return
  }
  const [first] = allConstraints(declared)
  if (first === undefined) return
  const because =
    materialized === 'ephemeral'
      ? 'the model is ephemeral, so nothing is built'
      : 'no contract is enforced; write `contract: { enforced: true }` under `config:`'
  reportUnused('constraints', { because, at: first.at }, report)
}

function checkColumns({ columns, constraints }: DeclaredRelation, report: Report): void {
  const names = columns.map(({ name }) => name)
  const known = new Set(names.map((name) => name.toLowerCase()))
  for (const { value: column, at } of constraints.flatMap((constraint) => constraint.columns)) {
    if (known.has(column.toLowerCase())) continue
    const suggestion = didYouMean(column, names)
    report(diagnostic('constraint-column-unknown', { column, columns: names, suggestion }, { at }))
  }
}

function checkPrimaryKey(declared: DeclaredRelation, report: Report): void {
  const [first, second] = allConstraints(declared).filter(({ type }) => type === 'primary_key')
  if (first === undefined || second === undefined) return
  const related = [{ message: 'The other one stands here', at: first.at }]
  report(diagnostic('primary-key-twice', { name: declared.name }, { at: second.at, related }))
}

/** As many columns refer as are referred to. */
function checkWidths({ columns, toColumns, at }: DeclaredConstraint, report: Report): void {
  if (toColumns.length === 0 || toColumns.length === columns.length) return
  report(diagnostic('foreign-key-widths', { columns: textsOf(columns), toColumns }, { at }))
}

function textsOf(located: readonly Located<string>[]): readonly string[] {
  return located.map(({ value }) => value)
}

/** What is declared where nothing could be held to it. */
export function reportConstraintsOf(
  { columns, constraints }: Pick<DeclaredRelation, 'columns' | 'constraints'>,
  because: string,
  report: Report,
): void {
  const [first] = allConstraints({ columns, constraints })
  if (first !== undefined) reportUnused('constraints', { because, at: first.at }, report)
}

/** Whether rows are added to a table that stands. */
function keepsRows(materialized: MaterializationName | undefined): boolean {
  return materialized !== undefined && ['incremental', 'flow', 'state', 'changes'].includes(materialized)
}
