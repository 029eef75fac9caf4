import type { Dialect } from '../adapter/dialect.ts'
import { fitName } from '../adapter/fit-name.ts'
import type { RelationName } from '../adapter/relation.ts'

/** A table that only one transaction sees. */
export interface TemporaryTable {
  /** As it is made. */
  readonly name: string
  /** As it is read. */
  readonly relation: RelationName
}

/** The temporary table of a relation for one purpose: always the same name for the same relation, and never too long. */
export function temporaryTable(relation: RelationName, suffix: string, dialect: Dialect): TemporaryTable {
  const name = fitName(relation.name, suffix, dialect.maxIdentifierBytes)
  return { name, relation: dialect.temporary(name) }
}
