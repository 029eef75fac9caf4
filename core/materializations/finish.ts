import type { RelationName } from '../adapter/relation.ts'
import { textOf, type Row } from '../adapter/session.ts'
import { diagnostic } from '../errors/diagnostic.ts'
import type { ColumnProperties } from '../parse/node.ts'
import type { BuildContext } from './build-context.ts'
import type { Reaction, Step } from './step.ts'

/** A freshly built relation, under the name it has at the moment. */
export interface Built {
  readonly kind: 'table' | 'view'
  readonly relation: RelationName
}

/** What is said of a relation once it is built, as the config asks: grants and comments. */
export function finish(context: BuildContext, built: Built): readonly Step[] {
  return [...grants(context, built), ...comments(context, built)]
}

function grants({ node, dialect }: BuildContext, { relation }: Built): readonly Step[] {
  const wanted = Object.entries(node.config.grants)
  const query = dialect.grantsOf(relation)
  if (wanted.length === 0 || query === undefined) return []
  const step = (label: string, sql: string): Step => ({
    kind: 'execute',
    label,
    statement: { sql, ...(node.places['grants'] === undefined ? {} : { at: node.places['grants'] }) },
  })
  const adjust = (rows: readonly Row[]): Reaction => ({
    kind: 'steps',
    steps: wanted.flatMap(([privilege, roles]) => {
      const held = holders(rows, privilege)
      const surplus = held.filter((role) => !roles.includes(role))
      const missing = roles.filter((role) => !held.includes(role))
      return [
        ...(surplus.length === 0 ? [] : [step('revoke', dialect.revoke(privilege, relation, surplus))]),
        ...(missing.length === 0 ? [] : [step('grant', dialect.grant(privilege, relation, missing))]),
      ]
    }),
  })
  return [{ kind: 'ask', label: 'read grants', statement: { sql: query }, next: adjust }]
}

function holders(rows: readonly Row[], privilege: string): readonly string[] {
  return rows
    .filter((row) => textOf(row['privilege']).toLowerCase() === privilege.toLowerCase())
    .map((row) => textOf(row['grantee']))
}

function comments(context: BuildContext, built: Built): readonly Step[] {
  const { node, dialect } = context
  const { persistDocs } = node.config
  const steps: Step[] = []
  if (persistDocs.relation && node.description !== '') {
    const sql = dialect.comment(built.kind, built.relation, node.description)
    steps.push({ kind: 'execute', label: 'comment', statement: { sql } })
  }
  const documented = node.columns.filter((column) => column.description !== '')
  if (persistDocs.columns && documented.length > 0) steps.push(commentColumns(context, built, documented))
  return steps
}

function commentColumns(
  { node, dialect }: BuildContext,
  { kind, relation }: Built,
  documented: readonly ColumnProperties[],
): Step {
  return {
    kind: 'describe',
    label: 'read columns',
    statement: { sql: `select * from ${dialect.relation(relation)}` },
    next: (columns) => {
      const actual = new Map(columns.map(({ name }) => [dialect.columnIdentity(name), name]))
      const found = documented.flatMap((column) => {
        const name = actual.get(dialect.columnIdentity(column.name))
        return name === undefined ? [] : [{ name, text: column.description }]
      })
      const missing = documented.filter(({ name }) => !actual.has(dialect.columnIdentity(name)))
      return {
        kind: 'steps',
        steps: found.map(({ name, text }) => ({
          kind: 'execute',
          label: 'comment',
          statement: { sql: dialect.comment(kind, relation, text, name) },
        })),
        warnings: missing.map(({ name, at }) =>
          diagnostic(
            'documented-column-missing',
            { column: name, model: node.name },
            { at, severity: 'warning' },
          ),
        ),
      }
    },
  }
}
