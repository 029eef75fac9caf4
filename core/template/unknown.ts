import type { Value } from './value.ts'

/**
 * Stands for a value that there is not: it spreads through whatever is computed from it, without a word.
 * `reported` tells a value that is missing because of a mistake that has been reported from one that cannot be known
 * in a branch that is not taken.
 */
export interface Unknown {
  readonly kind: 'unknown'
  readonly reported: boolean
}

/** What an expression comes to while a template is evaluated. */
export type Evaluated = Value | Unknown

/** No value, and nothing to say about it. */
export const unknowable: Unknown = { kind: 'unknown', reported: false }

/** No value, and the reason has been reported. */
export const failed: Unknown = { kind: 'unknown', reported: true }

/** Whether there is a value. */
export function isKnown(value: Evaluated): value is Value {
  return value !== unknowable && value !== failed
}
