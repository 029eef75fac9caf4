// The contracts of nodes → names that two constraints would have, or a constraint and a relation.
import type { Dialect } from '../adapter/dialect.ts'
import type { RelationName } from '../adapter/relation.ts'
import { diagnostic, type Diagnostic } from '../errors/diagnostic.ts'
import type { Span } from '../errors/span.ts'
import type { NodeId } from '../parse/node.ts'
import type { CompiledNode } from './compiled.ts'

/** Who has a name, in words, and where that is said. */
interface Owner {
  readonly words: string
  readonly at?: Span
}

/**
 * Where constraints keep their names, those of a table differ. A key is an index, which has its name in a schema, as relations
 * have theirs.
 */
export function checkConstraintNames(
  nodes: readonly CompiledNode[],
  relations: ReadonlyMap<NodeId, RelationName>,
  dialect: Dialect,
): readonly Diagnostic[] {
  if (!dialect.supports.addConstraints) return []
  const inSchemas = new Map<string, Owner>()
  for (const relation of relations.values())
    inSchemas.set(dialect.identity(relation), { words: `the relation ${dialect.relation(relation)}` })
  return nodes.flatMap((node) => {
    const own = new Map<string, Owner>()
    return (node.contract?.constraints ?? []).flatMap(({ type, name, at }): readonly Diagnostic[] => {
      const isKey = type === 'primary_key' || type === 'unique'
      const place = dialect.identity({ ...node.relation, name })
      const taken = own.get(name) ?? (isKey ? inSchemas.get(place) : undefined)
      const owner: Owner = { words: `a constraint of "${node.name}"`, at }
      own.set(name, owner)
      if (isKey) inSchemas.set(place, owner)
      if (taken === undefined) return []
      const related = taken.at === undefined ? [] : [{ message: 'The other one stands here', at: taken.at }]
      return [diagnostic('constraint-name-taken', { name, by: taken.words }, { at, related })]
    })
  })
}
