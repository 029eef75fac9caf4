import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { displayWidth, graphemes } from './display-width.ts'
import { escapeControls } from './escape.ts'
import { markLine } from './marked-line.ts'

/** Characters one by one, so that none joins its neighbour. */
const character = fc.constantFrom(
  'a',
  'Z',
  ' ',
  ',',
  'é',
  'e\u0301',
  '東',
  'ﾊ',
  '한',
  '👍',
  '👨‍👩‍👧',
  '🇩🇪',
  '…',
  '\u001b',
  '\u200b',
  '\u202e',
  'ß',
  '𠀀',
)

/** A line, and one of its characters by its number. */
const lineAndCharacter = fc
  .array(character, { minLength: 1, maxLength: 300 })
  .filter((characters) => [...graphemes(characters.join(''))].length === characters.length)
  .chain((characters) => fc.tuple(fc.constant(characters), fc.nat(characters.length - 1)))

/** The part of a text between two columns of the terminal. */
function sliceColumns(text: string, from: number, length: number): string {
  let column = 0
  let slice = ''
  for (const grapheme of graphemes(text)) {
    if (column >= from && column < from + length) slice += grapheme
    column += displayWidth(grapheme)
  }
  return slice
}

function markCharacter(characters: readonly string[], position: number, width: number) {
  const start = characters.slice(0, position).join('').length
  const marked = characters[position] ?? ''
  const line = markLine(characters.join(''), { start, end: start + marked.length }, width)
  return { line, marked: escapeControls(marked) }
}

test('the mark is below the character, whatever stands before it', () => {
  fc.assert(
    fc.property(lineAndCharacter, ([characters, position]) => {
      const { line, marked } = markCharacter(characters, position, 10_000)
      expect(sliceColumns(line.text, line.offset, line.length)).toBe(marked)
    }),
  )
})

test('the mark is below the character also where the line is cut', () => {
  fc.assert(
    fc.property(lineAndCharacter, fc.integer({ min: 20, max: 100 }), ([characters, position], width) => {
      const { line, marked } = markCharacter(characters, position, width)
      expect(sliceColumns(line.text, line.offset, line.length)).toBe(marked)
      expect(displayWidth(line.text)).toBeLessThanOrEqual(width)
    }),
  )
})

test('any stretch of any text is marked within the width', () => {
  const anything = fc.string({ unit: 'binary', maxLength: 400 })
  fc.assert(
    fc.property(anything, fc.nat(500), fc.nat(500), (text, start, length) => {
      const line = markLine(text, { start, end: start + length }, 40)
      expect(displayWidth(line.text)).toBeLessThanOrEqual(40)
      expect(line.offset + line.length).toBeLessThanOrEqual(40)
      expect(line.length).toBeGreaterThan(0)
    }),
    { numRuns: 500 },
  )
})
