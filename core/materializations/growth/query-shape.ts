// The text of a query, without strings and comments → its select bodies, each with what it says on its own level.

/** One select, with or without brackets around it. */
export interface QueryBody {
  /** What it says itself: bodies within it are cut out, and `⟨n⟩` stands for the n-th. */
  readonly own: string
  /** The name of the common table expression that it is, without quotes. */
  readonly name?: string
  /** Whether it stands where a table could: behind `from`, `join` or a comma between tables. */
  readonly isTable: boolean
  /** The body that it stands in. */
  readonly parent?: number
}

/** A bracket in which a query begins, also where more brackets stand around that. */
const begins = /\([(\s]{0,80}(?:select|with|from|values|table)\b/iuy
const commonTable =
  /(?:\bwith(?:\s+recursive)?|,)\s*("[^"]+"|[\p{L}_][\p{L}\p{N}_$]*)\s*(?:\([^()]*\)\s*)?as\s*(?:(?:not\s+)?materialized\s*)?$/iu
const clauseWord =
  /\b(?:select|from|join|lateral|where|group|having|order|on|using|in|exists|any|all|some|window|qualify|limit)\b/giu

/** The bodies of a query, the outermost first, each behind the one that it stands in. */
export function readBodies(code: string): readonly QueryBody[] {
  const bodies: { own: string; name?: string; isTable: boolean; parent?: number }[] = [
    { own: '', isTable: true },
  ]
  /** For each open bracket the body that it ends; undefined for a bracket of any other kind. */
  const open: (number | undefined)[] = []
  let current = 0
  for (let at = 0; at < code.length; at++) {
    const letter = code.charAt(at)
    const body = bodies[current]
    if (body === undefined) break
    if (letter === '(' && beginsBody(code, at)) {
      const name = commonTable.exec(body.own)?.[1]?.replaceAll('"', '')
      const index = bodies.length
      bodies.push({
        own: '',
        isTable: standsForTable(body.own),
        parent: current,
        ...(name === undefined ? {} : { name }),
      })
      body.own += `(⟨${index}⟩`
      open.push(current)
      current = index
    } else if (letter === ')' && open.length > 0) {
      const back = open.pop()
      if (back !== undefined) current = back
      const outer = bodies[current]
      if (outer !== undefined) outer.own += ')'
    } else {
      if (letter === '(') open.push(undefined)
      body.own += letter
    }
  }
  return bodies
}

function beginsBody(code: string, at: number): boolean {
  begins.lastIndex = at
  return begins.test(code)
}

/** Whether the last clause that a text begins is one of tables. */
function standsForTable(before: string): boolean {
  const last = [...before.matchAll(clauseWord)].at(-1)?.[0].toLowerCase() ?? ''
  return ['from', 'join', 'lateral'].includes(last)
}

/** The parts of a text between commas that stand in no brackets. */
export function splitItems(text: string): readonly string[] {
  const items: string[] = []
  let depth = 0
  let start = 0
  for (let at = 0; at < text.length; at++) {
    const letter = text[at]
    if (letter === '(' || letter === '[' || letter === '{') depth++
    else if (letter === ')' || letter === ']' || letter === '}') depth--
    else if (letter === ',' && depth === 0) {
      items.push(text.slice(start, at))
      start = at + 1
    }
  }
  return [...items, text.slice(start)].map((item) => item.trim()).filter((item) => item !== '')
}

/** A word, where it is not a part of a name. */
const clause = (word: string): RegExp => new RegExp(String.raw`(?<![."])\b${word}\b(?!")`, 'giu')
const endOfClause =
  /(?<![."])\b(?:from|where|group|having|order|window|qualify|limit|offset|fetch|union|except|intersect|for)\b(?!")/giu

/** What a body says behind a word, up to the next clause; undefined where it does not say the word outside of brackets. */
export function clauseOf(own: string, word: string): string | undefined {
  const flat = blankBrackets(own)
  const start = [...flat.matchAll(clause(word))][0]
  if (start === undefined) return undefined
  const from = start.index + start[0].length
  const end = [...flat.matchAll(endOfClause)].find(({ index }) => index >= from)
  return own.slice(from, end?.index ?? own.length)
}

/** A text of the same length in which everything in brackets is blank. */
export function blankBrackets(text: string): string {
  let depth = 0
  return text.replaceAll(/[^]/gu, (letter) => {
    if (letter === ')') depth = Math.max(0, depth - 1)
    const shown = depth === 0 ? letter : ' '.repeat(letter.length)
    if (letter === '(') depth++
    return shown
  })
}
