// A value and the type of its column → the text that every database reads as that value.
import type { SeedType } from '../adapter/dialect.ts'
import { fitsDouble } from './double.ts'
import { kindOf, type MomentValue, type NumberValue, type Value } from './value.ts'

/**
 * Writes a value so that both databases read the same. Undefined where it is not one of the type's values. What is
 * written says, read again, what was read.
 */
export function writeValue(type: SeedType, value: Value): string | undefined {
  switch (value.kind) {
    case 'text':
      return undefined
    case 'boolean':
      return type.kind === 'boolean' ? String(value.value) : undefined
    case 'number':
      return holdsNumber(type, value) ? value.written : undefined
    case 'moment':
      return writeMoment(type, value)
  }
}

function holdsNumber(type: SeedType, value: NumberValue): boolean {
  if (type.kind === 'double') return fitsDouble(value.written)
  const kind = kindOf(value)
  if (type.kind === 'integer') return kind === 'integer'
  if (type.kind === 'bigint') return kind === 'integer' || kind === 'bigint'
  if (type.kind !== 'decimal' || kind === 'double') return false
  return value.scale <= type.scale && value.whole.length <= type.precision - type.scale
}

function writeMoment(type: SeedType, { date, time, offset }: MomentValue): string | undefined {
  if (type.kind === 'date') return time === undefined ? date : undefined
  if (type.kind === 'timestamp') return offset === undefined ? `${date} ${time ?? '00:00:00'}` : undefined
  if (type.kind !== 'timestamptz' || time === undefined || offset === undefined) return undefined
  return `${date} ${time}${offset}`
}
