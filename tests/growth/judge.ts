// A stage on which a history was played → whether what stands is what a full refresh would have left.
import { setTimeout as sleep } from 'node:timers/promises'
import { expect } from 'vitest'
import { textOf, type Row } from '../../core/adapter/session.ts'
import { logs, sums, tables } from './history-project.ts'
import type { Stage } from './play.ts'
import { actionsOf, run } from './warehouse.ts'

/** Runs once more, builds everything anew beside it, and compares; then a further run must find nothing to do. */
export async function judge(stage: Stage, models: readonly string[]): Promise<void> {
  const { warehouse, live, fresh } = stage
  await untilComplete(stage)
  const last = actionsOf(await run(warehouse, live, { only: models }))
  expect(Object.entries(last).filter(([, action]) => /^(?:error|skipped|cancelled)/.test(action))).toEqual([])
  const anew = actionsOf(await run(warehouse, fresh, { only: models }))
  expect(new Set(Object.values(anew))).toEqual(new Set(['create']))
  expect(await differences(stage, models)).toEqual([])
  expect(await miscounted(stage, models)).toEqual([])
  const again = actionsOf(await run(warehouse, live, { only: models }))
  expect(new Set(Object.values(again))).toEqual(new Set(['nothing']))
}

/** Rows that others wrote are complete once no transaction is open that is as old as they are. */
async function untilComplete({ warehouse }: Stage): Promise<void> {
  if (warehouse.url === undefined) return
  const [row] = await warehouse.sql('select pg_current_xact_id()::text as newest')
  const newest = textOf(row?.['newest'])
  const question = `select pg_snapshot_xmin(pg_current_snapshot()) > '${newest}'::xid8 as complete`
  while ((await warehouse.sql(question))[0]?.['complete'] !== true) await sleep(5)
}

/** Rows that one side has and the other has not, of every model; the first few. */
async function differences({ warehouse }: Stage, models: readonly string[]): Promise<readonly Row[]> {
  const of = <T>(all: Readonly<Record<string, T>>): readonly (readonly [string, T])[] =>
    Object.entries(all).filter(([model]) => models.includes(model))
  const sides = [
    ...of(tables).map(([model, columns]) => ({
      model,
      left: `select ${columns} from live.${model}`,
      right: `select ${columns} from fresh.${model}`,
    })),
    ...of(logs).map(([model, columns]) => ({
      model,
      left: consolidated(`live.${model}`, columns),
      right: consolidated(`fresh.${model}`, columns),
    })),
    ...of(sums).map(([model, query]) => ({
      model: `sum of ${model}`,
      left: consolidated(`live.${model}`, logs[model] ?? ''),
      right: `select ${logs[model] ?? ''}, count(*) as weight from (${query}) as state group by ${logs[model] ?? ''}`,
    })),
  ]
  const parts = sides.flatMap(({ model, left, right }) => [
    onlyIn(left, right, `${model}: only in the incremental`),
    onlyIn(right, left, `${model}: only in the full refresh`),
  ])
  return warehouse.sql(parts.join('\nunion all\n'))
}

const logsAndFlows = ['events', 'spending', 'account_changes', 'account_log', 'balance_changes']

/** Batches that hold other numbers of rows than what is written down of them. */
async function miscounted({ warehouse }: Stage, models: readonly string[]): Promise<readonly Row[]> {
  const parts = logsAndFlows
    .filter((model) => models.includes(model))
    .map((model) => {
      const relation = `'"live"."${model}"'`
      const current = `(select generation from _xform.positions where relation = ${relation})`
      const added = `select batch, sum(rows) as n from _xform.batches where relation = ${relation} and generation = ${current} and rows > 0 group by batch`
      const found = `select _xform_batch as batch, count(*) as n from live.${model} group by _xform_batch`
      return `select '${model}' as model, batch, n from ((${added}) except (${found}) union all ((${found}) except (${added}))) as sides`
    })
  return parts.length === 0 ? [] : warehouse.sql(parts.join('\nunion all\n'))
}

function onlyIn(left: string, right: string, what: string): string {
  return `select '${what}' as what, cast(rest as varchar) as rest from ((${left}) except all (${right})) as rest`
}

function consolidated(relation: string, columns: string): string {
  return `select ${columns}, sum(_xform_diff) as weight from ${relation} group by ${columns} having sum(_xform_diff) <> 0`
}
