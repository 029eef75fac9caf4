/** The offset in UTF-16 code units of a character that is counted in code points, from 0; the end where there are fewer. */
export function offsetOfCodePoint(text: string, codePoints: number): number {
  let offset = 0
  for (let passed = 0; passed < codePoints && offset < text.length; passed++) {
    offset += (text.codePointAt(offset) ?? 0) > 0xff_ff ? 2 : 1
  }
  return offset
}

/** The offset in UTF-16 code units of a character that is counted in bytes of UTF-8, from 0; the end where there are fewer. */
export function offsetOfByte(text: string, bytes: number): number {
  let offset = 0
  for (let passed = 0; passed < bytes && offset < text.length;) {
    const codePoint = text.codePointAt(offset) ?? 0
    passed += bytesOf(codePoint)
    offset += codePoint > 0xff_ff ? 2 : 1
  }
  return offset
}

function bytesOf(codePoint: number): number {
  if (codePoint < 0x80) return 1
  if (codePoint < 0x8_00) return 2
  return codePoint <= 0xff_ff ? 3 : 4
}
