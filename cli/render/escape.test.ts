import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { escapeControls, escapeLines } from './escape.ts'

test('control characters are spelled out', () => {
  expect(escapeControls('a\u001b[31mb\u0000\u009b\r\n\t')).toBe(String.raw`a\x1b[31mb\x00\x9b\r\n\t`)
})

test('what cannot be seen is spelled out', () => {
  expect(escapeControls('a\u202eb\u200bc\ufeff\u00ad\ud800')).toBe(
    String.raw`a\u{202e}b\u{200b}c\u{feff}\xad\u{d800}`,
  )
})

test('letters with accents, emoji and their joiners stay', () => {
  const text = 'é 東京 👨‍👩‍👧 क्ष नमस्‍ते'
  expect(escapeControls(text)).toBe(text)
})

test('the lines of a message are escaped one by one, without blank lines at its end', () => {
  expect(escapeLines('first\r\n\tsecond\u0007\n\n')).toEqual(['first', String.raw`    second\x07`])
})

test('no text keeps a control character', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), (text) => {
      expect(escapeControls(text)).not.toMatch(/[\p{Cc}\p{Cs}\p{Bidi_Control}]/u)
    }),
  )
})
