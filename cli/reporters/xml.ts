/** An element of XML; attributes that are `undefined` are left out. */
export interface Element {
  readonly name: string
  readonly attributes: Readonly<Record<string, string | number | undefined>>
  readonly children: readonly Element[]
  /** Stands before the children. */
  readonly text?: string
}

/** Writes an element as an XML 1.0 document, indented by two blanks. */
export function renderXml(root: Element): string {
  return `<?xml version="1.0" encoding="UTF-8"?>\n${renderElement(root, '')}`
}

function renderElement({ name, attributes, children, text }: Element, indentation: string): string {
  const start = `${indentation}<${name}${renderAttributes(attributes)}`
  if (children.length === 0)
    return text === undefined ? `${start}/>\n` : `${start}>${escapeText(text)}</${name}>\n`
  const inner = children.map((child) => renderElement(child, `${indentation}  `)).join('')
  return `${start}>${escapeText(text ?? '')}\n${inner}${indentation}</${name}>\n`
}

function renderAttributes(attributes: Element['attributes']): string {
  return Object.entries(attributes)
    .map(([name, value]) => (value === undefined ? '' : ` ${name}="${escapeAttribute(String(value))}"`))
    .join('')
}

const entities: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  '\t': '&#9;',
  '\n': '&#10;',
  '\r': '&#13;',
}

/** Line ends and tabs in an attribute would be read back as blanks. */
function escapeAttribute(text: string): string {
  return withoutForbidden(text).replaceAll(/[&<>"\t\n\r]/g, (character) => entities[character] ?? character)
}

function escapeText(text: string): string {
  return withoutForbidden(text).replaceAll(/[&<>\r]/g, (character) => entities[character] ?? character)
}

/** Takes out what XML 1.0 cannot hold, not even escaped, and the control characters that it advises against (§2.2). */
function withoutForbidden(text: string): string {
  return text.replaceAll(/[^\P{Cc}\t\n\r]|[\p{Cs}\u{fffe}\u{ffff}]/gu, '')
}
