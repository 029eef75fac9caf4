import type { RelationName } from './relation.ts'

/** One object that depends on a relation and is made again when the relation is replaced. */
export interface Dependent {
  readonly name: RelationName
  readonly kind: 'view' | 'materialized_view'
  /** Takes it down. */
  readonly drop: string
  /** Its definition, as the catalogue prints it: what makes it again from its old query. */
  readonly create: string
  /** Makes it again from another query: the one that the plan has for it. */
  readonly createAs: (query: string) => string
  /** What puts its owner, grants, comments, options and indexes back, after it was made. */
  readonly restore: readonly string[]
}

/** What stands on a relation. */
export interface Dependents {
  /** Outermost first: in this order they can be dropped one by one, and in the reverse order be made again. */
  readonly objects: readonly Dependent[]
  /** What depends on the relation and cannot be carried over, in words (`foreign key "payments_order_fk" of table "shop"."payments"`). */
  readonly obstacles: readonly string[]
}

/** The relation that takes a standing one's place. */
export interface Successor {
  /** The name under which it stands at the moment: another one, or the same where the old relation is dropped first. */
  readonly name: RelationName
  readonly kind: 'table' | 'view'
  /** Which indexes, and which triggers, policies and statistics, the model makes itself: they are not carried over. */
  readonly makes: (name: string, what: 'index' | 'other') => boolean
}

/** Statements that give a successor what belonged to the relation itself. */
export interface Dress {
  /** Run on the successor before it takes the place; building indexes may take long. */
  readonly before: readonly string[]
  /** Run when the old relation is gone and the successor has its name: gives indexes their final names. */
  readonly after: readonly string[]
}

/**
 * What belongs to a relation itself: owner, grants, options, comments, policies, triggers, indexes, statistics, publications.
 * What belongs to a column that the successor no longer has is left out.
 */
export interface Belongings {
  readonly dress: (successor: Successor) => Dress
}
