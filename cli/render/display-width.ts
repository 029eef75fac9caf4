const graphemeBoundaries = new Intl.Segmenter('en', { granularity: 'grapheme' })

const printableAscii = /^[ -~]*$/
const emoji = /\p{Emoji_Presentation}|\p{Extended_Pictographic}\u{fe0f}|[\d#*]\u{fe0f}?\u{20e3}/u
/** Marks and format characters, and the vowels and finals that complete a Hangul syllable. */
const zeroWidth = /[\p{Mn}\p{Me}\p{Cf}\u{1160}-\u{11ff}\u{d7b0}-\u{d7fb}]/u
/** East Asian Wide and Fullwidth, after Unicode Standard Annex #11; emoji are recognized apart. */
const wide =
  /[\u{1100}-\u{115f}\u{2329}\u{232a}\u{2e80}-\u{303e}\u{3041}-\u{4dbf}\u{4e00}-\u{a4cf}\u{a960}-\u{a97c}\u{ac00}-\u{d7a3}\u{f900}-\u{faff}\u{fe10}-\u{fe19}\u{fe30}-\u{fe6b}\u{ff01}-\u{ff60}\u{ffe0}-\u{ffe6}\u{16fe0}-\u{18d08}\u{1aff0}-\u{1b2fb}\u{1f200}-\u{1f265}\u{20000}-\u{3fffd}]/u

/** How many columns of a terminal a text takes that holds no control characters. */
export function displayWidth(text: string): number {
  if (printableAscii.test(text)) return text.length
  let width = 0
  for (const grapheme of graphemes(text)) width += graphemeWidth(grapheme)
  return width
}

/** What a reader takes for the single characters of a text: a letter with its accents, a family of emoji. */
export function* graphemes(text: string): Generator<string> {
  if (printableAscii.test(text)) yield* text
  else for (const { segment } of graphemeBoundaries.segment(text)) yield segment
}

/** How many columns one character takes: none, one or two; more only where a cluster holds several letters. */
export function graphemeWidth(grapheme: string): number {
  if (printableAscii.test(grapheme)) return grapheme.length
  if (emoji.test(grapheme)) return 2
  let width = 0
  for (const character of grapheme) width += characterWidth(character)
  return width
}

function characterWidth(character: string): number {
  if (zeroWidth.test(character)) return 0
  return wide.test(character) ? 2 : 1
}
