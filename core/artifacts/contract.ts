// A node's contract and constraints → what the entries of a manifest show of them.
import { createHash } from 'node:crypto'
import { allConstraints } from '../parse/check-contract.ts'
import type { DeclaredConstraint } from '../parse/constraint.ts'
import type { ModelNode, Reference } from '../parse/node.ts'
import type { JsonObject } from './json-object.ts'

/** The contract of what has none. */
export const noContract: JsonObject = { enforced: false, alias_types: true, checksum: null }

/** A model's contract; the checksum is the same while the declared names, types and constraints are. */
export function contractOf(node: ModelNode): JsonObject {
  const { enforced, aliasTypes } = node.config.contract
  return { enforced, alias_types: aliasTypes, checksum: enforced ? checksumOfContract(node) : null }
}

/** Constraints of a column. */
export function columnConstraintsOf(constraints: readonly DeclaredConstraint[]): readonly JsonObject[] {
  return constraints.map(constraintEntry)
}

/** Constraints of a whole model, with the columns that they are about. */
export function modelConstraintsOf(constraints: readonly DeclaredConstraint[]): readonly JsonObject[] {
  return constraints.map((constraint) => ({
    ...constraintEntry(constraint),
    columns: constraint.columns.map(({ value }) => value),
  }))
}

/** The columns of the primary key that a model declares. */
export function primaryKeyOf(node: Pick<ModelNode, 'columns' | 'constraints'>): readonly string[] {
  const key = allConstraints(node).find(({ type }) => type === 'primary_key')
  return key?.columns.map(({ value }) => value) ?? []
}

function constraintEntry({
  type,
  name,
  expression,
  to,
  toColumns,
  ...warns
}: DeclaredConstraint): JsonObject {
  return {
    type,
    name: name ?? null,
    expression: expression?.value ?? null,
    warn_unenforced: warns.warnUnenforced,
    warn_unsupported: warns.warnUnsupported,
    to: to === undefined ? null : to.kind === 'text' ? to.text.value : inWords(to.reference),
    to_columns: toColumns,
  }
}

function inWords(reference: Reference): string {
  const names =
    reference.kind === 'source'
      ? [reference.source, reference.table]
      : [...(reference.package === undefined ? [] : [reference.package]), reference.name]
  return `${reference.kind}(${names.map((name) => `'${name}'`).join(', ')})`
}

/** The order of the columns is no part of what readers rely on by name. */
function checksumOfContract({ config, columns, constraints }: ModelNode): string {
  const sorted = columns.toSorted((a, b) => (a.name < b.name ? -1 : Number(a.name > b.name)))
  const said = {
    materialized: config.materialized,
    columns: sorted.map((column) => [
      column.name,
      column.dataType ?? null,
      columnConstraintsOf(column.constraints),
    ]),
    constraints: modelConstraintsOf(constraints),
  }
  return createHash('sha256').update(JSON.stringify(said)).digest('hex')
}
