import type { Row } from '../../adapter/session.ts'
import type { Driver } from '../../compile/intake.ts'
import { diagnostic, type Diagnostic } from '../../errors/diagnostic.ts'
import type { Reaction } from '../step.ts'
import type { Reading } from './growth-input.ts'
import type { Position } from './position.ts'

/** What opening a driver comes to. */
export type Opening =
  | { readonly kind: 'reading'; readonly reading: Reading }
  | { readonly kind: 'nothing'; readonly because: string }
  /** What was read before does not hold any more: the relation has to be built anew. */
  | { readonly kind: 'restarted'; readonly because: string }
  | { readonly kind: 'refused'; readonly diagnostics: readonly Diagnostic[] }

/** A cursor source, what has been read of it, and how to go on. */
export interface CursorOpening {
  readonly driver: Extract<Driver, { kind: 'cursor' }>
  readonly since: Position | undefined
  readonly next: (opening: Opening) => Reaction
}

/** Refuses a source some of whose rows have no cursor value: they would never be read. */
export function refuseNullCursor(row: Row | undefined, { driver }: CursorOpening): Opening | undefined {
  if (row?.['has_null'] !== true) return undefined
  const params = { source: driver.name, column: driver.cursor.column }
  return { kind: 'refused', diagnostics: [diagnostic('cursor-null', params, { at: driver.cursor.at })] }
}

/** Why nothing was done. */
export function nothingNew(driver: Driver): string {
  return `nothing new in ${driver.name}`
}
