// An expression of a parsed query → whether it depends on its row alone, its meaning as a text, the columns it reads.
import { explainForm, explainFunction, explainKind, isChanging } from './explain-kind.ts'
import { rowFunctions, rowShapes, rowTypeNames, rowTypes } from './row-shapes.ts'
import { asList, asName, asNode, asParts, canonicalName, otherFields, type SqlNode } from './sql-node.ts'

/**
 * Why an expression is not known to depend on its row alone: a clause, or nothing if it does. Aggregates, subqueries, window
 * functions, functions that change their answer, and everything unknown are refused.
 */
export function refuseRowExpression(value: unknown): string | undefined {
  const node = asNode(value)
  if (node === undefined) return 'it has an expression that is not analysed'
  const known = fieldsOf(node)
  if (known === undefined) return explainKind(node)
  if (otherFields(node, [...known.parts, ...known.words]).length > 0) return explainForm(node)
  return refuseWords(node) ?? firstReason(expressionsIn(node), refuseRowExpression)
}

/** The first reason that one of the values gives. */
export function firstReason<Value>(
  values: readonly Value[],
  refuse: (value: Value) => string | undefined,
): string | undefined {
  for (const value of values) {
    const because = refuse(value)
    if (because !== undefined) return because
  }
  return undefined
}

/**
 * An expression's meaning: two expressions that are not refused have the same text only if they are the same, apart from
 * parentheses, case, comments and the name of the relation in front of a column.
 */
export function textOf(value: unknown, relation: string): string {
  const node = asNode(value)
  if (node === undefined) return '?'
  if (node.kind === 'paren') return textOf(node.parts['this'], relation)
  if (node.kind === 'column') return columnText(node, relation)
  const known = fieldsOf(node) ?? { parts: [], words: [] }
  const words = known.words.map((field) => wordText(node, field))
  const parts = known.parts.map(
    (field) =>
      `[${flat(node.parts[field])
        .map((part) => textOf(part, relation))
        .join()}]`,
  )
  return `${node.kind}(${[...words, ...parts].join(';')})`
}

/** The names of the columns that an expression mentions, in lower case, also if they were written in quotes. */
export function columnsIn(value: unknown): readonly string[] {
  const node = asNode(value)
  if (node === undefined) return []
  if (node.kind !== 'column') return expressionsIn(node).flatMap((part) => columnsIn(part))
  // With two parts, either may be the column: the other is its relation, or a field of its value.
  return [node.parts['name'], node.parts['table']].flatMap((part) => asName(part)?.text.toLowerCase() ?? [])
}

interface Fields {
  readonly parts: readonly string[]
  readonly words: readonly string[]
}

const ownRules: ReadonlyMap<string, Fields> = new Map([
  ['column', { parts: [], words: ['name', 'table'] }],
  ['literal', { parts: [], words: ['literal_type', 'value'] }],
  ['function', { parts: ['args'], words: ['name', 'no_parens'] }],
  ['cast', { parts: ['this'], words: ['to'] }],
  ['try_cast', { parts: ['this'], words: ['to'] }],
])

function fieldsOf(node: SqlNode): Fields | undefined {
  return ownRules.get(node.kind) ?? rowShapes.get(node.kind)
}

function expressionsIn(node: SqlNode): readonly unknown[] {
  return (fieldsOf(node)?.parts ?? []).flatMap((field) => flat(node.parts[field]))
}

/** The expressions of a field, which holds one, none, a list, or (for `case`) a list of lists. */
function flat(value: unknown): readonly unknown[] {
  if (value === null || value === undefined) return []
  return Array.isArray(value) ? asList(value).flatMap(flat) : [value]
}

function refuseWords(node: SqlNode): string | undefined {
  switch (node.kind) {
    case 'column':
      return refuseColumn(node)
    case 'literal':
      return refuseLiteral(node)
    case 'function':
      return refuseFunction(node)
    case 'cast':
    case 'try_cast':
      return refuseType(node)
    default:
      return undefined
  }
}

/** `user` and the like are written as columns are, and are none. */
function refuseColumn(node: SqlNode): string | undefined {
  const name = asName(node.parts['name'])
  if (name === undefined) return explainForm(node)
  const isWord = !name.quoted && asName(node.parts['table']) === undefined && isChanging(name.text)
  return isWord ? explainFunction(name.text, false) : undefined
}

const literalTypes: ReadonlySet<unknown> = new Set(['string', 'number', 'date', 'time', 'timestamp'])

/** Some databases read the texts `now` and `yesterday` as times, wherever a time is expected. */
const movingTime = /(?<![a-z])(?:now|today|tomorrow|yesterday)(?![a-z])/iu

function refuseLiteral(node: SqlNode): string | undefined {
  const { literal_type: type, value } = node.parts
  if (!literalTypes.has(type) || typeof value !== 'string') return explainForm(node)
  return movingTime.test(value)
    ? `it has the text '${value}', which may stand for a time that changes`
    : undefined
}

function refuseFunction(node: SqlNode): string | undefined {
  const { name, no_parens: bare } = node.parts
  if (typeof name !== 'string') return explainForm(node)
  return rowFunctions.has(name.toLowerCase()) && bare !== true
    ? undefined
    : explainFunction(name, bare !== true)
}

function refuseType(node: SqlNode): string | undefined {
  const { data_type: type, name, ...details } = asParts(node.parts['to'])
  const isPlain = Object.values(details).every((detail) => typeof detail !== 'object' || detail === null)
  const isKnown =
    typeof type === 'string' &&
    (rowTypes.has(type) ||
      (type === 'custom' && typeof name === 'string' && rowTypeNames.has(name.toUpperCase())))
  return isPlain && isKnown ? undefined : 'it casts to a type that is not analysed'
}

/** The names of functions have no case; all other words have the one that the parser gave them. */
function wordText(node: SqlNode, field: string): string {
  const text = JSON.stringify(node.parts[field] ?? null)
  return node.kind === 'function' ? text.toLowerCase() : text
}

function columnText(node: SqlNode, relation: string): string {
  const [column, table] = [asName(node.parts['name']), asName(node.parts['table'])].map((name) =>
    name === undefined ? undefined : canonicalName(name),
  )
  return table === undefined || table === relation ? `column(${column})` : `column(${table}.${column})`
}
