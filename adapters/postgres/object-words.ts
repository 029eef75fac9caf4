/** What something is given to. */
export type TargetKind = 'table' | 'view' | 'materialized_view'

/** The word for a relation in statements about it. */
export function objectWordOf(kind: TargetKind): string {
  return kind === 'materialized_view' ? 'materialized view' : kind
}

/** The kind that the catalogue's letter stands for; what xform never builds counts as a table. */
export function kindOfLetter(letter: string): TargetKind {
  if (letter === 'v') return 'view'
  return letter === 'm' ? 'materialized_view' : 'table'
}
