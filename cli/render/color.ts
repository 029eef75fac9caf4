/** Puts a style around a text; the text itself stays as it is. */
export type Style = (text: string) => string

/** The few styles that xform uses. Without colours each gives the text back unchanged. */
export interface Paint {
  readonly bold: Style
  readonly dim: Style
  readonly red: Style
  readonly green: Style
  readonly yellow: Style
  readonly blue: Style
  readonly cyan: Style
}

/** The styles for an output with or without colours (ECMA-48 SGR codes of the basic eight). */
export function createPaint(color: boolean): Paint {
  const style = (open: number, close: number): Style =>
    color ? (text) => (text === '' ? '' : `\u001b[${open}m${text}\u001b[${close}m`) : (text) => text
  return {
    bold: style(1, 22),
    dim: style(2, 22),
    red: style(31, 39),
    green: style(32, 39),
    yellow: style(33, 39),
    blue: style(34, 39),
    cyan: style(36, 39),
  }
}
