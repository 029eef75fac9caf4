import type { KeyPart } from '../../adapter/dialect.ts'
import type { Column, RelationName } from '../../adapter/relation.ts'
import { lateRelation } from '../../compile/naming.ts'
import { diagnostic } from '../../errors/diagnostic.ts'
import { columnStatement } from '../alter-table.ts'
import { reconcileColumns } from '../reconcile-columns.ts'
import type { Reaction, Step } from '../step.ts'
import { batchTable, lateCondition, matchingKeys } from './batch-rows.ts'
import { columnList } from './growth-query.ts'
import { batchColumn, type GrowthInput } from './growth-input.ts'
import { execute } from './growth-steps.ts'

/** The rows of a batch, and which of them are late. */
export interface LateRows {
  readonly table: string
  readonly columns: readonly Column[]
  /** The condition for the rows to divert; undefined where none are. */
  readonly condition: string | undefined
  readonly batch: number
}

/** Moves the late rows of a batch to the table of late rows, which is made when the first of them come and then keeps up with the flow's columns. */
export function divertLate(input: GrowthInput, rows: LateRows): readonly Step[] {
  const { dialect } = input
  const late = lateTableOf(input)
  const select = (list: string, condition: string): string =>
    `select ${list}, cast(${rows.batch} as bigint) as ${dialect.quote(batchColumn)} from ${rows.table} where ${condition}`
  const create = rows.condition === undefined ? [] : [select(columnList(rows.columns, input), rows.condition)]
  return lookForTable(input, (found) => {
    switch (found) {
      case 'absent':
        return {
          kind: 'steps',
          steps: create.map((query) => execute('late rows', dialect.createTableAs(late, query))),
        }
      case 'ours':
        return { kind: 'steps', steps: [keepUp(input, rows, select)] }
      case 'foreign':
        return refuseForeignTable(input)
    }
  })
}

/** Gives the table of late rows the columns that came to the flow, then the rows. */
function keepUp(
  input: GrowthInput,
  { columns, condition }: LateRows,
  select: (list: string, condition: string) => string,
): Step {
  const { node, dialect } = input
  const late = lateTableOf(input)
  const next = (found: readonly Column[]): Reaction => {
    const compared = reconcileColumns({
      model: node.name,
      standing: found.filter(({ name }) => name !== batchColumn),
      incoming: columns,
      policy: node.config.onSchemaChange === 'fail' ? 'append_new_columns' : node.config.onSchemaChange,
      dialect,
      at: node.places['on_schema_change'] ?? node.at,
    })
    if (compared.kind === 'refused') return { kind: 'refuse', diagnostics: [compared.diagnostic] }
    const { changes, shared } = compared
    // What the flow no longer has was a part of the rows that were diverted.
    const kept = changes.filter(({ kind }) => kind !== 'drop')
    const targets = [...shared.map(({ target }) => target), batchColumn]
    const list = shared.map(({ incoming }) => dialect.quote(incoming)).join(', ')
    const inserts = condition === undefined ? [] : [dialect.insert(late, targets, select(list, condition))]
    const statements = [...kept.map((change) => columnStatement(change, late, dialect)), ...inserts]
    return { kind: 'steps', steps: statements.map((sql) => execute('late rows', sql)) }
  }
  const statement = { sql: `select * from ${dialect.relation(late)}` }
  return { kind: 'describe', label: 'read columns of late rows', statement, next }
}

/** Leaves out of a batch what was diverted before and comes again, as late as it was. */
export function leaveOutDiverted(key: readonly KeyPart[], input: GrowthInput): readonly Step[] {
  const { node, own, dialect } = input
  const isLate = lateCondition(input, 'target.')
  const mayHold = node.config.growth.late === 'divert' && (own?.late ?? 0) > 0
  if (!mayHold || key.length === 0 || isLate === undefined) return []
  const at = node.places['unique_key'] ?? node.at
  return lookForTable(input, (found) => {
    if (found !== 'ours') return { kind: 'steps', steps: [] }
    const statements = matchingKeys(input, (predicates) =>
      dialect.deleteMatching({
        target: batchTable(input).relation,
        source: lateTableOf(input),
        key,
        predicates: [...predicates, isLate],
      }),
    )
    const label = 'leave out duplicates'
    return {
      kind: 'steps',
      steps: statements.map((sql) => ({ kind: 'execute', label, statement: { sql, at } })),
    }
  })
}

/** Takes away what was diverted, because the flow is built anew from everything. Who reads the table keeps it. */
export function clearLate(input: GrowthInput): readonly Step[] {
  if ((input.own?.late ?? 0) === 0) return []
  const empty = `delete from ${input.dialect.relation(lateTableOf(input))}`
  return lookForTable(input, (found) => ({
    kind: 'steps',
    steps: found === 'ours' ? [execute('late rows', empty)] : [],
  }))
}

/** The table of a flow's late rows. */
export function lateTableOf({ node, dialect }: Pick<GrowthInput, 'node' | 'dialect'>): RelationName {
  return lateRelation(node.relation, dialect)
}

/** Asks for what stands under the name of the table: nothing, what xform made for late rows, or something of somebody else's. */
function lookForTable(
  input: GrowthInput,
  next: (found: 'absent' | 'ours' | 'foreign') => Reaction,
): readonly Step[] {
  const { dialect } = input
  const { schema, name } = lateTableOf(input)
  const isBatch = `column_name = ${dialect.literal(batchColumn)}`
  const sql = `select count(*) as n, count(*) filter (where ${isBatch}) as batches from information_schema.columns where table_schema = ${dialect.literal(schema)} and table_name = ${dialect.literal(name)}`
  return [
    {
      kind: 'ask',
      label: 'look for the table of late rows',
      statement: { sql },
      next: ([row]) => {
        if (Number(row?.['n'] ?? 0) === 0) return next('absent')
        return next(Number(row?.['batches'] ?? 0) > 0 ? 'ours' : 'foreign')
      },
    },
  ]
}

function refuseForeignTable(input: GrowthInput): Reaction {
  const { node } = input
  const params = { flow: node.name, table: input.dialect.relation(lateTableOf(input)) }
  return {
    kind: 'refuse',
    diagnostics: [diagnostic('late-table-taken', params, { at: node.places['late'] ?? node.at })],
  }
}
