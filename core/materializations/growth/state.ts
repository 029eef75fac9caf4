import type { Column, RelationName } from '../../adapter/relation.ts'
import { diagnostic, type Diagnostic } from '../../errors/diagnostic.ts'
import { concatSql } from '../../template/concat-sql.ts'
import type { Sql } from '../../template/sql.ts'
import { unknownColumns } from '../key-columns.ts'
import type { Action, Materialization } from '../materialization.ts'
import { statementOver, type Reaction, type Step } from '../step.ts'
import { hasKey } from '../contract/has-key.ts'
import { checkKey } from './check-key.ts'
import { decideGrowth, nextGeneration } from './decide-growth.ts'
import { entryOf } from './entry.ts'
import { glanceAtDriver } from './glance.ts'
import { growthQuery } from './growth-query.ts'
import { temporaryTable } from '../temporary-table.ts'
import { completeColumn, type GrowthInput, type Reading } from './growth-input.ts'
import { buildTable, grow } from './grow.ts'
import { ask, describeQuery, execute, write } from './growth-steps.ts'
import { nothingNew } from './opening.ts'
import { keptAnalysis, mergeDelta, whereMergeable } from './merge-delta.ts'
import { exchangeRows, type AnalyzedChange } from './exchange-rows.ts'
import { countKeys, driverKey, readKeyCount, rowsOfKeys } from './rows-of-keys.ts'
import { standingRows } from './weights.ts'
import { refuseReserved, refuseTwins } from './refuse-columns.ts'
import { whyWhole } from './why-whole.ts'
import { changedColumns, settleColumns } from './settle-columns.ts'

/** A table with a row for each key, kept equal to its query over everything that its driver holds. */
export const state: Materialization = {
  name: 'state',
  produces: 'table',
  decide: decideGrowth,
  glance: glanceAtDriver,
  steps: (action, input) => grow(action, input, { rebuild, add }),
}

/** From so many touched keys on, how many there are decides how their rows are best found, and the planner has to know. */
const manyKeys = 1000

function rebuild(action: Action, input: GrowthInput, reading: Reading): Reaction {
  const driven = standingRows(reading.all, reading, input)
  const query = publishedQuery(input, driven)
  return describeQuery(input, growthQuery(input, driven), (columns) => {
    const wrong = wrongColumns(input, columns)
    if (wrong.length > 0) return { kind: 'refuse', diagnostics: wrong }
    const look = (table: string): Step =>
      ask('count rows', `select count(*) as n from ${table}`, ([row]) => {
        const rows = Number(row?.['n'] ?? 0)
        const entry = entryOf(input, {
          reading,
          columns,
          analysis: keptAnalysis(input),
          rows,
          generation: nextGeneration(input.own),
          batch: 1,
        })
        return {
          kind: 'steps',
          steps: input.ledger.write(entry, { rows, late: 0, duplicates: 0 }).map(write),
        }
      })
    const steps = buildTable(action, withKeyIndex(input), { query, look })
    return checkKey(input, { reading, rows: driven }, () => ({ kind: 'steps', steps }))
  })
}

function add(input: GrowthInput, reading: Reading): Reaction {
  const { own } = input
  const because = own === undefined ? 'nothing is remembered of it' : whyWhole(input.node)
  if (own === undefined || because !== undefined)
    return rebuildInstead(input, { reading, because: because ?? '' })
  const query = growthQuery(input, standingRows(reading.all, reading, input))
  return describeQuery(input, query, (columns) => {
    const wrong = wrongColumns(input, columns)
    if (wrong.length > 0) return { kind: 'refuse', diagnostics: wrong }
    if (input.intake.usesWatermark && completeOf(input, columns) === undefined) {
      const reason = `it asks for the watermark, and has no column "${completeColumn}"`
      return rebuildInstead(input, { reading, because: reason })
    }
    return settleColumns(
      input,
      { columns },
      {
        rebuild: () => rebuildInstead(input, { reading, because: changedColumns }),
        next: (taken) =>
          whereMergeable(input, { reading, columns: taken, own }, (change, roles) =>
            roles === undefined ? recompute(input, change) : mergeDelta(input, { ...change, roles }),
          ),
      },
    )
  })
}

function rebuildInstead(
  input: GrowthInput,
  { reading, because }: { readonly reading: Reading; readonly because: string },
): Reaction {
  const { standing } = input
  const action: Action = standing.exists
    ? { kind: 'replace', because, standing: standing.kind }
    : { kind: 'create', because }
  const reaction = rebuild(action, input, reading)
  if (reaction.kind === 'refuse') return reaction
  return { ...reaction, instead: { kind: standing.exists ? 'replace' : 'create', because } }
}

function keyColumns({ node }: GrowthInput): readonly string[] {
  return node.config.growth.key.map(({ name }) => name)
}

/** Computes the keys that new rows touch from everything that the driver holds of them, and puts them in the place of the old. */
function recompute(input: GrowthInput, change: AnalyzedChange): Reaction {
  const { node, dialect } = input
  const keys = driverKey(input)
  const touched = temporaryTable(input.node.relation, '__xform_touched', input.dialect)
  const select = keys.map(({ name, expression }) => `${expression} as ${dialect.quote(name)}`).join(', ')
  const from = `(${change.reading.fresh}) as ${dialect.quote(change.reading.driver.relation.name)}`
  const names = keys.map(({ name }) => dialect.quote(name))
  const open = input.intake.usesWatermark
    ? `\nunion\nselect ${names.join(', ')} from ${dialect.relation(node.relation)} where ${dialect.quote(completeColumn)} is not true`
    : ''
  const create = dialect.createTemporaryTableAs(touched.name, `select distinct ${select} from ${from}${open}`)
  const at = node.places['key'] ?? node.at
  return {
    kind: 'steps',
    steps: [
      { kind: 'execute', label: 'select touched keys', statement: { sql: create, at } },
      ask('count touched keys', countKeys(input, keyColumns(input), touched.relation), ([row]) =>
        replaceKeys(input, { ...change, touched: touched.relation, ...readKeyCount(row) }),
      ),
    ],
  }
}

interface Touched extends AnalyzedChange {
  readonly touched: RelationName
  readonly keys: number
  readonly nulls: number
}

function replaceKeys(input: GrowthInput, change: Touched): Reaction {
  const { node, dialect } = input
  const query = publishedQuery(input, standingRows(driverRowsOf(input, change), change.reading, input))
  const fresh = temporaryTable(input.node.relation, '__xform_delta', input.dialect)
  const isIdle = change.keys === 0
  const because = [
    isIdle
      ? nothingNew(change.reading.driver)
      : `${change.keys} key${change.keys === 1 ? '' : 's'} computed anew`,
    ...(change.reading.waits === undefined ? [] : [change.reading.waits]),
  ].join('; ')
  const analyze =
    dialect.supports.analyze && change.keys >= manyKeys
      ? [execute('analyze touched keys', dialect.analyze(change.touched))]
      : []
  return {
    kind: 'steps',
    steps: [
      ...analyze,
      {
        kind: 'execute',
        label: 'compute touched keys',
        statement: statementOver(query, (text) => dialect.createTemporaryTableAs(fresh.name, text), node.at),
      },
      ask(
        'look for other keys',
        straysQuery(input, { touched: change.touched, fresh: fresh.relation }),
        ([row]) =>
          Number(row?.['n'] ?? 0) > 0
            ? { kind: 'refuse', diagnostics: [mixedKeys(input)] }
            : exchangeRows(input, {
                ...change,
                fresh: fresh.relation,
                key: keyColumns(input),
                temporary: [change.touched, fresh.relation],
                noted: change.keys,
              }),
      ),
    ],
    instead: { kind: isIdle ? 'nothing' : 'merge', because },
  }
}

/** A query for how many computed rows have a key that no new row has: there should be none. */
function straysQuery(
  { node, dialect }: GrowthInput,
  { touched, fresh }: { readonly touched: RelationName; readonly fresh: RelationName },
): string {
  const equal = node.config.growth.key
    .map(({ name }) =>
      dialect.nullSafeEqual(`touched.${dialect.quote(name)}`, `fresh.${dialect.quote(name)}`),
    )
    .join(' and ')
  const match = `select 1 from ${dialect.relation(touched)} as touched where ${equal}`
  return `select count(*) as n from ${dialect.relation(fresh)} as fresh where not exists (${match})`
}

/** Everything that the driver holds of the touched keys. */
function driverRowsOf(input: GrowthInput, { reading, touched, nulls }: Touched): string {
  const source = `(${reading.all}) as ${input.dialect.quote(reading.driver.relation.name)}`
  return rowsOfKeys(input, { source, keys: driverKey(input), table: touched, nulls: nulls > 0 })
}

/** The state's query over rows of its driver; only what is complete, where the config says so. */
export function publishedQuery(input: GrowthInput, rows: string): Sql {
  const query = growthQuery(input, rows)
  if (input.node.config.growth.emit === 'all') return query
  return concatSql([
    'select * from (\n',
    query,
    `\n) as "_xform_rows" where ${input.dialect.quote(completeColumn)}`,
  ])
}

function wrongColumns(input: GrowthInput, columns: readonly Column[]): readonly Diagnostic[] {
  const { node } = input
  const reserved = [...refuseReserved(input, columns), ...refuseTwins(input, columns)]
  const mentions = node.config.growth.key.map(({ name }) => ({ key: 'key', column: name }))
  return [...reserved, ...unknownColumns(input, columns, mentions), ...wrongComplete(input, columns)]
}

/** Where rows are told apart by whether they are complete, that has to be a column, and one of yes and no. */
function wrongComplete(input: GrowthInput, columns: readonly Column[]): readonly Diagnostic[] {
  const { node, intake } = input
  const isFinal = node.config.growth.emit === 'final'
  const complete = completeOf(input, columns)
  const isAsked = isFinal || (intake.usesWatermark && complete !== undefined)
  if (!isAsked || /^bool/iu.test(complete?.type ?? '')) return []
  const params = { model: node.name, type: complete?.type }
  return [
    diagnostic('complete-needed', params, { at: (isFinal ? node.places['emit'] : undefined) ?? node.at }),
  ]
}

function completeOf({ dialect }: GrowthInput, columns: readonly Column[]): Column | undefined {
  return columns.find(({ name }) => dialect.columnIdentity(name) === completeColumn)
}

function mixedKeys({ node }: GrowthInput): Diagnostic {
  const key = node.config.growth.key.map(({ name }) => name)
  return diagnostic('mixed-keys', { model: node.name, key }, { at: node.places['key'] ?? node.at })
}

function withKeyIndex(input: GrowthInput): GrowthInput {
  const { node, dialect } = input
  const columns = node.config.growth.key.map(({ name }) => name)
  if (!dialect.supports.indexes || hasKey(node, columns)) return input
  const indexes = [...node.config.indexes, { columns, unique: false }]
  return { ...input, node: { ...node, config: { ...node.config, indexes } } }
}
