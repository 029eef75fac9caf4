// The relations of nodes + Adapter → what the database's catalogue says of those that stand. Reads only.
import type { Adapter } from '../adapter/adapter.ts'
import type { CatalogueEntry } from '../adapter/catalogue-entry.ts'
import type { RelationName } from '../adapter/relation.ts'
import type { Session } from '../adapter/session.ts'
import type { Diagnostic } from '../errors/diagnostic.ts'
import type { NodeId } from '../parse/node.ts'
import { wordProblem } from './explain-failure.ts'

/** What a look at the catalogue found. */
export interface CatalogueReading {
  /** What stands, in the order of the relations that were given. */
  readonly entries: ReadonlyMap<NodeId, CatalogueEntry>
  /** What could not be read: one for each schema that was refused. */
  readonly diagnostics: readonly Diagnostic[]
}

/** Looks at the relations of nodes, schema by schema. A schema that cannot be read does not hide the others. */
export async function readCatalogue(
  adapter: Adapter,
  relations: ReadonlyMap<NodeId, RelationName>,
  signal: AbortSignal,
): Promise<CatalogueReading> {
  const found = new Map<string, CatalogueEntry>()
  const diagnostics: Diagnostic[] = []
  await adapter.session(async (session) => {
    for (const names of bySchema(relations.values())) {
      const answer = await lookInto(names, adapter, session)
      if (answer.ok) for (const entry of answer.entries) found.set(keyOf(entry.asked), entry)
      else diagnostics.push(answer.diagnostic)
    }
  }, signal)
  const entries = [...relations].flatMap(([id, relation]) => {
    const entry = found.get(keyOf(relation))
    return entry === undefined ? [] : [[id, entry] as const]
  })
  return { entries: new Map(entries), diagnostics }
}

type Answer =
  | { readonly ok: true; readonly entries: readonly CatalogueEntry[] }
  | { readonly ok: false; readonly diagnostic: Diagnostic }

async function lookInto(names: readonly RelationName[], adapter: Adapter, session: Session): Promise<Answer> {
  const [first] = names
  if (first === undefined) return { ok: true, entries: [] }
  const { database, schema } = first
  const inside = database === undefined ? { schema } : { database, schema }
  try {
    const wanted = [...new Set(names.map(({ name }) => name))]
    return { ok: true, entries: await adapter.catalogue(session, inside, wanted) }
  } catch (error) {
    const problem = adapter.explain(error)
    if (problem === undefined || problem.kind === 'connection' || problem.kind === 'cancelled') throw error
    const message = `The schema "${schema}" cannot be read: ${problem.message}`
    return { ok: false, diagnostic: wordProblem({ ...problem, message }, {}) }
  }
}

function bySchema(relations: Iterable<RelationName>): Iterable<readonly RelationName[]> {
  const groups = new Map<string, RelationName[]>()
  for (const relation of relations) {
    const key = keyOf({ ...relation, name: '' })
    const others = groups.get(key)
    if (others === undefined) groups.set(key, [relation])
    else others.push(relation)
  }
  return groups.values()
}

function keyOf({ database, schema, name }: RelationName): string {
  return JSON.stringify([database ?? null, schema, name])
}
