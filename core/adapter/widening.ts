/** What matters of a type for whether its values fit into another; anything that only fits into itself is `other`. */
export type TypeShape =
  | { readonly kind: 'integer'; readonly bits: number; readonly unsigned: boolean }
  /** `whole` digits before the point and `scale` digits behind it; both are infinite for a decimal without limits. */
  | { readonly kind: 'decimal'; readonly whole: number; readonly scale: number }
  | { readonly kind: 'float'; readonly bits: number }
  /** Text of up to `length` characters. */
  | { readonly kind: 'text'; readonly length: number }
  | { readonly kind: 'other'; readonly name: string }

/** A type's name in lower case and the numbers behind it: `numeric(10,2)` is `numeric` with 10 and 2. */
export interface SpelledType {
  readonly name: string
  readonly parameters: readonly number[]
}

/** Takes a type's spelling apart. What is more than a name and numbers stays in the name as it is. */
export function readType(spelling: string): SpelledType {
  const text = spelling.trim().replaceAll(/\s+/g, ' ')
  const parts = /^([a-z][a-z0-9_ ]*?) ?\( ?([0-9]+) ?(?:, ?(-?[0-9]+) ?)?\)$/i.exec(text)
  if (parts === null) return { name: /["']/.test(text) ? text : text.toLowerCase(), parameters: [] }
  const [, name = '', ...numbers] = parts
  return { name: name.toLowerCase(), parameters: numbers.filter((one) => one !== undefined).map(Number) }
}

/**
 * Whether every value of one type is, unchanged, a value of the other: whole numbers of more bits or enough digits,
 * decimals with at least as many digits on both sides of the point, floats of more bits, longer text. A date is not a
 * timestamp: it would gain a time of day and print differently. A whole number is not a float: it would divide differently.
 */
export function widensShape(from: TypeShape, to: TypeShape): boolean {
  switch (from.kind) {
    case 'integer':
      return integerFits(from, to)
    case 'decimal':
      return to.kind === 'decimal' && from.whole <= to.whole && from.scale <= to.scale
    case 'float':
      return to.kind === 'float' && from.bits <= to.bits
    case 'text':
      return to.kind === 'text' && from.length <= to.length
    case 'other':
      return to.kind === 'other' && from.name === to.name
  }
}

function integerFits(from: Extract<TypeShape, { kind: 'integer' }>, to: TypeShape): boolean {
  if (to.kind === 'decimal') return to.scale >= 0 && digitsOf(from) <= to.whole
  if (to.kind !== 'integer') return false
  if (from.unsigned === to.unsigned) return from.bits <= to.bits
  return from.unsigned && from.bits < to.bits
}

function digitsOf({ bits, unsigned }: { readonly bits: number; readonly unsigned: boolean }): number {
  return String(2n ** BigInt(unsigned ? bits : bits - 1)).length
}
