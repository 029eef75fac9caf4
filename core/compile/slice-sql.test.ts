import fc from 'fast-check'
import { expect, test } from 'vitest'
import { indexLines } from '../errors/span.ts'
import { concatSql } from '../template/concat-sql.ts'
import type { Sql } from '../template/sql.ts'
import { sliceSql } from './slice-sql.ts'

const path = 'models/orders.sql'

function copied(text: string): Sql {
  const at = indexLines({ path, text }).span(0, text.length)
  return { text, segments: text === '' ? [] : [{ start: 0, end: text.length, at, copied: true }] }
}

const texts = fc.array(fc.constantFrom('a', 'é', '😀', '\n', ' ', 'select')).map((parts) => parts.join(''))

test('a slice of a copied text stands where its letters stand', () => {
  fc.assert(
    fc.property(texts, fc.nat(50), fc.nat(50), (text, a, b) => {
      const [from, to] = [Math.min(a, b, text.length), Math.min(Math.max(a, b), text.length)]
      const slice = sliceSql(copied(text), from, to)
      expect(slice.text).toBe(text.slice(from, to))
      const expected = from === to ? [] : [indexLines({ path, text }).span(from, to)]
      expect(slice.segments.map(({ at }) => at)).toEqual(expected)
    }),
  )
})

test('two slices put together again give every letter its place back', () => {
  fc.assert(
    fc.property(texts, fc.nat(50), (text, at) => {
      const cut = Math.min(at, text.length)
      const whole = concatSql([sliceSql(copied(text), 0, cut), '/* xform */', sliceSql(copied(text), cut)])
      const lines = indexLines({ path, text })
      for (const segment of whole.segments) {
        const [from, to] = [lines.offset(segment.at), segment.end - segment.start]
        expect(text.slice(from, from + to)).toBe(whole.text.slice(segment.start, segment.end))
      }
    }),
  )
})
