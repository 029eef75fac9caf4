/** Decimal numbers of up to this many significant digits come out of a double unchanged. */
const surelyExact = 15

/**
 * Whether a number in decimal notation comes out of a double as it went in: whether the shortest notation that means
 * the double nearest to it (which is how JavaScript prints it) is the same number.
 */
export function fitsDouble(written: string): boolean {
  if (written.length <= surelyExact && !/e/iu.test(written)) return true
  const printed = String(Number(written))
  return printed === written || canonical(printed) === canonical(written)
}

const notation = /^(-?)(\d+)(?:\.(\d+))?(?:e([+-]?\d+))?$/iu

/** The significant digits and the power of ten: the same text for the same number. What is no number gives itself. */
function canonical(written: string): string {
  const match = notation.exec(written)
  if (match === null) return written
  const [, sign = '', whole = '', fraction = '', exponent = '0'] = match
  const digits = trimZeros(`${whole}${fraction}`)
  if (digits.significant === '') return '0'
  return `${sign}${digits.significant}e${Number(exponent) - fraction.length + digits.dropped}`
}

/** Digits without the zeros around them, and how many were dropped behind. */
function trimZeros(digits: string): { readonly significant: string; readonly dropped: number } {
  let end = digits.length
  while (end > 0 && digits[end - 1] === '0') end--
  return { significant: digits.slice(0, end).replace(/^0+/u, ''), dropped: digits.length - end }
}
