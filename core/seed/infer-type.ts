// The values of a column, one after the other → the narrowest type that holds them all.
import type { SeedType } from '../adapter/dialect.ts'
import { fitsDouble } from './double.ts'
import { kindOf, readValue } from './value.ts'

type Kind = SeedType['kind']

/** What is known of a column after some of its values: of constant size. */
export interface Evidence {
  readonly seen: Set<Kind>
  /** The most digits before a decimal point, and behind one. */
  wholeDigits: number
  scale: number
  /** Whether every number comes out of a double unchanged. */
  doubles: boolean
}

/** How many digits a decimal can have: as many as fit 64 bits, or 128. */
const decimalDigits = [18, 38] as const

/** Knows nothing yet. */
export function startEvidence(): Evidence {
  return { seen: new Set(), wholeDigits: 0, scale: 0, doubles: true }
}

/** Takes one more value into account. The empty field says nothing. */
export function observe(evidence: Evidence, field: string): void {
  if (field === '' || evidence.seen.has('text')) return
  const value = readValue(field)
  evidence.seen.add(kindOf(value))
  if (value.kind !== 'number') return
  evidence.wholeDigits = Math.max(evidence.wholeDigits, value.whole.length)
  evidence.scale = Math.max(evidence.scale, value.scale)
  evidence.doubles &&= fitsDouble(value.written)
}

/**
 * The narrowest type that holds every value exactly; text where there is none, and where there are no values.
 *
 * Whole numbers take 32 bits, 64 bits or a decimal; numbers with a fraction a decimal of 18 or of 38 digits, so that
 * one more row rarely changes the type. A column in which a number is written with an exponent is a double when every
 * number of it comes out of one unchanged. Days among timestamps are their midnights; timestamps with and without an
 * offset together are text, since only the author knows what is meant.
 */
export function inferType(evidence: Evidence): SeedType {
  const isOnly = (...kinds: readonly Kind[]): boolean =>
    [...evidence.seen].every((kind) => kinds.includes(kind))
  if (evidence.seen.size === 0) return { kind: 'text' }
  if (isOnly('boolean')) return { kind: 'boolean' }
  if (isOnly('integer')) return { kind: 'integer' }
  if (isOnly('integer', 'bigint')) return { kind: 'bigint' }
  if (isOnly('integer', 'bigint', 'decimal')) return decimalType(evidence)
  if (isOnly('integer', 'bigint', 'decimal', 'double') && evidence.doubles) return { kind: 'double' }
  if (isOnly('date')) return { kind: 'date' }
  if (isOnly('date', 'timestamp')) return { kind: 'timestamp' }
  return { kind: isOnly('timestamptz') ? 'timestamptz' : 'text' }
}

function decimalType({ wholeDigits, scale }: Evidence): SeedType {
  const precision = decimalDigits.find((digits) => wholeDigits + scale <= digits)
  return precision === undefined ? { kind: 'text' } : { kind: 'decimal', precision, scale }
}
