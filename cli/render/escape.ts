/**
 * What a terminal would obey instead of showing, or not show at all: control characters, line separators, marks that
 * turn the direction of writing, lone surrogates, and invisible characters (soft hyphen, zero-width space, word joiner, byte order mark).
 */
const unshowable = /[\p{Cc}\p{Cs}\p{Zl}\p{Zp}\p{Bidi_Control}\u{ad}\u{200b}\u{2060}\u{feff}]/u
const everyUnshowable = new RegExp(unshowable, 'gu')

const named: Readonly<Record<string, string>> = { '\n': '\\n', '\r': '\\r', '\t': '\\t' }

/** The text on one line with nothing in it that a terminal would obey: `\n`, `\x1b`, `\u{202e}` stand for the characters. */
export function escapeControls(text: string): string {
  return text.replaceAll(everyUnshowable, (character) => named[character] ?? escapeCodePoint(character))
}

/** Whether a text holds anything that has to be escaped. */
export function hasControls(text: string): boolean {
  return unshowable.test(text)
}

/** The lines of a text, each escaped, tabs as blanks, without blank lines at the end. */
export function escapeLines(text: string): readonly string[] {
  return text
    .trimEnd()
    .split(/\r\n|\r|\n/)
    .map((line) => escapeControls(line.replaceAll('\t', '    ')))
}

function escapeCodePoint(character: string): string {
  const hex = (character.codePointAt(0) ?? 0).toString(16)
  return hex.length <= 2 ? `\\x${hex.padStart(2, '0')}` : `\\u{${hex}}`
}
