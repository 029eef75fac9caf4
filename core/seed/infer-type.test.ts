import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { SeedType } from '../adapter/dialect.ts'
import { columnFields } from './fields.fixture.ts'
import { inferType, observe, startEvidence } from './infer-type.ts'
import { readValue } from './value.ts'
import { writeValue } from './write-value.ts'

function infer(fields: readonly string[]): SeedType {
  const evidence = startEvidence()
  for (const field of fields) observe(evidence, field)
  return inferType(evidence)
}

describe('a column', () => {
  test('takes the narrowest type that holds all its values', () => {
    expect(infer(['1', '2'])).toEqual({ kind: 'integer' })
    expect(infer(['1', '3000000000'])).toEqual({ kind: 'bigint' })
    expect(infer(['true', 'FALSE'])).toEqual({ kind: 'boolean' })
    expect(infer(['2024-01-01'])).toEqual({ kind: 'date' })
    expect(infer(['2024-01-01T10:00'])).toEqual({ kind: 'timestamp' })
    expect(infer(['2024-01-01T10:00Z'])).toEqual({ kind: 'timestamptz' })
  })

  test('without values is text', () => {
    expect(infer([])).toEqual({ kind: 'text' })
    expect(infer(['', ''])).toEqual({ kind: 'text' })
  })

  test('does not mind empty fields', () => {
    expect(infer(['', '7', ''])).toEqual({ kind: 'integer' })
  })

  test('of days and timestamps holds timestamps', () => {
    expect(infer(['2024-01-01', '2024-01-01 10:00:00'])).toEqual({ kind: 'timestamp' })
  })

  test('is text where some timestamps have an offset and some have none', () => {
    expect(infer(['2024-01-01 10:00:00', '2024-01-01 10:00:00Z'])).toEqual({ kind: 'text' })
    expect(infer(['2024-01-01', '2024-01-01 10:00:00Z'])).toEqual({ kind: 'text' })
  })

  test('is text where its values have nothing in common', () => {
    expect(infer(['1', 'true'])).toEqual({ kind: 'text' })
    expect(infer(['1', '2024-01-01'])).toEqual({ kind: 'text' })
    expect(infer(['1', '007'])).toEqual({ kind: 'text' })
  })
})

describe('a column of decimals', () => {
  test('has the scale of its longest fraction and 18 digits', () => {
    expect(infer(['0.06', '0.0625', '12'])).toEqual({ kind: 'decimal', precision: 18, scale: 4 })
  })

  test('has 38 digits where 18 do not hold all', () => {
    expect(infer(['123456789012345.6', '0.12345'])).toEqual({ kind: 'decimal', precision: 38, scale: 5 })
    expect(infer(['9223372036854775808'])).toEqual({ kind: 'decimal', precision: 38, scale: 0 })
  })

  test('is text where 38 digits do not hold all: a double would change them', () => {
    expect(infer(['1'.repeat(39)])).toEqual({ kind: 'text' })
    expect(infer(['1'.repeat(30), `0.${'1'.repeat(20)}`])).toEqual({ kind: 'text' })
  })
})

describe('a column with numbers in scientific notation', () => {
  test('is a double', () => {
    expect(infer(['1e-05', '0.30000000000000004', '7'])).toEqual({ kind: 'double' })
  })

  test('is text where a double would change a number', () => {
    expect(infer(['1e5', '9007199254740993'])).toEqual({ kind: 'text' })
    expect(infer(['9007199254740993', '1e5'])).toEqual({ kind: 'text' })
    expect(infer(['1e400'])).toEqual({ kind: 'text' })
  })
})

/** Whether a field is a value of a type, told without the code under test. */
function isOf(type: SeedType, text: string): boolean {
  switch (type.kind) {
    case 'text':
      return true
    case 'boolean':
      return /^(?:true|false)$/iu.test(text)
    case 'integer':
      return isWhole(text) && BigInt.asIntN(32, BigInt(text)) === BigInt(text)
    case 'bigint':
      return isWhole(text) && BigInt.asIntN(64, BigInt(text)) === BigInt(text)
    case 'decimal': {
      const [, whole = '', fraction = ''] = /^-?(\d*)(?:\.(\d+))?$/u.exec(text) ?? []
      return (
        `${whole}${fraction}` !== '' &&
        fraction.length <= type.scale &&
        whole.length <= type.precision - type.scale
      )
    }
    case 'double':
      return Number.isFinite(Number(text)) && text.trim() === text
    case 'date':
      return isDay(text)
    case 'timestamp':
      return isDay(text.slice(0, 10)) && Number.isFinite(instant(text, 'Z'))
    case 'timestamptz':
      return isDay(text.slice(0, 10)) && Number.isFinite(instant(text, ''))
  }
}

function isWhole(text: string): boolean {
  return text === '-0' || String(/^-?\d+$/u.test(text) && BigInt(text)) === text
}

function isDay(text: string): boolean {
  const time = Date.parse(`${text}T00:00:00Z`)
  return Number.isFinite(time) && new Date(time).toISOString().slice(0, 10) === text
}

/** Microseconds since the epoch, of a moment in any of the notations that are read; NaN for anything else. */
function instant(text: string, zone: string): number {
  const pattern = /^([\d-]{10})(?:[ T](\d\d:\d\d)(:\d\d)?(?:\.(\d+))?(?:(Z)|([+-]\d\d)(?::?(\d\d))?)?)?$/u
  const match = pattern.exec(text)
  if (match === null) return Number.NaN
  const [, day = '', minute = '00:00', second = ':00', fraction = '', utc, hours, minutes = '00'] = match
  const offset = utc ?? (hours === undefined ? zone : `${hours}:${minutes}`)
  return Date.parse(`${day}T${minute}${second}${offset}`) * 1000 + Number(fraction.slice(0, 6).padEnd(6, '0'))
}

describe('laws', () => {
  test('every value is one of the type that is inferred', () => {
    fc.assert(
      fc.property(columnFields, (fields) => {
        const type = infer(fields)
        expect(fields.filter((text) => text !== '' && !isOf(type, text))).toEqual([])
      }),
      { numRuns: 2000 },
    )
  })

  test('every value can be written in the type that is inferred, and says the same when it is read again', () => {
    fc.assert(
      fc.property(columnFields, (fields) => {
        const type = infer(fields)
        const values = type.kind === 'text' ? [] : fields.filter((text) => text !== '')
        const written = values.map((text) => writeValue(type, readValue(text)) ?? 'nothing')
        expect(written.map((text) => writeValue(type, readValue(text)))).toEqual(written)
        expect(values.filter((text, index) => !isSame(type, text, written[index] ?? ''))).toEqual([])
      }),
      { numRuns: 2000 },
    )
  })

  test('the order of the values makes no difference', () => {
    fc.assert(
      fc.property(columnFields, (fields) => {
        expect(infer(fields.toReversed())).toEqual(infer(fields))
      }),
    )
  })
})

/** Whether two texts are the same value, told without the code under test. */
function isSame(type: SeedType, text: string, written: string): boolean {
  switch (type.kind) {
    case 'boolean':
      return text.toLowerCase() === written
    case 'integer':
    case 'bigint':
    case 'double':
      return Number(text) === Number(written)
    case 'decimal':
      return text.replace(/^-?/u, '').replace(/^\./u, '0.') === written.replace(/^-/u, '')
    case 'timestamp':
      return instant(text, 'Z') === instant(written, 'Z')
    case 'timestamptz':
      return instant(text, '') === instant(written, '')
    case 'date':
    case 'text':
      return text === written
  }
}
