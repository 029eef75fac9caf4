// Foreign keys that refer to a relation → what carries them over to the relation that takes its place.
import type { CarriedKeys, Referrer } from '../adapter/publishing.ts'
import type { RelationName } from '../adapter/relation.ts'
import { textOf, type Row } from '../adapter/session.ts'
import { diagnostic, type Diagnostic } from '../errors/diagnostic.ts'
import type { DressStep, PublishStep } from '../materializations/step.ts'
import { ran, refuse, type Failure, type Ran } from './failure.ts'
import type { Carried, PublishContext } from './publish-context.ts'
import { askCatalogue } from './ask-catalogue.ts'

/** What is left to do around the swap, and what is to be said of it. */
export interface HeldReferences extends Pick<CarriedKeys, 'down' | 'up'> {
  /** The keys that are carried over, in the words of `Referrer`. */
  readonly words: ReadonlySet<string>
  readonly warnings: readonly Diagnostic[]
}

/** Foreign keys that cannot be carried over are refused at once. */
export function refuseReferrers(
  referrers: readonly Referrer[],
  { standing }: DressStep,
  { context }: Pick<PublishContext, 'context'>,
): Ran<undefined> {
  const blocked = referrers.filter(({ obstacle }) => obstacle !== undefined)
  if (blocked.length === 0) return ran(undefined)
  const relation = context.adapter.dialect.relation(standing.name)
  const obstacles = blocked.map(({ words, obstacle }) => `${words}, ${obstacle ?? ''}`)
  return refuse([diagnostic('dependents-in-the-way', { relation, obstacles })])
}

/**
 * Makes the successor's own foreign keys, and second ones that refer to it, as far as that can be done before the swap: every
 * row that refers to the standing relation must find its row in the successor. A table that the same run builds anew behind
 * this one may have rows that do not: its key is left unchecked until then.
 *
 * All of it holds tables that others use, so it belongs into the try that swaps, and goes when that is given up.
 */
export async function holdReferences(
  { keys = [], label }: PublishStep,
  publishing: PublishContext,
): Promise<Ran<HeldReferences>> {
  const { messages, carried } = publishing
  for (const statement of keys) messages.defer({ ...statement, label })
  if (carried === undefined) return ran({ down: [], up: [], words: new Set(), warnings: [] })
  for (const sql of carried.keys) messages.defer({ sql, label })
  const referrers = await readReferrers(carried, publishing)
  if (!referrers.ok) return referrers
  const held: CarriedKeys[] = []
  const warnings: Diagnostic[] = []
  for (const referrer of referrers.value) {
    const { step } = carried
    const checked = await isWhole(referrer, step, publishing)
    if (!checked.ok) return checked
    if (!checked.value) warnings.push(unchecked(referrer, step, publishing))
    const statements = referrer.carry(step.successor.name, checked.value)
    for (const sql of statements.before) messages.defer({ sql, label })
    const made = await messages.flush()
    if (!made.ok) return orphans(made.failure, { referrer, step, world: publishing })
    held.push(statements)
  }
  return ran({
    down: held.flatMap(({ down }) => down),
    up: [...carried.after, ...held.toReversed().flatMap(({ up }) => up)],
    words: wordsOf(referrers.value),
    warnings,
  })
}

/** Foreign keys, in the words of `Referrer`. */
export function wordsOf(referrers: readonly Referrer[]): ReadonlySet<string> {
  return new Set(referrers.map(({ words }) => words))
}

/** Those that were there when the successor was dressed may have been made anew meanwhile. */
async function readReferrers(
  { referrers, step }: Carried,
  { messages, context }: PublishContext,
): Promise<Ran<readonly Referrer[]>> {
  if (referrers.length === 0) return ran([])
  const flushed = await messages.flush()
  if (!flushed.ok) return flushed
  const { adapter } = context
  const read = await askCatalogue(adapter, () => adapter.belongings(messages.session, step.standing.name))
  return read.ok ? ran(read.value.referrers) : read
}

/** Whether all rows of a table will have what they refer to. Where they must and do not, the node is refused. */
async function isWhole(referrer: Referrer, step: DressStep, world: PublishContext): Promise<Ran<boolean>> {
  const { context, messages, replacedLater } = world
  const { adapter } = context
  const isReplaced = replacedLater(adapter.dialect.identity(referrer.table))
  // The database itself looks at every row when the key is made, and says which one it is.
  if (!isReplaced && referrer.carry(step.successor.name, true).before.length > 0) return ran(true)
  for (const key of referrer.keys) {
    const sql = orphansQuery({ referrer, key, successor: step.successor.name }, adapter.dialect)
    const found = await messages.run({ sql, label: step.label })
    if (!found.ok) return found
    const [row] = found.value.rows
    if (row === undefined) continue
    if (isReplaced) return ran(false)
    const problem = { kind: 'query', message: `${inWords(row)} is not there` } as const
    return orphans({ kind: 'database', problem, statement: undefined }, { referrer, step, world })
  }
  return ran(true)
}

interface KeyToCheck {
  readonly referrer: Referrer
  readonly key: Referrer['keys'][number]
  readonly successor: RelationName
}

/** A query for one row that refers to none of the successor's. */
function orphansQuery(
  { referrer, key, successor }: KeyToCheck,
  dialect: PublishContext['context']['adapter']['dialect'],
): string {
  const columns = key.columns.map((name) => `child.${dialect.quote(name)}`)
  const present = columns.map((column) => `${column} is not null`)
  const equal = key.referenced.map(
    (name, index) => `parent.${dialect.quote(name)} = ${columns[index] ?? 'null'}`,
  )
  return [
    `select ${columns.join(', ')} from ${dialect.relation(referrer.table)} as child`,
    `where ${present.join(' and ')}`,
    `  and not exists (select 1 from ${dialect.relation(successor)} as parent where ${equal.join(' and ')})`,
    'limit 1',
  ].join('\n')
}

function inWords(row: Row): string {
  const cells = Object.entries(row).map(([name, cell]) => `${name} = ${textOf(cell)}`)
  return cells.join(', ')
}

interface Carrying {
  readonly referrer: Referrer
  readonly step: DressStep
  readonly world: PublishContext
}

/** What the database says against a key that is made beside the old one: a row is gone, or the table has no such key any more. */
function orphans(failure: Failure, { referrer, step, world }: Carrying): Ran<never> {
  if (failure.kind === 'refused' || failure.problem.kind !== 'query') return { ok: false, failure }
  const { message, detail, violation } = failure.problem
  const relation = world.context.adapter.dialect.relation(step.standing.name)
  // The row is in the detail; the sentence names the key by a name that is gone.
  const said = violation === undefined || detail === undefined ? message : detail
  const words = said.replaceAll(step.successor.name.name, step.standing.name.name)
  return refuse([diagnostic('foreign-key-orphans', { relation, reference: referrer.words, message: words })])
}

function unchecked({ words }: Referrer, step: DressStep, { context }: PublishContext): Diagnostic {
  const relation = context.adapter.dialect.relation(step.standing.name)
  return diagnostic('foreign-key-unchecked', { relation, reference: words }, { severity: 'warning' })
}
