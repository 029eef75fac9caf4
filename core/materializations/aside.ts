import type { Dialect } from '../adapter/dialect.ts'
import { fitName } from '../adapter/fit-name.ts'
import type { RelationName } from '../adapter/relation.ts'

const suffix = '__xform_new'

/** The name under which a relation's successor is built aside: always the same for the same relation, and never too long. */
export function asideName(relation: RelationName, dialect: Dialect): RelationName {
  return { ...relation, name: fitName(relation.name, suffix, dialect.maxIdentifierBytes) }
}
