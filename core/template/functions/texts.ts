import { diagnostic } from '../../errors/diagnostic.ts'
import { refuse, succeed, type Argument, type FunctionResult } from '../environment.ts'
import { limits } from '../limits.ts'
import { printValue } from '../print.ts'
import { isList } from '../truthy.ts'
import {
  argumentAt,
  refuseType,
  unary,
  variadic,
  type BuiltinCall,
  type BuiltinFunction,
} from './function.ts'

/** Functions that make texts. */
export const texts: readonly BuiltinFunction[] = [
  variadic(['concat', 'text'], (args, call) => joinTexts(args, '', call)),
  {
    signature: { name: 'join', parameters: [{ name: 'list' }, { name: 'separator', fallback: `', '` }] },
    run: join,
  },
  unary(['upper', 'text'], (text) =>
    typeof text.value === 'string' ? succeed(text.value.toUpperCase()) : refuseType(text, 'upper', 'a text'),
  ),
  unary(['lower', 'text'], (text) =>
    typeof text.value === 'string' ? succeed(text.value.toLowerCase()) : refuseType(text, 'lower', 'a text'),
  ),
  {
    signature: { name: 'replace', parameters: [{ name: 'text' }, { name: 'from' }, { name: 'to' }] },
    run: replace,
  },
]

function join(call: BuiltinCall): FunctionResult {
  const list = argumentAt(call, 0)
  const separator = argumentAt(call, 1)
  if (!isList(list.value)) return refuseType(list, 'join', 'a list as its first argument')
  if (separator.value !== null && typeof separator.value !== 'string') {
    return refuseType(separator, 'join', 'a text as its separator')
  }
  const items = list.value.map((value) => ({ value, at: list.at }))
  return joinTexts(items, separator.value ?? ', ', call)
}

/**
 * Joins texts, numbers and booleans to a text. With SQL among them the result is SQL, and every text must then be
 * harmless as it stands, as if each were printed by itself.
 */
function joinTexts(args: readonly Argument[], separator: string, { at }: BuiltinCall): FunctionResult {
  const isSql = args.some(({ value }) => isSqlValue(value))
  const parts: string[] = []
  let length = 0
  for (const argument of args) {
    const part = isSql ? printValue(argument.value, argument.at) : plainText(argument)
    if (!part.ok) return part
    parts.push(part.text)
    length += part.text.length + separator.length
    if (length > limits.outputLength) return refuseLength(at)
  }
  const glue = isSql ? printValue(separator, at) : { ok: true as const }
  if (!glue.ok) return glue
  const text = parts.join(separator)
  return succeed(isSql ? { kind: 'sql', text } : text)
}

function plainText({
  value,
  at,
}: Argument): { readonly ok: true; readonly text: string } | Extract<FunctionResult, { ok: false }> {
  return typeof value === 'string' ? { ok: true, text: value } : printValue(value, at)
}

function isSqlValue(value: Argument['value']): boolean {
  return value !== null && typeof value === 'object' && !isList(value) && value.kind === 'sql'
}

function replace(call: BuiltinCall): FunctionResult {
  const [text, from, to] = [argumentAt(call, 0), argumentAt(call, 1), argumentAt(call, 2)]
  if (typeof text.value !== 'string') return refuseType(text, 'replace', 'a text as its first argument')
  if (typeof from.value !== 'string' || from.value === '') {
    return refuseType(from, 'replace', 'a text that is not empty as its second argument')
  }
  if (typeof to.value !== 'string') return refuseType(to, 'replace', 'a text as its third argument')
  const pieces = text.value.split(from.value)
  const length = text.value.length + (pieces.length - 1) * (to.value.length - from.value.length)
  return length > limits.outputLength ? refuseLength(call.at) : succeed(pieces.join(to.value))
}

function refuseLength(at: BuiltinCall['at']): FunctionResult {
  return refuse(diagnostic('template-output-too-large', { limit: limits.outputLength }, { at }))
}
