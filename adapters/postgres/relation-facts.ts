// Numbers of relations → what belongs to them.
import { textOf, type Session } from '../../core/adapter/session.ts'
import { factsResult, factsStatements } from './facts-query.ts'

/** A privilege that somebody has been granted. Everybody (`public`) is null. */
export interface Grant {
  readonly grantor: string
  readonly grantee: string | null
  readonly privilege: string
  readonly grantable: boolean
  readonly mayActAsGrantor: boolean
}

/** What was said of one column. */
export interface ColumnFacts {
  readonly name: string
  readonly comment: string | null
  /** Of a view's column: what an insert through it takes. */
  readonly default: string | null
  readonly statistics: number | null
  readonly options: readonly string[] | null
  readonly grants: readonly Grant[]
}

export interface IndexFacts {
  readonly id: string
  readonly name: string
  readonly unique: boolean
  readonly definition: string
  /** What stands in the definition behind the name of the table. */
  readonly rest: string
  /** The definition of the constraint that it belongs to. */
  readonly constraint: string | null
  readonly constraintComment: string | null
  readonly columns: readonly string[]
  readonly comment: string | null
  readonly clustered: boolean
  /** Whether it is the relation's replica identity. */
  readonly identity: boolean
}

/** A check or a foreign key. */
export interface ConditionFacts {
  readonly name: string
  /** Up to the table that a foreign key refers to; of one that refers to its own table, the rest stands in `rest`. */
  readonly definition: string
  readonly rest: string | null
  readonly columns: readonly string[]
  readonly comment: string | null
}

/** A trigger or a rule. */
export interface ReactionFacts {
  readonly name: string
  readonly definition: string
  /** `O` as usual, `D` never, `R` on a replica, `A` always. */
  readonly enabled: 'O' | 'D' | 'R' | 'A'
  readonly columns: readonly string[]
  readonly comment: string | null
}

export interface PolicyFacts {
  readonly name: string
  readonly permissive: boolean
  /** `*` for all, `r` select, `a` insert, `w` update, `d` delete. */
  readonly command: '*' | 'r' | 'a' | 'w' | 'd'
  readonly roles: readonly (string | null)[]
  readonly using: string | null
  readonly check: string | null
  readonly comment: string | null
}

export interface StatisticsFacts {
  readonly schema: string
  readonly name: string
  readonly definition: string
  readonly target: number | null
  readonly columns: readonly string[]
  readonly comment: string | null
}

export interface PublicationFacts {
  readonly name: string
  readonly columns: readonly string[] | null
  readonly condition: string | null
}

/** Everything that belongs to a relation besides its rows and its columns' names and types. */
export interface RelationFacts {
  readonly schema: string
  readonly name: string
  /** `r` and `p` for a table, `v` view, `m` materialized view. */
  readonly kind: string
  readonly owner: string
  /** The role that we are, and the setting `role` (`none` where it is the login itself). */
  readonly me: string
  readonly role: string
  readonly options: readonly string[] | null
  readonly tablespace: string | null
  readonly method: string | null
  readonly populated: boolean
  /** A view's query. */
  readonly definition: string | null
  readonly comment: string | null
  /** What an owner may do unless something was taken away. */
  readonly ownerPrivileges: readonly string[]
  /** Whether anything was ever granted or revoked; otherwise the owner alone has his rights. */
  readonly granted: boolean
  readonly grants: readonly Grant[]
  /** Who is granted something on everything that we make. */
  readonly defaultGrantees: readonly (string | null)[]
  readonly columns: readonly ColumnFacts[]
  readonly indexes: readonly IndexFacts[]
  readonly checks: readonly ConditionFacts[]
  /** Its own, to other tables or to itself. */
  readonly foreignKeys: readonly ConditionFacts[]
  readonly triggers: readonly ReactionFacts[]
  readonly rules: readonly ReactionFacts[]
  readonly policies: readonly PolicyFacts[]
  readonly rowSecurity: boolean
  readonly forceRowSecurity: boolean
  /** `d` the primary key, `n` nothing, `f` the whole row, `i` an index. */
  readonly replicaIdentity: string
  readonly statistics: readonly StatisticsFacts[]
  readonly publications: readonly PublicationFacts[]
}

/** Reads what belongs to relations, in one message. Relations that no longer exist are left out. */
export async function readFacts(
  session: Session,
  relations: string,
): Promise<ReadonlyMap<string, RelationFacts>> {
  const results = await session.execute(factsStatements(relations))
  const rows = results[factsResult]?.rows ?? []
  return new Map(
    rows.map((row) => [textOf(row['relation']), JSON.parse(textOf(row['facts'])) as RelationFacts]),
  )
}
