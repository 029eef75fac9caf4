// New rows of a driver, summed, and the rows that stand for the same keys → their sums.
import { unquotedTable } from '../../compile/intake.ts'
import type { Column, RelationName } from '../../adapter/relation.ts'
import type { StateAnalysis } from '../../analyze/analyze-state.ts'
import { statementOver, type Reaction } from '../step.ts'
import { exchangeRows, type AnalyzedChange, type StateChange } from './exchange-rows.ts'
import { columnList, growthQuery } from './growth-query.ts'
import { temporaryTable } from '../temporary-table.ts'
import type { GrowthInput } from './growth-input.ts'
import { ask, execute } from './growth-steps.ts'
import { nothingNew } from './opening.ts'
import { countKeys, readKeyCount, rowsOfKeys } from './rows-of-keys.ts'

type Roles = Extract<StateAnalysis, { kind: 'mergeable' }>['columns']

/** Types whose values are exact, and look the same where they are equal: sums of others depend on the order of summing. */
const exact =
  /^(?:u?(?:tinyint|smallint|integer|bigint|hugeint)|decimal|numeric|date|timestamp|time|uuid|text|varchar|character varying|boolean)\b/iu

/** Reading a query takes time and memory: of a driver with fewer rows, computing keys anew takes less. */
const rowsWorthAnalyzing = 10_000

/** Finds out how the state's columns are put together from old rows and new ones; undefined where they have to be computed from all rows. */
export function whereMergeable(
  input: GrowthInput,
  change: StateChange,
  next: (change: AnalyzedChange, roles: Roles | undefined) => Reaction,
): Reaction {
  const { columns, reading } = change
  const known = keptAnalysis(input)
  const { driver } = reading
  const log = driver.kind === 'log' ? input.logOf(driver.relation) : undefined
  const isSmall = log !== undefined && log.rows < rowsWorthAnalyzing
  // Rows that other SQL made are no parts of sums.
  const isOneSql = input.node.config.growth.onSqlChange !== 'continue'
  const isSure = isOneSql && reading.weight === undefined && columns.every(({ type }) => exact.test(type))
  if (isSmall || !isSure || input.intake.usesWatermark || input.options.empty)
    return next({ ...change, analysis: known }, undefined)
  if (known !== null) return next({ ...change, analysis: known }, rolesOf(known, columns))
  return {
    kind: 'steps',
    steps: [
      {
        kind: 'analyze state',
        label: 'analyse the query',
        query: input.intake.query.text,
        driver: unquotedTable(driver),
        next: (analysis) => next({ ...change, analysis }, rolesOf(analysis, columns)),
      },
    ],
  }
}

/** What was found out about the query when it was as it is now. */
export function keptAnalysis({ own, node }: Pick<GrowthInput, 'node' | 'own'>): StateAnalysis | null {
  return own?.fingerprint === node.fingerprint ? own.analysis : null
}

function rolesOf(analysis: StateAnalysis, columns: readonly Column[]): Roles | undefined {
  if (analysis.kind !== 'mergeable' || analysis.columns.length !== columns.length) return undefined
  return analysis.columns.some(({ role }) => role === 'key') ? analysis.columns : undefined
}

/** Sums the new rows alone and adds the sums to those that stand. */
export function mergeDelta(input: GrowthInput, change: AnalyzedChange & { readonly roles: Roles }): Reaction {
  const { node, dialect } = input
  const delta = temporaryTable(input.node.relation, '__xform_delta', input.dialect)
  const merged = temporaryTable(input.node.relation, '__xform_merged', input.dialect)
  const keys = keysOf(change)
  const facts = countKeys(input, keys, delta.relation)
  const create = statementOver(
    growthQuery(input, change.reading.fresh),
    (text) => dialect.createTemporaryTableAs(delta.name, text),
    node.at,
  )
  const wait = change.reading.waits === undefined ? '' : `; ${change.reading.waits}`
  return {
    kind: 'steps',
    steps: [
      { kind: 'execute', label: 'sum new rows', statement: create },
      ask('count touched keys', facts, ([row]) => {
        const { keys: count, nulls } = readKeyCount(row)
        const query = mergedQuery(input, { ...change, delta: delta.relation, nulls })
        const exchange = exchangeRows(input, {
          ...change,
          key: keys,
          touched: delta.relation,
          fresh: merged.relation,
          temporary: [delta.relation, merged.relation],
          noted: count,
        })
        const sum = execute('add to what stands', dialect.createTemporaryTableAs(merged.name, query))
        const added = `sums of ${count} key${count === 1 ? '' : 's'} added`
        const instead = {
          kind: count === 0 ? 'nothing' : 'merge',
          because: `${count === 0 ? nothingNew(change.reading.driver) : added}${wait}`,
        } as const
        return exchange.kind === 'refuse'
          ? exchange
          : { ...exchange, steps: [sum, ...exchange.steps], instead }
      }),
    ],
  }
}

interface Merging extends AnalyzedChange {
  readonly roles: Roles
  readonly delta: RelationName
  /** How many of the new rows have a null in their key. */
  readonly nulls: number
}

function mergedQuery(input: GrowthInput, merging: Merging): string {
  const { node, dialect } = input
  const { columns, roles, delta, nulls } = merging
  const outputs = columns.map(({ name, type }, index) => {
    const column = dialect.quote(name)
    const role = roles[index]?.role ?? 'key'
    if (role === 'key') return column
    const sum = `${role === 'count' ? 'sum' : role}(${column})`
    return `cast(${sum} as ${type}) as ${column}`
  })
  const list = columnList(columns, input)
  const keys = keysOf(merging).map((name) => ({ name, expression: dialect.quote(name) }))
  const source = `${dialect.relation(node.relation)} as "_xform_standing"`
  const standing = rowsOfKeys(input, { source, keys, table: delta, nulls: nulls > 0 })
  return [
    `select ${outputs.join(', ')} from (`,
    `select ${list} from ${dialect.relation(delta)}`,
    'union all',
    `select ${list} from (\n${standing}\n) as "_xform_found"`,
    ') as "_xform_parts"',
    `group by ${keys.map(({ expression }) => expression).join(', ')}`,
  ].join('\n')
}

function keysOf({
  columns,
  roles,
}: {
  readonly columns: readonly Column[]
  readonly roles: Roles
}): readonly string[] {
  return columns.flatMap(({ name }, index) => (roles[index]?.role === 'key' ? [name] : []))
}
