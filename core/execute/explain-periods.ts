// A microbatch model and what stands → what a run would do for its first period, and for how many more. Changes nothing.
import type { Adapter } from '../adapter/adapter.ts'
import type { Column, RelationState } from '../adapter/relation.ts'
import type { Session } from '../adapter/session.ts'
import { inputColumns } from '../compile/periodic.ts'
import { adoptedStretch, selectLatest } from '../materializations/adopt-table.ts'
import {
  choosePeriods,
  countOlder,
  describePeriods,
  type BuiltStretch,
} from '../materializations/choose-periods.ts'
import type { Action, BuildOptions } from '../materializations/materialization.ts'
import {
  bindInput,
  createWithPeriods,
  firstPeriod,
  holdStanding,
  queryOfPeriod,
  replacePeriod,
  type MicrobatchModel,
  type PeriodsInput,
} from '../materializations/microbatch.ts'
import { namePeriod, type Stretch } from '../materializations/period.ts'
import type { Reaction, Step } from '../materializations/step.ts'
import { createLedger } from '../state/positions.ts'
import { existingPeriods, readPeriods, selectPeriods } from '../state/periods.ts'

/** A model and what is known of it before it runs. */
export interface PlannedPeriods {
  readonly node: MicrobatchModel
  readonly action: Action
  readonly standing: RelationState
  readonly options: BuildOptions
}

/** Where to look, and when. */
export interface PeriodsLook {
  readonly adapter: Adapter
  readonly session: Session
  /** In milliseconds since the epoch. */
  readonly now: number
}

/** What a run would do, with the reason made whole. Rejects with the database's error where an input cannot be read yet. */
export async function explainPeriods(
  planned: PlannedPeriods,
  look: PeriodsLook,
): Promise<{ readonly because: string; readonly reaction: Reaction }> {
  const { node, action, options } = planned
  const { because } = action
  const bound = await bindInputs(planned, look)
  if ('reaction' in bound) return { because, reaction: bound.reaction }
  const { input } = bound
  const built = action.kind === 'microbatch' ? await readMemory(input, look) : []
  const config = node.config.microbatch
  const asked = action.kind === 'replace' ? undefined : options.eventTimes
  const periods = options.empty ? [] : choosePeriods({ config, built, now: look.now, asked })
  const older = countOlder(built, { periods, fingerprint: node.fingerprint })
  const steps = await stepsOf({ action, input, periods }, look)
  return {
    because: `${because}; ${describePeriods(periods, { config, older })}`,
    reaction: { kind: 'steps', steps: [...steps, ...theRest(periods, node)] },
  }
}

async function bindInputs(
  { node, standing, options }: PlannedPeriods,
  { adapter, session }: PeriodsLook,
): Promise<{ readonly input: PeriodsInput } | { readonly reaction: Reaction }> {
  const { dialect } = adapter
  const eventTimes: Column[] = []
  for (const input of node.periodic.inputs) {
    const columns = await session.describe(inputColumns(node.periodic, input).text)
    const bound = bindInput(columns, input, dialect)
    if ('diagnostic' in bound) return { reaction: { kind: 'refuse', diagnostics: [bound.diagnostic] } }
    eventTimes.push(bound.column)
  }
  const ledger = createLedger(adapter, { runId: '', clock: () => 0 })
  return { input: { node, dialect, standing, options, eventTimes, ledger } }
}

/** Before the first run there is no bookkeeping, and an older xform's has no periods. */
async function readMemory(input: PeriodsInput, look: PeriodsLook): Promise<readonly BuiltStretch[]> {
  const { adapter, session, now } = look
  const { texts, dialect } = adapter
  const stands = await session.query(existingPeriods(texts))
  const built =
    stands.length === 0
      ? []
      : readPeriods(await session.query(selectPeriods(texts, dialect.relation(input.node.relation))))
  if (built.length > 0) return built
  const query = selectLatest(input)
  if ('diagnostic' in query) return []
  const [row] = await session.query(query.sql)
  const latest = row?.['latest'] ?? null
  const adopted = adoptedStretch(
    latest === null ? undefined : Number(latest),
    input.node.config.microbatch,
    now,
  )
  return adopted === undefined ? [] : [adopted]
}

async function stepsOf(
  work: { readonly action: Action; readonly input: PeriodsInput; readonly periods: readonly Stretch[] },
  { session }: PeriodsLook,
): Promise<readonly Step[]> {
  const { action, input, periods } = work
  const first = periods.slice(0, 1)
  const replace = (standing: RelationState): readonly Step[] =>
    first.flatMap((period) => replacePeriod({ ...input, standing }, period))
  const held = first.flatMap((period) => holdStanding(input, period))
  if (action.kind === 'microbatch') return [...held, ...replace(input.standing)]
  const made = first[0] ?? firstPeriod(input.node.config.microbatch)
  if (action.kind === 'replace') return createWithPeriods(action, input, { first: made, periods: first })
  const columns = await session.describe(queryOfPeriod(input, made).text)
  const create = createWithPeriods(action, input, { first: made, periods: [] })
  return [...create, ...replace({ exists: true, kind: 'table', columns })]
}

function theRest(periods: readonly Stretch[], { config }: MicrobatchModel): readonly Step[] {
  const last = periods.at(-1)
  if (last === undefined || periods.length === 1) return []
  const more = periods.length - 1
  const sql = `-- the same for ${more === 1 ? '1 more period' : `${more} more periods`}, up to ${namePeriod(last, config.microbatch.batchSize)}`
  return [{ kind: 'execute', label: 'further periods', statement: { sql } }]
}
