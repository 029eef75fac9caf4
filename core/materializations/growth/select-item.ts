// The text of a query, without strings and comments → single items of its select lists, as far as brackets and commas tell.

/** The items that give a column a name: `max(day) as day` for `day`, in whatever select list. */
export function itemsNamed(code: string, name: string): readonly string[] {
  const escaped = name.replaceAll(/[$.*+?^()|[\]{}\\]/gu, String.raw`\$&`)
  const alias = new RegExp(String.raw`(?:\bas\s+|\)\s*)"?${escaped}"?(?=\s*(?:,|\)|$|from\b))`, 'giu')
  return [...code.matchAll(alias)].map(({ index, 0: found }) => {
    // A bracket before the name closes what the item says.
    const behind = found.startsWith(')') ? index + 1 : index
    return code.slice(itemStart(code, behind), index + found.length)
  })
}

/** The item in which an offset lies: from its beginning to the comma or the `from` behind it. */
export function itemAround(code: string, offset: number): string {
  return code.slice(itemStart(code, offset), itemEnd(code, offset))
}

const opening = /\b(?:select(?:\s+distinct)?|from|where|having|by|on)\s*$/iu

/** Goes back to the comma or the word that begins the list. */
function itemStart(code: string, offset: number): number {
  let depth = 0
  for (let at = offset - 1; at >= 0; at--) {
    const letter = code[at]
    if (letter === ')') depth++
    else if (letter === '(' && depth-- === 0) {
      // A bracket that is opened before: the item goes on outside of it, unless a query begins in it.
      depth = 0
    } else if (
      depth === 0 &&
      (letter === ',' || (/\s/u.test(letter ?? '') && opening.test(code.slice(Math.max(0, at - 20), at + 1))))
    )
      return at + 1
  }
  return 0
}

const ending = /\b(?:from|where|group|having|order|union)\b/iuy

function itemEnd(code: string, offset: number): number {
  let depth = 0
  for (let at = offset; at < code.length; at++) {
    const letter = code[at]
    if (letter === '(') depth++
    else if (letter === ')') depth = Math.max(0, depth - 1)
    else if (depth === 0 && letter === ',') return at
    else if (depth === 0) {
      ending.lastIndex = at
      if (ending.test(code)) return at
    }
  }
  return code.length
}
