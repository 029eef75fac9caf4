/** The full name of a table or view. */
export interface RelationName {
  /** The database (DuckDB: the attached database) where it is not the target's own. */
  readonly database?: string
  readonly schema: string
  readonly name: string
}

/** What kind of object stands under a name; `other` is anything that xform never builds (a sequence, a foreign table). */
export type RelationKind = 'table' | 'view' | 'materialized_view' | 'other'

/** A column as the database names it; the type is spelled as the database spells it, with its parameters. */
export interface Column {
  readonly name: string
  readonly type: string
}

/** A relation that stands in the database. */
export interface StandingRelation {
  readonly name: RelationName
  readonly kind: RelationKind
  readonly linked?: Linked
}

/**
 * Set where foreign keys lead from a table or to it, and its database does not look for them by itself when the table is
 * replaced.
 */
export type Linked = true

/** What stands under one name. */
export type RelationState =
  | { readonly exists: false }
  | {
      readonly exists: true
      readonly kind: RelationKind
      readonly columns: readonly Column[]
      /** Known of what stood when all relations were looked at. */
      readonly linked?: Linked
    }

/** Whether foreign keys have to be looked for when a relation is replaced. */
export function isLinked(state: RelationState): boolean {
  return state.exists && state.linked === true
}

/** What stands now, with what was known of it from the look at all relations. */
export function stillLinked(now: RelationState, before: RelationState): RelationState {
  return now.exists && isLinked(before) ? { ...now, linked: true } : now
}
