// The frame that flows, states and change logs share: read the ledger under the lock, open the driver, build or add.
import type { RelationName } from '../../adapter/relation.ts'
import type { Row } from '../../adapter/session.ts'
import type { Input, Intake } from '../../compile/intake.ts'
import { createTable } from '../create-table.ts'
import type { Action, BuildInput } from '../materialization.ts'
import { queryToBuild } from '../query.ts'
import type { Reaction, Step } from '../step.ts'
import { refuseRebuild } from './decide-growth.ts'
import { findUnbuilt, growthQuery } from './growth-query.ts'
import { describeQuery, execute } from './growth-steps.ts'
import type { GrowthInput, Reading } from './growth-input.ts'
import type { Remembered } from './ledger.ts'
import { openDriver } from './open-driver.ts'
import type { Opening } from './opening.ts'
import type { Position } from './position.ts'
import type { Sql } from '../../template/sql.ts'

/** What one way of growing does with what its driver gives. */
export interface Growing {
  /** Builds everything, from a driver read from its beginning. */
  readonly rebuild: (action: Action, input: GrowthInput, reading: Reading) => Reaction
  /** Adds what is new. */
  readonly add: (input: GrowthInput, reading: Reading) => Reaction
}

/** The steps of a model with a driver. */
export function grow(action: Action, input: BuildInput, growing: Growing): Reaction {
  if (action.kind === 'refuse') return { kind: 'refuse', diagnostics: [action.diagnostic] }
  return readLedger(input, (growth) => {
    const since = action.kind === 'append' ? positionOf(growth.own) : undefined
    return openDriver(growth, since, (opening) => follow(opening, { action, input: growth, growing }))
  })
}

/** Reads what is remembered of the relation and of the logs that it reads, and goes on. */
export function readLedger(input: BuildInput, next: (growth: GrowthInput) => Reaction): Reaction {
  return askLedger(input, (growth) => {
    const unbuilt = findUnbuilt(growth)
    if (unbuilt.length > 0) return { kind: 'refuse', diagnostics: unbuilt }
    const holds = logsOf(growth).flatMap(({ relation }) => input.dialect.holdRelation(relation) ?? [])
    if (holds.length === 0) return next(growth)
    // Nobody can exchange a log that is held; what was remembered before it was held may be of one that is gone.
    const holding = holds.map((sql) => execute('hold what is read', sql))
    const again = askLedger(input, next)
    return again.kind === 'refuse' ? again : { ...again, steps: [...holding, ...again.steps] }
  })
}

function askLedger(input: BuildInput, next: (growth: GrowthInput) => Reaction): Reaction {
  const { node, ledger } = input
  const { intake } = node
  if (intake === undefined) throw new Error(`"${node.name}" does not grow`)
  const relations = [node.relation, ...logsOf({ intake }).map(({ relation }) => relation)]
  const ask: Step = {
    kind: 'ask',
    label: 'read position',
    statement: { sql: ledger.read(relations) },
    beforehand: 'now',
    next: (rows) => next(growthInputOf(input, intake, rows)),
  }
  return { kind: 'steps', steps: [ask] }
}

/** What growing starts from, with the ledger's rows for the relation itself and for the logs that it reads. */
export function growthInputOf(input: BuildInput, intake: Intake, rows: readonly Row[]): GrowthInput {
  const { node, ledger, dialect } = input
  const found = new Map(rows.map((row) => ledger.parse(row)).map((one) => [one.relation, one]))
  const logOf: GrowthInput['logOf'] = (relation) => found.get(dialect.relation(relation))
  return { ...input, intake, own: logOf(node.relation), logOf }
}

/** The flows and change logs that a model reads, its driver first. */
export function logsOf({ intake }: Pick<GrowthInput, 'intake'>): readonly Input[] {
  const { driver, logs } = intake
  return driver?.kind === 'log' ? [driver, ...logs] : logs
}

function positionOf(own: Remembered | undefined): Position | undefined {
  return own?.position ?? undefined
}

interface Following {
  readonly action: Action
  readonly input: GrowthInput
  readonly growing: Growing
}

function follow(opening: Opening, { action, input, growing }: Following): Reaction {
  switch (opening.kind) {
    case 'nothing':
      return { kind: 'steps', steps: [], instead: { kind: 'nothing', because: opening.because } }
    case 'refused':
      return { kind: 'refuse', diagnostics: opening.diagnostics }
    case 'restarted':
      return restart(opening.because, { action, input, growing })
    case 'reading':
      return read(opening.reading, { action, input, growing })
  }
}

/** Without rows (`--empty`) nothing counts as read: what is left out comes with the next run that has rows. */
function read(reading: Reading, { action, input, growing }: Following): Reaction {
  const { empty } = input.options
  if (action.kind !== 'append')
    return growing.rebuild(action, input, empty ? { ...reading, position: null, files: [] } : reading)
  return empty ? checkOnly(input, growthQuery(input, reading.fresh)) : growing.add(input, reading)
}

/** Lets the database read a query, and leaves what stands as it is. */
export function checkOnly(input: GrowthInput, query: Sql): Reaction {
  const instead = { kind: 'nothing', because: 'without rows (--empty), what grows stays as it is' } as const
  return describeQuery(input, query, () => ({ kind: 'steps', steps: [], instead }))
}

function restart(because: string, { input, growing }: Following): Reaction {
  const refused = refuseRebuild(input, because)
  if (refused !== undefined) return refused
  const instead: Action = { kind: 'replace', because, standing: 'table' }
  const reaction = openDriver(input, undefined, (opening) =>
    follow(opening, { action: instead, input, growing }),
  )
  return reaction.kind === 'refuse' ? reaction : { instead: { kind: 'replace', because }, ...reaction }
}

/** A table built from a query, under its own name or aside, with a look at its rows before anybody else sees them. */
export function buildTable(
  action: Action,
  input: GrowthInput,
  { query, look }: { readonly query: Sql; readonly look: (table: string, relation: RelationName) => Step },
): readonly Step[] {
  return createTable(action, input, {
    query: queryToBuild(query, input.options),
    fill: () => [],
    look: (relation) => [look(input.dialect.relation(relation), relation)],
  })
}
