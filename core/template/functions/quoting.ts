import { diagnostic } from '../../errors/diagnostic.ts'
import { refuse, succeed, type Argument, type Environment, type FunctionResult } from '../environment.ts'
import { limits } from '../limits.ts'
import { isList } from '../truthy.ts'
import type { Value } from '../value.ts'
import { refuseType, unary, type BuiltinFunction } from './function.ts'

/** Functions that make SQL of values: the three ways to print text that is not harmless as it stands. */
export const quoting: readonly BuiltinFunction[] = [
  unary(['literal', 'value'], (argument, { environment }) =>
    writeAll(argument, environment, {
      name: 'literal',
      expected: 'texts, numbers, booleans and null',
      write: writeLiteral,
    }),
  ),
  unary(['ident', 'name'], (argument, { environment }) =>
    writeAll(argument, environment, {
      name: 'ident',
      expected: 'names that are not empty',
      write: (value) => (typeof value === 'string' && value !== '' ? environment.quote(value) : undefined),
    }),
  ),
  unary(['raw', 'text'], writeRaw),
]

interface Writing {
  readonly name: string
  readonly expected: string
  /** The SQL for one value; undefined for a value that has none. */
  readonly write: (value: Value, environment: Environment) => string | undefined
}

/** Writes a value, or the items of a list with commas between them. */
function writeAll(argument: Argument, environment: Environment, writing: Writing): FunctionResult {
  const { value, at } = argument
  const items = isList(value) ? value : [value]
  if (items.length === 0) return refuse(diagnostic('empty-list', { name: writing.name }, { at }))
  const parts: string[] = []
  let length = 0
  for (const item of items) {
    const text = writing.write(item, environment)
    if (text === undefined) return refuseType({ value: item, at }, writing.name, writing.expected)
    parts.push(text)
    length += text.length
    if (length > limits.outputLength) {
      return refuse(diagnostic('template-output-too-large', { limit: limits.outputLength }, { at }))
    }
  }
  return succeed({ kind: 'sql', text: parts.join(', ') })
}

function writeLiteral(value: Value, { literal }: Environment): string | undefined {
  if (value !== null && typeof value === 'object') return undefined
  return typeof value === 'number' && !Number.isFinite(value) ? undefined : literal(value)
}

function writeRaw(argument: Argument): FunctionResult {
  const { value } = argument
  if (typeof value === 'string') return succeed({ kind: 'sql', text: value })
  if (value === null || typeof value !== 'object') {
    return value === null
      ? refuseType(argument, 'raw', 'a text')
      : succeed({ kind: 'sql', text: String(value) })
  }
  return !isList(value) && value.kind === 'sql' ? succeed(value) : refuseType(argument, 'raw', 'a text')
}
