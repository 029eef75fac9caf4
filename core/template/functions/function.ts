import { diagnostic } from '../../errors/diagnostic.ts'
import type { Span } from '../../errors/span.ts'
import { refuse, type Argument, type Environment, type FunctionResult } from '../environment.ts'
import type { Signature } from '../signature.ts'
import { describeKind } from '../truthy.ts'

/** A function that every template has, whatever it is evaluated for. */
export interface BuiltinFunction {
  readonly signature: Signature
  readonly run: (call: BuiltinCall) => FunctionResult
}

/** A call of a built-in function, its arguments bound to its parameters. */
export interface BuiltinCall {
  /** One for each parameter; null, at the call's own place, where the fallback holds. */
  readonly args: readonly Argument[]
  readonly rest: readonly Argument[]
  readonly at: Span
  readonly environment: Environment
}

/** Makes a function of one argument. */
export function unary(
  [name, parameter]: readonly [string, string],
  run: (argument: Argument, call: BuiltinCall) => FunctionResult,
): BuiltinFunction {
  const signature = { name, parameters: [{ name: parameter }] }
  return { signature, run: (call) => run(argumentAt(call, 0), call) }
}

/** Makes a function of two arguments. */
export function binary(
  [name, first, second]: readonly [string, string, string],
  run: (first: Argument, second: Argument) => FunctionResult,
): BuiltinFunction {
  const signature = { name, parameters: [{ name: first }, { name: second }] }
  return { signature, run: (call) => run(argumentAt(call, 0), argumentAt(call, 1)) }
}

/** Makes a function of any number of arguments. */
export function variadic(
  [name, rest]: readonly [string, string],
  run: (args: readonly Argument[], call: BuiltinCall) => FunctionResult,
): BuiltinFunction {
  return { signature: { name, parameters: [], rest }, run: (call) => run(call.rest, call) }
}

/** The argument of a parameter; where the fallback holds, null at the call's own place. */
export function argumentAt({ args, at }: BuiltinCall, index: number): Argument {
  return args[index] ?? { value: null, at }
}

/** Refuses an argument of the wrong kind. `expected` completes "takes …": "a text", "a list or a map". */
export function refuseType({ value, at }: Argument, name: string, expected: string): FunctionResult {
  return refuse(diagnostic('wrong-argument-type', { name, expected, given: describeKind(value) }, { at }))
}
