// The output list of a select → what each column is: a key, or an aggregate that can be put together from parts.
import { explainForm } from './explain-kind.ts'
import { columnsIn, refuseRowExpression, textOf } from './row-expression.ts'
import { asList, asName, asNode, isUnused, otherFields, type SqlNode } from './sql-node.ts'

/** What becomes of an output column when old rows and new rows of one key are put together. */
export type StateRole = 'key' | 'sum' | 'count' | 'min' | 'max'

/** An output column of a state's query. */
export interface Output {
  readonly role: StateRole
  /** The name that the query gives it, in lower case, if it gives one. */
  readonly alias: string | undefined
  /** Its expression's meaning (`textOf`). */
  readonly text: string
  /** The names that its expression mentions, in lower case. */
  readonly columns: readonly string[]
}

/** The output columns in their order, or why they cannot be merged. */
export function readOutputs(select: SqlNode, relation: string): readonly Output[] | string {
  const outputs: Output[] = []
  for (const value of asList(select.parts['expressions'])) {
    const output = readOutput(value, relation)
    if (typeof output === 'string') return output
    outputs.push(output)
  }
  return outputs
}

function readOutput(value: unknown, relation: string): Output | string {
  const node = asNode(value)
  const isAlias = node?.kind === 'alias'
  if (isAlias && otherFields(node, ['this', 'alias']).length > 0) return explainForm(node)
  const expression = isAlias ? node.parts['this'] : value
  const aggregate = asAggregate(expression)
  const because = aggregate === undefined ? refuseRowExpression(expression) : refuseAggregate(aggregate)
  if (because !== undefined) return because
  return {
    role: aggregate?.role ?? 'key',
    alias: isAlias ? asName(node.parts['alias'])?.text.toLowerCase() : undefined,
    text: aggregate === undefined ? textOf(expression, relation) : aggregate.role,
    columns: columnsIn(expression),
  }
}

type AggregateRole = Exclude<StateRole, 'key'>
type Aggregate = SqlNode & { readonly role: AggregateRole }

const aggregateRoles: ReadonlyMap<string, AggregateRole> = new Map(
  (['sum', 'count', 'min', 'max'] as const).map((role) => [role, role]),
)

function asAggregate(value: unknown): Aggregate | undefined {
  const node = asNode(value)
  const role = node && aggregateRoles.get(node.kind)
  return node && role && { ...node, role }
}

function refuseAggregate(aggregate: Aggregate): string | undefined {
  const { this: argument, star, filter, name } = aggregate.parts
  // Another function could share the kind: its own name is kept beside it.
  const isItself = isUnused(name) || (typeof name === 'string' && name.toLowerCase() === aggregate.role)
  const countsRows = aggregate.role === 'count' && star === true && isUnused(argument)
  const expected = countsRows ? ['name', 'star', 'filter'] : ['name', 'this', 'filter']
  if (!isItself || otherFields(aggregate, expected).length > 0) return explainForm(aggregate)
  if (isUnused(argument) && !countsRows) return explainForm(aggregate)
  return (
    (countsRows ? undefined : refuseRowExpression(argument)) ??
    (isUnused(filter) ? undefined : refuseRowExpression(filter))
  )
}
