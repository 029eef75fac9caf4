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
  /** What depends on the relation and cannot be carried over, in words (`function shop.recent()`). */
  readonly obstacles: readonly string[]
  /** The foreign keys of other tables that refer to it, in the words of `Referrer`. */
  readonly references: readonly string[]
}

/** The relation that takes a standing one's place. */
export interface Successor {
  /** The name under which it stands at the moment: another one, or the same where the old relation is dropped first. */
  readonly name: RelationName
  readonly kind: 'table' | 'view'
  /** Which indexes and constraints (`index`), and which triggers, policies and statistics, the model makes itself: they are not carried over. */
  readonly makes: (name: string, what: 'index' | 'other') => boolean
}

/** Statements that give a successor what belonged to the relation itself. */
export interface Dress {
  /** Run on the successor before it takes the place; building indexes may take long. */
  readonly before: readonly string[]
  /** Run behind that: its foreign keys, which hold the tables that they refer to. */
  readonly keys: readonly string[]
  /** Run when the old relation is gone and the successor has its name: gives indexes their final names. */
  readonly after: readonly string[]
}

/**
 * A table with foreign keys that refer to a relation, or to a table that does, and what carries them over to the relation's
 * successor.
 */
export interface Referrer {
  /** In words: `foreign key "orders_customer" of table "shop"."orders"`. */
  readonly words: string
  readonly table: RelationName
  /** Its keys to the relation itself, column by column. */
  readonly keys: readonly { readonly columns: readonly string[]; readonly referenced: readonly string[] }[]
  /** Why it cannot be carried over, in a clause (`which belongs to finance`). */
  readonly obstacle?: string
  /** Whether xform made them, so that building their table anew makes those again that are still declared. */
  readonly isOwn: boolean
  readonly carry: (successor: RelationName, hold: HoldOfKey) => CarriedKeys
}

/** `checked`: rows are refused that refer to none of the successor's; `gone`: the key itself is not carried over. */
export type HoldOfKey = 'checked' | 'unchecked' | 'gone'

/** Statements that carry foreign keys over. */
export interface CarriedKeys {
  /** Run on the successor before it takes the place; checking rows may take long. */
  readonly before: readonly string[]
  /** Run right before the old relation goes. */
  readonly down: readonly string[]
  /** Run when the successor has its name. */
  readonly up: readonly string[]
}

/**
 * What belongs to a relation itself: owner, grants, options, comments, policies, triggers, indexes, statistics, publications.
 * What belongs to a column that the successor no longer has is left out.
 */
export interface Belongings {
  /** Who refers to it by foreign keys: in this order they can be taken down one by one, and in the reverse order be put up again. */
  readonly referrers: readonly Referrer[]
  readonly dress: (successor: Successor) => Dress
}
