import type { GrowthInput } from './growth-input.ts'

/** A part of the keys, chosen by a hash: the same part for the same seed. */
export interface Sample {
  /** How much of all keys, from 0 to 1. */
  readonly share: number
  readonly seed: string
}

/** Hexadecimal digits of the hash that are looked at. */
const digits = 8

/** The condition that a row's key, given as expressions, belongs to a sample. */
export function isSampled(
  expressions: readonly string[],
  { share, seed }: Sample,
  { dialect }: Pick<GrowthInput, 'dialect'>,
): string {
  const parts = expressions.map((expression) => `coalesce(cast(${expression} as text), '')`)
  const hash = dialect.hash([dialect.literal(seed), ...parts].join(` || '|' || `))
  const bound = Math.min(16 ** digits - 1, Math.floor(share * 16 ** digits))
  return `substr(${hash}, 1, ${digits}) < ${dialect.literal(bound.toString(16).padStart(digits, '0'))}`
}
