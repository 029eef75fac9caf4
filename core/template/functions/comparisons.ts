import { succeed, type Argument, type FunctionResult } from '../environment.ts'
import { isEqual } from '../equal.ts'
import { isList, isTruthy } from '../truthy.ts'
import type { Value } from '../value.ts'
import { binary, refuseType, unary, variadic, type BuiltinFunction } from './function.ts'

/** Functions that conditions are made of. */
export const comparisons: readonly BuiltinFunction[] = [
  binary(['eq', 'a', 'b'], (a, b) => succeed(isEqual(a.value, b.value))),
  binary(['ne', 'a', 'b'], (a, b) => succeed(!isEqual(a.value, b.value))),
  ordering('lt', (order) => order < 0),
  ordering('lte', (order) => order <= 0),
  ordering('gt', (order) => order > 0),
  ordering('gte', (order) => order >= 0),
  variadic(['and', 'value'], (args) => succeed(decide(args, false) ?? true)),
  variadic(['or', 'value'], (args) => succeed(decide(args, true) ?? false)),
  unary(['not', 'value'], ({ value }) => succeed(!isTruthy(value))),
  binary(['in', 'item', 'collection'], contains),
]

/** The first argument that decides `and` (false) or `or` (true), otherwise the last. */
function decide(args: readonly Argument[], deciding: boolean): Value | undefined {
  return (args.find(({ value }) => isTruthy(value) === deciding) ?? args.at(-1))?.value
}

function ordering(name: string, holds: (order: number) => boolean): BuiltinFunction {
  return binary([name, 'a', 'b'], (a, b) => {
    if (typeof a.value === 'number') {
      return typeof b.value === 'number'
        ? succeed(holds(a.value - b.value))
        : refuseType(b, name, 'a number when the first argument is one')
    }
    if (typeof a.value !== 'string') return refuseType(a, name, 'two numbers or two texts')
    return typeof b.value === 'string'
      ? succeed(holds(compareText(a.value, b.value)))
      : refuseType(b, name, 'a text when the first argument is one')
  })
}

function compareText(a: string, b: string): number {
  if (a === b) return 0
  return a < b ? -1 : 1
}

function contains(item: Argument, collection: Argument): FunctionResult {
  const { value } = collection
  if (value !== null && typeof value === 'object') {
    if (isList(value)) return succeed(value.some((other) => isEqual(item.value, other)))
    if (value.kind === 'map') return succeed(typeof item.value === 'string' && value.entries.has(item.value))
  }
  if (typeof value !== 'string')
    return refuseType(collection, 'in', 'a list, a map or a text as its second argument')
  if (typeof item.value !== 'string') return refuseType(item, 'in', 'a text to look for in a text')
  return succeed(value.includes(item.value))
}
