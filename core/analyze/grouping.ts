// The group by of a select and its output columns → whether it groups by exactly the columns that are no aggregates.
import type { Output } from './output.ts'
import { refuseRowExpression, textOf } from './row-expression.ts'
import { asList, asName, asNode, asParts, isUnused, otherFields, type SqlNode } from './sql-node.ts'

const notInOutput = 'it groups by something that is not a column of its output'
const notGrouped = 'it has an output column that is neither an aggregate nor in the group by'

/** Why a select does not group by exactly its output columns that are no aggregates: a clause, or nothing if it does. */
export function refuseGrouping(
  select: SqlNode,
  outputs: readonly Output[],
  relation: string,
): string | undefined {
  const group = { kind: 'group_by', parts: asParts(select.parts['group_by']) }
  const items = asList(group.parts['expressions'])
  if (otherFields(group, ['expressions', 'all']).length > 0) return 'its group by is not analysed'
  const all = group.parts['all'] === true
  if (items.length === 0 && !all) return 'it has no group by'
  if (items.length > 0 && all) return 'its group by is not analysed'
  if (!outputs.some((output) => output.role === 'key')) return 'it has no column that tells its rows apart'
  // By constants, `group by all` does not group at all.
  if (outputs.some(isConstantKey)) return 'it has an output column that is the same in every row'
  return refuseNames(outputs) ?? (all ? undefined : refuseItems(items, outputs, relation))
}

function isConstantKey(output: Output): boolean {
  return output.role === 'key' && output.columns.length === 0
}

/**
 * Some databases let an expression use the name of another output column, even an aggregate's. Whether it does depends on
 * the columns that the driver has, which are not known here.
 */
function refuseNames(outputs: readonly Output[]): string | undefined {
  for (const output of outputs) {
    if (output.role !== 'key') continue
    const twice = outputs.find((other) => other !== output && isNamedLikePart(other, output))
    if (twice !== undefined) return `the name "${twice.alias}" may stand for two columns`
  }
  return undefined
}

function isNamedLikePart(named: Output, output: Output): boolean {
  return (
    named.alias !== undefined &&
    output.columns.includes(named.alias) &&
    named.text !== `column(${named.alias})`
  )
}

function refuseItems(
  items: readonly unknown[],
  outputs: readonly Output[],
  relation: string,
): string | undefined {
  const grouped = new Set<Output>()
  for (const item of items) {
    const found = findOutputs(item, outputs, relation)
    if (typeof found === 'string') return found
    for (const output of found) grouped.add(output)
  }
  return outputs.every((output) => output.role !== 'key' || grouped.has(output)) ? undefined : notGrouped
}

/** The output columns that an item of the group by stands for. */
function findOutputs(
  item: unknown,
  outputs: readonly Output[],
  relation: string,
): readonly Output[] | string {
  const because = refuseRowExpression(item)
  if (because !== undefined) return because
  const node = asNode(item)
  if (node?.kind === 'literal') return keysOnly([outputs[Number(node.parts['value']) - 1]])
  const text = textOf(item, relation)
  const same = outputs.filter((output) => output.role === 'key' && output.text === text)
  const alias =
    node?.kind === 'column' && isUnused(node.parts['table']) ? asName(node.parts['name']) : undefined
  const name = alias?.text.toLowerCase()
  const named = outputs.filter(
    (output) => output.alias === name && name !== undefined && output.text !== text,
  )
  if (named.length === 0) return keysOnly(same)
  const [only, ...others] = named
  const isClear =
    same.length === 0 && others.length === 0 && only !== undefined && isUnmistakable(only, outputs)
  return isClear ? keysOnly([only]) : `the name "${name}" may stand for two columns`
}

function keysOnly(found: readonly (Output | undefined)[]): readonly Output[] | string {
  const keys = found.filter((output) => output?.role === 'key') as readonly Output[]
  return keys.length === found.length && keys.length > 0 ? keys : notInOutput
}

/**
 * A name in a group by stands for a column of the driver if there is one, and only else for the output column of that name.
 * It surely is the output column if the database would have to refuse the other reading: if the output's expression
 * mentions a column that then would not be grouped.
 */
function isUnmistakable(output: Output, outputs: readonly Output[]): boolean {
  const covered = new Set(
    outputs
      .filter((other) => other !== output && other.role === 'key' && output.text.includes(other.text))
      .flatMap((other) => other.columns),
  )
  return !output.columns.includes(output.alias ?? '') && output.columns.some((name) => !covered.has(name))
}
