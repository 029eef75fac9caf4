// Foreign keys that refer to a relation → what carries them over to the relation that takes its place.
import type { Dialect } from '../adapter/dialect.ts'
import type { CarriedKeys, Referrer } from '../adapter/publishing.ts'
import { diagnostic, type Diagnostic } from '../errors/diagnostic.ts'
import type { DressStep, PublishStep } from '../materializations/step.ts'
import { ran, refuse, type Ran } from './failure.ts'
import type { PublishContext } from './publish-context.ts'
import { askCatalogue } from './ask-catalogue.ts'
import { holdKey, remakerOf, type HeldKey } from './hold-key.ts'

/** What is left to do around the swap, and what is to be said of it. */
export interface HeldReferences extends Pick<CarriedKeys, 'down' | 'up'> {
  /** The keys that are carried over, in the words of `Referrer`. */
  readonly words: ReadonlySet<string>
  readonly warnings: readonly Diagnostic[]
}

/** Whether anything can belong to the standing relation of a step. Where databases do not bind views, only foreign keys can. */
export function belongsAnything(
  { keysToCome = [] }: DressStep,
  { dialect, isLinked }: { readonly dialect: Dialect; readonly isLinked: boolean },
): boolean {
  return dialect.supports.boundViews || isLinked || keysToCome.length > 0
}

/** Foreign keys that cannot be carried over are refused at once. */
export function refuseReferrers(
  referrers: readonly Referrer[],
  { standing }: Pick<PublishStep, 'standing'>,
  { context }: Pick<PublishContext, 'context'>,
): Ran<undefined> {
  const blocked = referrers.filter(({ obstacle }) => obstacle !== undefined)
  if (blocked.length === 0) return ran(undefined)
  const relation = context.adapter.dialect.relation(standing.name)
  const obstacles = blocked.map(({ words, obstacle }) => `${words}, ${obstacle ?? ''}`)
  return refuse([diagnostic('dependents-in-the-way', { relation, obstacles })])
}

/**
 * Makes the successor's own foreign keys, and second ones that refer to it, as far as that can be done before the swap.
 *
 * All of it holds tables that others use, so it belongs into the try that swaps, and goes when that is given up.
 */
export async function holdReferences(
  publishStep: PublishStep,
  publishing: PublishContext,
): Promise<Ran<HeldReferences>> {
  const { messages, carried } = publishing
  const { keys = [], label } = publishStep
  for (const statement of keys) messages.defer({ ...statement, label })
  if (carried === undefined) return letReferencesGo(publishStep, publishing)
  for (const sql of carried.keys) messages.defer({ sql, label })
  const referrers = await readReferrers(carried.referrers, publishStep, publishing)
  if (!referrers.ok) return referrers
  const held: HeldKey[] = []
  for (const referrer of referrers.value) {
    const key = await holdKey({ referrer, step: carried.step, world: publishing })
    if (!key.ok) return key
    held.push(key.value)
  }
  return ran(around(referrers.value, held, carried.after))
}

/** Foreign keys, in the words of `Referrer`. */
export function wordsOf(referrers: readonly Referrer[]): ReadonlySet<string> {
  return new Set(referrers.map(({ words }) => words))
}

/** Nothing can refer to what takes a table's place: what the same run builds anew behind it need not any more. */
async function letReferencesGo(
  { standing, stays, successor }: PublishStep,
  publishing: PublishContext,
): Promise<Ran<HeldReferences>> {
  const { context, messages } = publishing
  const { adapter } = context
  if (standing.kind !== 'table' || stays === true || successor === undefined) return ran(around([], [], []))
  const flushed = await messages.flush()
  if (!flushed.ok) return flushed
  const read = await askCatalogue(adapter, () => adapter.belongings(messages.session, standing.name))
  if (!read.ok) return read
  const { referrers } = read.value
  const movable = refuseReferrers(referrers, { standing }, publishing)
  if (!movable.ok) return movable
  const obstacles = referrers.filter((one) => one.keys.length > 0 && remakerOf(one, publishing) === undefined)
  const relation = adapter.dialect.relation(standing.name)
  if (obstacles.length > 0)
    return refuse([diagnostic('dependents-in-the-way', { relation, obstacles: [...wordsOf(obstacles)] })])
  const held = referrers.map(({ carry }) => carry(successor.name, 'gone'))
  return ran(around(referrers, held, []))
}

function around(
  referrers: readonly Referrer[],
  held: readonly HeldKey[],
  after: readonly string[],
): HeldReferences {
  return {
    down: held.flatMap(({ down }) => down),
    up: [...after, ...held.toReversed().flatMap(({ up }) => up)],
    words: wordsOf(referrers),
    warnings: held.flatMap(({ warning }) => (warning === undefined ? [] : [warning])),
  }
}

/** Those that were there when the successor was dressed may have been made anew meanwhile. */
async function readReferrers(
  seen: readonly Referrer[],
  { standing }: PublishStep,
  { messages, context }: PublishContext,
): Promise<Ran<readonly Referrer[]>> {
  if (seen.length === 0) return ran([])
  const flushed = await messages.flush()
  if (!flushed.ok) return flushed
  const { adapter } = context
  const read = await askCatalogue(adapter, () => adapter.belongings(messages.session, standing.name))
  return read.ok ? ran(read.value.referrers) : read
}
