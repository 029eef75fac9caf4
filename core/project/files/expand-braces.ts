/** More alternatives than anybody writes by hand. */
const limit = 1000

/**
 * The patterns that a pattern with `{a,b}` stands for; braces may stand inside braces. A brace that is not closed, or
 * that holds no comma, is an ordinary character. Beyond a thousand alternatives the rest is left out: `checkPattern`
 * refuses such a pattern.
 */
export function expandBraces(pattern: string): readonly string[] {
  const done: string[] = []
  const open = [pattern]
  for (let next = open.pop(); next !== undefined && done.length <= limit; next = open.pop()) {
    const found = firstChoice(next)
    if (found === undefined) done.push(next)
    else open.push(...found.toReversed())
  }
  return done
}

/** Whether a pattern stands for more patterns than are tried. */
export function hasTooManyChoices(pattern: string): boolean {
  return expandBraces(pattern).length > limit
}

function firstChoice(pattern: string): readonly string[] | undefined {
  for (let start = pattern.indexOf('{'); start !== -1; start = pattern.indexOf('{', start + 1)) {
    const choice = readChoice(pattern, start)
    if (choice === undefined) continue
    const head = pattern.slice(0, start)
    const tail = pattern.slice(choice.end)
    return choice.parts.map((part) => head + part + tail)
  }
  return undefined
}

function readChoice(
  pattern: string,
  start: number,
): { readonly parts: readonly string[]; readonly end: number } | undefined {
  const parts: string[] = []
  let depth = 0
  let partStart = start + 1
  for (let at = start + 1; at < pattern.length; at++) {
    const character = pattern[at]
    if (character === '{') depth++
    else if (character === '}' && depth > 0) depth--
    else if (depth > 0) continue
    else if (character === ',' || character === '}') {
      parts.push(pattern.slice(partStart, at))
      partStart = at + 1
      if (character === '}') return parts.length > 1 ? { parts, end: at + 1 } : undefined
    }
  }
  return undefined
}
