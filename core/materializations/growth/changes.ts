import type { Column, RelationName } from '../../adapter/relation.ts'
import type { Diagnostic } from '../../errors/diagnostic.ts'
import { concatSql } from '../../template/concat-sql.ts'
import { keyOf, unknownColumns } from '../key-columns.ts'
import type { Action, BuildInput, Materialization } from '../materialization.ts'
import { statementOver, type Reaction, type Step } from '../step.ts'
import { refuseRepeated } from '../repeated-keys.ts'
import { decideGrowth, nextGeneration } from './decide-growth.ts'
import { entryOf } from './entry.ts'
import { buildTable, checkOnly, readLedger } from './grow.ts'
import { columnList, growthQuery } from './growth-query.ts'
import { batchColumn, diffColumn, momentColumn, type GrowthInput } from './growth-input.ts'
import { ask, describeQuery, execute, tally, write } from './growth-steps.ts'
import { temporaryTable } from '../temporary-table.ts'
import type { Remembered } from './ledger.ts'
import { consolidate } from './weights.ts'
import { refuseReserved, refuseTwins } from './refuse-columns.ts'
import { changedColumns, settleColumns } from './settle-columns.ts'

/** A table to which every run adds how the query's result differs from what it was: rows withdrawn and rows added. */
export const changes: Materialization = { name: 'changes', produces: 'table', decide: decideGrowth, steps }

function steps(action: Action, input: BuildInput): Reaction {
  if (action.kind === 'refuse') return { kind: 'refuse', diagnostics: [action.diagnostic] }
  return readLedger(input, (growth) => {
    if (action.kind === 'append' && input.options.empty)
      return checkOnly(growth, growthQuery(growth, undefined))
    return describeQuery(growth, growthQuery(growth, undefined), (columns) => {
      const wrong = wrongColumns(growth, columns)
      if (wrong.length > 0) return { kind: 'refuse', diagnostics: wrong }
      const { own } = growth
      return action.kind === 'append' && own !== undefined
        ? settleColumns(
            growth,
            { columns, own: [batchColumn, diffColumn, momentColumn] },
            {
              rebuild: () => rebuildChanged(growth, columns),
              next: (taken) => addDifference(growth, { columns: taken, own }),
            },
          )
        : rebuild(action, growth, columns)
    })
  })
}

function rebuild(action: Action, input: GrowthInput, columns: readonly Column[]): Reaction {
  const query = concatSql([
    `select ${columnList(columns, input)}, ${ownColumns(input, { diff: '1', batch: 1 })} from (\n`,
    growthQuery(input, undefined),
    '\n) as "_xform_rows"',
  ])
  const look = (table: string, source: RelationName): Step =>
    oneRowPerKey(input, { source, columns }, () => ({
      kind: 'steps',
      steps: [
        ask('count rows', `select count(*) as n from ${table}`, ([row]) => {
          const rows = Number(row?.['n'] ?? 0)
          const entry = remember(input, { columns, rows, generation: nextGeneration(input.own), batch: 1 })
          return {
            kind: 'steps',
            steps: input.ledger.write(entry, { rows, late: 0, duplicates: 0 }).map(write),
          }
        }),
      ],
    }))
  return { kind: 'steps', steps: buildTable(action, input, { query, look }) }
}

function rebuildChanged(input: GrowthInput, columns: readonly Column[]): Reaction {
  const because = changedColumns
  const reaction = rebuild({ kind: 'replace', because, standing: 'table' }, input, columns)
  return reaction.kind === 'refuse' ? reaction : { ...reaction, instead: { kind: 'replace', because } }
}

interface Difference {
  readonly columns: readonly Column[]
  readonly own: Remembered
}

/** What was in the log and is not in the result any more is withdrawn; what is new in the result is added. */
function addDifference(input: GrowthInput, difference: Difference): Reaction {
  const { columns } = difference
  const { node, dialect } = input
  const { name, relation: now } = temporaryTable(node.relation, '__xform_now', dialect)
  const create = statementOver(
    growthQuery(input, undefined),
    (text) => dialect.createTemporaryTableAs(name, text),
    node.at,
  )
  const check = oneRowPerKey(input, { source: now, columns }, () =>
    tally(differenceStatements(input, { ...difference, now: dialect.relation(now) }), 'insert', (rows) =>
      conclude(input, { ...difference, rows, drop: dialect.drop('table', now) }),
    ),
  )
  return {
    kind: 'steps',
    steps: [{ kind: 'execute', label: 'compute the result', statement: create }, check],
  }
}

/** The rows that are withdrawn are taken from the log before the new ones are in it. */
function differenceStatements(
  input: GrowthInput,
  { columns, own, now }: Difference & { readonly now: string },
): readonly string[] {
  const { node, dialect } = input
  const list = columnList(columns, input)
  const current = `select ${list} from ${now}`
  const log = `select ${list}, ${dialect.quote(diffColumn)} from ${dialect.relation(node.relation)}`
  const before = consolidate(log, columns, input)
  const targets = [...columns.map(({ name }) => name), diffColumn, batchColumn, momentColumn]
  const add = (diff: '1' | '-1', rows: string): string => {
    const added = ownColumns(input, { diff, batch: own.batch + 1 })
    return dialect.insert(
      node.relation,
      targets,
      `select ${list}, ${added} from (\n${rows}\n) as "_xform_rows"`,
    )
  }
  return [add('-1', dialect.exceptAll(before, current)), add('1', dialect.exceptAll(current, before))]
}

function conclude(
  input: GrowthInput,
  { columns, own, rows, drop }: Difference & { readonly rows: number; readonly drop: string },
): Reaction {
  const dropping = execute('drop the result', drop)
  if (rows === 0) {
    const instead = { kind: 'nothing', because: 'the result is what it was' } as const
    return { kind: 'steps', steps: [dropping], instead }
  }
  const batch = own.batch + 1
  const entry = remember(input, { columns, rows: own.rows + rows, generation: own.generation, batch })
  return {
    kind: 'steps',
    steps: [dropping, ...input.ledger.write(entry, { rows, late: 0, duplicates: 0 }).map(write)],
    instead: { kind: 'append', because: `batch ${batch}; ${rows} rows added or withdrawn` },
  }
}

function ownColumns(
  { dialect }: GrowthInput,
  { diff, batch }: { readonly diff: string; readonly batch: number },
): string {
  return [
    `cast(${diff} as integer) as ${dialect.quote(diffColumn)}`,
    `cast(${batch} as bigint) as ${dialect.quote(batchColumn)}`,
    `current_timestamp as ${dialect.quote(momentColumn)}`,
  ].join(', ')
}

function oneRowPerKey(
  input: GrowthInput,
  { source, columns }: { readonly source: RelationName; readonly columns: readonly Column[] },
  next: () => Reaction,
): Step {
  const { node } = input
  const parts = node.config.growth.key.map(({ name }) => name)
  const key = keyOf({ ...input, node: { ...node, config: { ...node.config, uniqueKey: parts } } }, columns)
  const at = node.places['key'] ?? node.at
  return refuseRepeated(input, { source, key, parts, what: 'result', config: 'key', at }, next)
}

function wrongColumns(input: GrowthInput, columns: readonly Column[]): readonly Diagnostic[] {
  const { node } = input
  const reserved = [...refuseReserved(input, columns), ...refuseTwins(input, columns)]
  const mentions = node.config.growth.key.map(({ name }) => ({ key: 'key', column: name }))
  return [...reserved, ...unknownColumns(input, columns, mentions)]
}

/** A log's readers see which rows were added and which withdrawn. */
function remember(
  input: GrowthInput,
  { columns, ...now }: Pick<Remembered, 'columns' | 'rows' | 'generation' | 'batch'>,
): Remembered {
  return entryOf(input, { ...now, columns: [...columns, { name: diffColumn, type: 'integer' }] })
}
