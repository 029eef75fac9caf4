import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { fitsDouble } from './double.ts'

test('a number that a double holds exactly, or prints as it was written, fits', () => {
  const numbers = ['0', '-0.0', '1e5', '0.1', '0.30000000000000004', '1e-05', '5e-324', '1.50e+3', '100e-2']
  expect(numbers.filter((number) => !fitsDouble(number))).toEqual([])
})

test('a number that would come out of a double as another one does not fit', () => {
  const numbers = ['9007199254740993', '0.1000000000000000000001', '1e400', '-1e400', '1e-400']
  expect(numbers.filter(fitsDouble)).toEqual([])
})

test('every double fits as it prints itself', () => {
  fc.assert(
    fc.property(fc.double({ noNaN: true, noDefaultInfinity: true }), (number) => {
      expect(fitsDouble(String(number))).toBe(true)
      expect(fitsDouble(number.toExponential())).toBe(true)
    }),
  )
})

test('every whole number up to 2^53 fits, and no odd one between 2^53 and 2^54', () => {
  fc.assert(
    fc.property(fc.bigInt({ min: 0n, max: 2n ** 53n }), (whole) => {
      expect(fitsDouble(String(whole))).toBe(true)
      expect(fitsDouble(String(-whole))).toBe(true)
      expect(fitsDouble(String(2n ** 53n + (whole | 1n)))).toBe(false)
    }),
  )
})
