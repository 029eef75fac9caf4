import { diagnostic } from '../../errors/diagnostic.ts'
import { refuse, succeed, type Argument, type FunctionResult } from '../environment.ts'
import { limits } from '../limits.ts'
import { isList } from '../truthy.ts'
import {
  argumentAt,
  refuseType,
  unary,
  variadic,
  type BuiltinCall,
  type BuiltinFunction,
} from './function.ts'

/** Functions that make and measure lists. */
export const lists: readonly BuiltinFunction[] = [
  unary(['length', 'value'], measure),
  variadic(['list', 'item'], (args) => succeed(args.map(({ value }) => value))),
  {
    signature: {
      name: 'range',
      parameters: [{ name: 'start' }, { name: 'stop', fallback: 'start' }, { name: 'step', fallback: '1' }],
    },
    run: count,
  },
]

function measure(argument: Argument): FunctionResult {
  const { value } = argument
  if (typeof value === 'string') return succeed(value.length)
  if (value !== null && typeof value === 'object') {
    if (isList(value)) return succeed(value.length)
    if (value.kind === 'map') return succeed(value.entries.size)
  }
  return refuseType(argument, 'length', 'a list, a map or a text')
}

/** Counts as Python's `range` does: `range(3)` is 0, 1, 2 and `range(1, 4)` is 1, 2, 3. The stop is not reached. */
function count(call: BuiltinCall): FunctionResult {
  const given = [argumentAt(call, 0), argumentAt(call, 1), argumentAt(call, 2)]
  const wrong = given.find(({ value }, index) => !isWhole(value) && (value !== null || index === 0))
  if (wrong !== undefined) return refuseType(wrong, 'range', 'whole numbers')
  const [first, second, third] = given.map(({ value }) => (typeof value === 'number' ? value : undefined))
  const [start, stop] = second === undefined ? [0, first ?? 0] : [first ?? 0, second]
  const step = third ?? 1
  if (step === 0) return refuseType(argumentAt(call, 2), 'range', 'a step that is not 0')
  const length = Math.max(0, Math.ceil((stop - start) / step))
  if (length > limits.rangeLength) {
    return refuse(diagnostic('range-too-long', { length, limit: limits.rangeLength }, { at: call.at }))
  }
  return succeed(Array.from({ length }, (_, index) => start + index * step))
}

function isWhole(value: Argument['value']): boolean {
  return typeof value === 'number' && Number.isSafeInteger(value)
}
