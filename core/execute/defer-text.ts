import type { Messages } from './transaction.ts'

/** Keeps back statements of the step's own bookkeeping; a database that has no such statement goes without. */
export function deferText(messages: Messages, ...texts: readonly (string | undefined)[]): void {
  for (const sql of texts) if (sql !== undefined) messages.defer({ sql, label: 'step' })
}
