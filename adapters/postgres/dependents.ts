// A standing relation → what depends on it, with the statements that take it down and put it up again.
import type { Dependent, Dependents } from '../../core/adapter/publishing.ts'
import type { RelationName } from '../../core/adapter/relation.ts'
import type { Session } from '../../core/adapter/session.ts'
import { describedStatements } from './belongings.ts'
import { optionList } from './column-statements.ts'
import { standardDialect } from '../../core/adapter/standard-dialect.ts'
import { discover } from './discovery.ts'
import { indexStatements } from './index-statements.ts'
import { objectWordOf } from './object-words.ts'
import { reactionStatements } from './reaction-statements.ts'
import { readFacts, type RelationFacts } from './relation-facts.ts'

const { quote, relation: relationText } = standardDialect

/** Reads what depends on a relation: all views and materialized views, whoever made them, through any number of others. */
export async function dependents(session: Session, relation: RelationName): Promise<Dependents> {
  const { dependents: found, obstacles, references } = await discover(session, relation)
  if (found.length === 0) return { objects: [], obstacles, references }
  const facts = await readFacts(session, `'{${found.join(', ')}}'::oid[]`)
  const objects = found.flatMap((number) => {
    const one = facts.get(number)
    return one === undefined ? [] : [dependentOf(one)]
  })
  return { objects, obstacles, references }
}

function dependentOf(facts: RelationFacts): Dependent {
  const name = { schema: facts.schema, name: facts.name }
  const kind = facts.kind === 'm' ? 'materialized_view' : 'view'
  const columns = facts.columns.map((column) => quote(column.name)).join(', ')
  const definition = (facts.definition ?? '').replace(/;\s*$/, '')
  return {
    name,
    kind,
    drop: `drop ${objectWordOf(kind)} ${relationText(name)}`,
    create: creation({ facts, kind, columns: columns === '' ? '' : ` (${columns})` }, definition),
    createAs: (query) => creation({ facts, kind, columns: '' }, query),
    restore: [
      ...describedStatements(name, kind, facts),
      ...reactionStatements(name, facts),
      ...(kind === 'view' ? [] : indexStatements(name, kind, facts)),
    ],
  }
}

interface Creation {
  readonly facts: RelationFacts
  readonly kind: Dependent['kind']
  readonly columns: string
}

function creation({ facts, kind, columns }: Creation, query: string): string {
  const name = relationText({ schema: facts.schema, name: facts.name })
  const options = facts.options === null ? '' : ` with (${optionList(facts.options)})`
  if (kind === 'view') return `create view ${name}${columns}${options} as\n${query}`
  const method = facts.method === null ? '' : ` using ${quote(facts.method)}`
  const tablespace = facts.tablespace === null ? '' : ` tablespace ${quote(facts.tablespace)}`
  const filled = facts.populated ? '' : '\nwith no data'
  return `create materialized view ${name}${columns}${method}${options}${tablespace} as\n${query}${filled}`
}
