// A row that a constraint refused → which constraint of the contract it was, and where that is written.
import type { Violation } from '../adapter/constraint.ts'
import { fitName } from '../adapter/fit-name.ts'
import type { DatabaseProblem } from '../adapter/problem.ts'
import type { RelationName } from '../adapter/relation.ts'
import type { CompiledConstraint, CompiledContract } from '../compile/compiled-contract.ts'
import { diagnostic, type Diagnostic, type RelatedPlace } from '../errors/diagnostic.ts'
import type { Span } from '../errors/span.ts'

/** A node that has a contract, and where its error would be shown. */
export interface ViolatedNode {
  readonly name: string
  readonly relation: RelationName
  readonly contract: CompiledContract
}

/**
 * The finding for a row that a constraint refused; undefined where it was a constraint of another table. It points at the
 * constraint, where that can be told; at the row, where the row is one of a file.
 */
export function explainViolation(
  problem: DatabaseProblem,
  { name, relation, contract }: ViolatedNode,
  row: Span | undefined,
): Diagnostic | undefined {
  const { violation } = problem
  if (violation === undefined) return undefined
  const words = wordsOf(problem, { relation, contract })
  if (violation.kind === 'referenced')
    return diagnostic('rows-referenced', { name, ...words }, { at: contract.at })
  if (!isOwn(violation, relation)) return undefined
  const possible = possibleConstraints(violation, contract)
  const found = possible.length === 1 ? possible[0] : undefined
  const declared: readonly RelatedPlace[] =
    row === undefined || found === undefined ? [] : [{ message: 'It is declared here', at: found.at }]
  const constraint = possible.length === 0 ? undefined : possible.map(inWords).join(' or ')
  const place = { at: row ?? found?.at ?? contract.at, related: declared }
  return diagnostic('constraint-violated', { name, constraint, ...words }, place)
}

function isOwn({ table }: Violation, { name }: RelationName): boolean {
  return table === undefined || isNamed(table, name)
}

/** What is built beside a standing table has another name, as its keys have. */
function isNamed(found: string, name: string): boolean {
  return found === name || fitName(name, '__xform_new', Buffer.byteLength(found)) === found
}

const kinds: Readonly<Record<Violation['kind'], readonly CompiledConstraint['type'][]>> = {
  not_null: ['not_null', 'primary_key'],
  primary_key: ['primary_key'],
  unique: ['unique'],
  key: ['primary_key', 'unique'],
  check: ['check'],
  foreign_key: ['foreign_key'],
  referenced: [],
}

/** Those that it can have been, as far as the database says; none where it is not of the contract. */
function possibleConstraints(
  { kind, constraint, column, expression }: Violation,
  { constraints, columns }: CompiledContract,
): readonly CompiledConstraint[] {
  const asks = (one: CompiledConstraint): string => asked(one.expression?.text ?? '', columns)
  const possible = constraints.filter(({ type }) => kinds[kind].includes(type))
  if (constraint !== undefined) return possible.filter(({ name }) => isNamed(constraint, name)).slice(0, 1)
  if (column !== undefined)
    return possible.filter((one) => one.columns.some((name) => isSame(name, column))).slice(0, 1)
  if (expression === undefined || possible.length < 2) return possible
  const told = possible.filter((one) => asks(one) === asked(expression, columns))
  return told.length === 1 ? told : possible
}

function isSame(some: string, other: string): boolean {
  return some.toLowerCase() === other.toLowerCase()
}

/** The columns that a check asks of, each once: the database prints a check in other words than its author's. */
function asked(expression: string, columns: CompiledContract['columns']): string {
  const words = new Set(expression.toLowerCase().match(/[\p{L}_][\p{L}\p{N}_$]*/gu) ?? [])
  return columns
    .map(({ name }) => name.toLowerCase())
    .filter((name) => words.has(name))
    .join('\n')
}

function inWords({ type, columns, expression }: CompiledConstraint): string {
  if (type === 'check') return `check (${expression?.text.trim() ?? ''})`
  return `${type} (${columns.join(', ')})`
}

/** The database's words, with the names that the author knows. */
function wordsOf(
  { message, detail }: DatabaseProblem,
  { relation, contract }: Pick<ViolatedNode, 'relation' | 'contract'>,
): { readonly message: string; readonly detail: string | undefined } {
  const names = [relation.name, ...contract.constraints.map(({ name }) => name)]
  const clean = (text: string): string =>
    names
      .reduce((shown, name) => shown.replaceAll(`${name}__xform_new`, name), text)
      .replace(/ If this is an unexpected constraint violation, please refer to .*$/u, '')
  return { message: clean(message), detail: detail === undefined ? undefined : clean(detail) }
}
