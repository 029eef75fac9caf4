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
}

/** What stands under one name. */
export type RelationState =
  | { readonly exists: false }
  | { readonly exists: true; readonly kind: RelationKind; readonly columns: readonly Column[] }
