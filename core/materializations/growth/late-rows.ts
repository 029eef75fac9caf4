import { fitName } from '../../adapter/fit-name.ts'
import type { Column, RelationName } from '../../adapter/relation.ts'
import type { Step } from '../step.ts'
import { columnList } from './growth-query.ts'
import { batchColumn, type GrowthInput } from './growth-input.ts'

/** Where late rows go that are diverted. */
export function lateTable({ node, dialect }: Pick<GrowthInput, 'node' | 'dialect'>): RelationName {
  return { ...node.relation, name: fitName(node.relation.name, '__late', dialect.maxIdentifierBytes) }
}

/** Moves the late rows of a batch to the table of late rows, which is made when the first of them come. */
export function divertLate(
  input: GrowthInput,
  {
    table,
    columns,
    condition,
    batch,
  }: {
    readonly table: string
    readonly columns: readonly Column[]
    readonly condition: string
    readonly batch: number
  },
): readonly Step[] {
  const { dialect } = input
  const late = lateTable(input)
  const rows = `select ${columnList(columns, input)}, cast(${batch} as bigint) as ${dialect.quote(batchColumn)} from ${table} where ${condition}`
  const names = [...columns.map(({ name }) => name), batchColumn]
  return whetherStands(late, input, (stands) => [
    stands ? dialect.insert(late, names, rows) : dialect.createTableAs(late, rows),
  ])
}

/** Takes away what was diverted, because the flow is built anew from everything. */
export function clearLate(input: GrowthInput): readonly Step[] {
  if (input.own === undefined || input.node.config.growth.late !== 'divert') return []
  const late = lateTable(input)
  return whetherStands(late, input, (stands) => (stands ? [input.dialect.drop('table', late)] : []))
}

function whetherStands(
  relation: RelationName,
  { dialect }: Pick<GrowthInput, 'dialect'>,
  next: (stands: boolean) => readonly string[],
): readonly Step[] {
  const sql = `select count(*) as n from information_schema.tables where table_schema = ${dialect.literal(relation.schema)} and table_name = ${dialect.literal(relation.name)}`
  return [
    {
      kind: 'ask',
      label: 'look for the table of late rows',
      statement: { sql },
      next: ([row]) => ({
        kind: 'steps',
        steps: next(Number(row?.['n'] ?? 0) > 0).map((one) => ({
          kind: 'execute',
          label: 'late rows',
          statement: { sql: one },
        })),
      }),
    },
  ]
}
