import { succeed } from '../environment.ts'
import { isTruthy } from '../truthy.ts'
import { comparisons } from './comparisons.ts'
import type { BuiltinFunction } from './function.ts'
import { lists } from './lists.ts'
import { quoting } from './quoting.ts'
import { texts } from './texts.ts'

/** `is_incremental()` is the value `incremental`, for those who are used to calling it. */
const isIncremental: BuiltinFunction = {
  signature: { name: 'is_incremental', parameters: [] },
  run: ({ environment }) => succeed(isTruthy(environment.values.get('incremental') ?? false)),
}

/** The functions that every template has, by name. */
export const builtins: ReadonlyMap<string, BuiltinFunction> = new Map(
  [...comparisons, ...texts, ...lists, ...quoting, isIncremental].map((one) => [one.signature.name, one]),
)
