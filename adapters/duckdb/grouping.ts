// Statements → the texts in which they are sent.

/** Statements that are sent as one text; only the last one's result comes back. */
export interface Group {
  /** The index of the group's first statement among all. */
  readonly first: number
  readonly statements: readonly string[]
}

/** Stands between the statements of a text: none of them can swallow the next one with a comment at its end. */
export const separator = '\n;\n'

/**
 * Every text that is sent costs a fixed time. `begin` has no result that anybody could miss, and when it fails that shows,
 * so it is sent together with the statement behind it; `commit` likewise with the change before it, whose count is not seen.
 */
export function groupStatements(statements: readonly string[]): readonly Group[] {
  const groups: Group[] = []
  for (const [index, statement] of statements.entries()) {
    const last = groups.at(-1)
    if (last !== undefined && belongsTo(last, statement)) {
      groups[groups.length - 1] = { first: last.first, statements: [...last.statements, statement] }
    } else {
      groups.push({ first: index, statements: [statement] })
    }
  }
  return groups
}

const change = /^(?:insert|update|delete)\s/iu

function belongsTo({ statements }: Group, next: string): boolean {
  const isOpening = statements.length === 1 && statements[0] === 'begin'
  return isOpening || (next === 'commit' && change.test(statements.at(-1) ?? ''))
}
