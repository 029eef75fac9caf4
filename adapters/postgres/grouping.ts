// Statements → the messages in which they are sent.
import { maySeveral } from './several-statements.ts'

/** Statements that are sent in one message. */
export interface Group {
  readonly statements: readonly string[]
  /** Whether it is one text that may hold several statements: that needs a message of its own. */
  readonly several: boolean
}

/** As few messages as possible: all statements together, except for texts that hold several (a hook may). */
export function groupStatements(statements: readonly string[]): readonly Group[] {
  const groups: { statements: string[]; several: boolean }[] = []
  for (const statement of statements) {
    const several = maySeveral(statement)
    const last = groups.at(-1)
    if (several || last === undefined || last.several) groups.push({ statements: [statement], several })
    else last.statements.push(statement)
  }
  return groups
}
