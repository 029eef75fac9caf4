import type { Arrivals, ReadSoFar } from '../../adapter/dialect.ts'
import { textOf, type Row } from '../../adapter/session.ts'
import { diagnostic } from '../../errors/diagnostic.ts'
import type { Reaction, Step } from '../step.ts'
import type { GrowthInput } from './growth-input.ts'
import { nothingNew, refuseNullCursor, type CursorOpening, type Opening } from './opening.ts'
import { subjectOf, type TransactionPosition } from './position.ts'

/** How many moments are kept of which the greatest cursor value is known. */
const keptMarks = 32

/**
 * Reads a source by the transactions that wrote its rows, whatever order they commit in. First it looks since when
 * transactions have been running, then at the table: who writes later was among them, or began after the look.
 */
export function openCommits(input: GrowthInput, opening: CursorOpening): Reaction {
  const { arrivals } = input.dialect
  if (arrivals === undefined) throw new Error('the database does not tell transactions apart')
  const { driver, since } = opening
  if (since !== undefined && since.kind !== 'transactions') {
    return opening.next({
      kind: 'restarted',
      because: `the cursor of ${driver.name} is read in another way now`,
    })
  }
  const ask = (label: string, sql: string, next: (row: Row) => Reaction): Reaction => ({
    kind: 'steps',
    steps: [
      {
        kind: 'ask',
        label,
        statement: { sql, at: driver.cursor.at },
        beforehand: 'now',
        next: ([row = {}]) => next(row),
      } satisfies Step,
    ],
  })
  const known = readSoFar(opening)
  const lookFrom = (marks: Marks, table?: Row[string]): Reaction =>
    ask('look for open transactions', arrivals.look(known), (look) => {
      if (look['tells'] !== true) return opening.next(refuseOrder(opening))
      // What was looked at may have been exchanged since: by a seed, or by a hook.
      if (table !== undefined && table !== look['table']) return lookFrom([])
      const mark = usableMark(marks, look)
      // Values that come with the rows may be smaller than any before them: then the whole table is looked through.
      const read = look['draws'] === true ? known : { ...known, floor: null }
      return ask('look at the source', arrivals.head(read, mark?.value ?? null), (head) =>
        opening.next(openAt(head, { look, read, arrivals, opening, input, marks })),
      )
    })
  if (since !== undefined) return lookFrom(since.marks)
  // A first mark, so that the next reading is bounded already, where nobody has been writing for long.
  const early = input.firstMarks?.get(subjectOf(driver, input.dialect))
  if (early !== undefined) return lookFrom(markOf(early), early['table'])
  return ask('look how far the source goes', arrivals.mark(known), (row) => lookFrom(markOf(row)))
}

type Marks = TransactionPosition['marks']

/** The greatest cursor value at a moment, where there is one. */
function markOf({ at, top }: Row): Marks {
  return top === null || top === undefined ? [] : [{ at: textOf(at), value: textOf(top) }]
}

/** What has been read of a source, as a dialect wants to know it. */
export function readSoFar({ driver, since }: CursorOpening): ReadSoFar {
  const known = since?.kind === 'transactions' ? since : undefined
  return {
    source: driver.relation,
    cursor: driver.cursor.column,
    horizon: known?.horizon ?? null,
    floor: known?.floor ?? null,
  }
}

function refuseOrder({ driver }: CursorOpening): Opening {
  const params = { source: driver.name, column: driver.cursor.column }
  return {
    kind: 'refused',
    diagnostics: [diagnostic('cursor-needs-order', params, { at: driver.cursor.at })],
  }
}

/** The newest mark that is older than every transaction that is still running: what they write is greater. */
function usableMark(marks: Marks, look: Row): Marks[number] | undefined {
  if (typeof look['oldest'] !== 'string' || look['draws'] !== true) return undefined
  const oldest = BigInt(look['oldest'])
  return marks.findLast(({ at }) => BigInt(at) <= oldest)
}

interface Found {
  readonly look: Row
  readonly read: ReadSoFar
  readonly arrivals: Arrivals
  readonly opening: CursorOpening
  readonly input: GrowthInput
  readonly marks: Marks
}

function openAt(head: Row, { look, read, arrivals, opening, input, marks }: Found): Opening {
  const { driver } = opening
  const refused = refuseNullCursor(head, opening)
  if (refused !== undefined) return refused
  const horizon = textOf(head['horizon'])
  if (read.horizon !== null && BigInt(horizon) < BigInt(read.horizon)) {
    const params = { source: driver.name, read: read.horizon, now: horizon }
    return {
      kind: 'refused',
      diagnostics: [diagnostic('cursor-went-back', params, { at: driver.cursor.at })],
    }
  }
  const waits = head['unread'] === true ? waitingWords(look) : undefined
  if (read.horizon === horizon) {
    const because = [nothingNew(driver), ...(waits === undefined ? [] : [waits])].join('; ')
    return { kind: 'nothing', because }
  }
  const rows = (from: ReadSoFar): string =>
    `select * from ${input.dialect.relation(driver.relation)} where ${arrivals.condition(from, horizon)}`
  return {
    kind: 'reading',
    reading: {
      driver,
      fresh: rows(read),
      all: rows({ ...read, horizon: null, floor: null }),
      position: {
        kind: 'transactions',
        of: subjectOf(driver, input.dialect),
        horizon,
        floor: head['floor'] === null ? null : textOf(head['floor']),
        marks: nextMarks(marks, { head, look }),
      },
      weight: undefined,
      ...(waits === undefined ? {} : { waits }),
    },
  }
}

/** Whom newer rows wait for, from the answer to `look`. */
export function waitingWords(look: Row): string {
  const holder = look['holder']
  return `newer rows wait for ${holder === null ? 'a transaction that is still open' : textOf(holder)}`
}

/** Marks older than the one that is used now are not needed any more. */
function nextMarks(marks: Marks, { head, look }: { readonly head: Row; readonly look: Row }): Marks {
  if (look['draws'] !== true) return []
  const used = usableMark(marks, look)
  const kept = used === undefined ? marks : marks.slice(marks.indexOf(used))
  const all = [...kept, ...markOf(head)]
  // The newest is replaced: what matters is how old the oldest are.
  return all.length > keptMarks ? [...all.slice(0, keptMarks - 1), ...all.slice(-1)] : all
}
