// What depends on a relation → taken down and put up again around the relation's change.
import type { Adapter } from '../adapter/adapter.ts'
import type { Dependent, Dependents } from '../adapter/publishing.ts'
import { diagnostic } from '../errors/diagnostic.ts'
import type { PublishStep, Statement } from '../materializations/step.ts'
import { deferText } from './defer-text.ts'
import { databaseFailure, ran, refuse, type Failure, type Ran } from './failure.ts'
import type { PublishContext } from './publish-context.ts'

/** Takes down what depends on a relation, changes it, and puts up again what was taken down; under the target's publish lock. */
export async function carryDependents(
  step: PublishStep,
  publishing: PublishContext,
): Promise<Ran<undefined>> {
  const { messages, context } = publishing
  deferText(messages, context.adapter.dialect.publishLock())
  const opened = await messages.flush()
  if (!opened.ok) return opened
  const dependents = await readDependents(step, publishing)
  if (!dependents.ok) return dependents
  const { objects } = dependents.value
  const dress = await readDress(step, publishing)
  if (!dress.ok) return dress
  for (const { drop } of objects) messages.defer({ sql: drop, label: 'take down a dependent' })
  deferSwap(step, publishing, dress.value)
  const changed = await messages.flush()
  if (!changed.ok) return stale(changed.failure)
  for (const dependent of objects.toReversed()) {
    const up = await putUp(dependent, step, publishing)
    if (!up.ok) return up
  }
  return ran(undefined)
}

/** Keeps back a step's statements, and what has to come before and behind them. */
export function deferSwap(
  step: PublishStep,
  { messages, beforeSwap, afterSwap }: PublishContext,
  dress: readonly string[] = [],
): void {
  for (const sql of beforeSwap) messages.defer({ sql, label: step.label })
  for (const statement of step.statements) messages.defer({ ...statement, label: step.label })
  for (const sql of [...dress, ...afterSwap]) messages.defer({ sql, label: step.label })
}

/** A statement of xform's own that fails has met something else than the plan saw. */
export function stale(failure: Failure): Ran<undefined> {
  const isOwn = failure.kind === 'database' && failure.statement?.source === undefined
  if (!isOwn || failure.problem.kind !== 'query') return { ok: false, failure }
  return { ok: false, failure: { ...failure, kind: 'stale' } }
}

async function readDependents(step: PublishStep, publishing: PublishContext): Promise<Ran<Dependents>> {
  const { messages, context } = publishing
  const { adapter } = context
  const read = await readCatalogue(adapter, () => adapter.dependents(messages.session, step.standing.name))
  if (!read.ok) return read
  const obstacles = obstaclesOf(read.value, step, publishing)
  if (obstacles.length === 0) return read
  const relation = adapter.dialect.relation(step.standing.name)
  return refuse([diagnostic('dependents-in-the-way', { relation, obstacles })])
}

/** What stands in the way of a step: what cannot be carried over, and foreign keys that are not, where the relation goes. */
export function obstaclesOf(
  { obstacles, references }: Dependents,
  { stays }: PublishStep,
  { carried }: PublishContext,
): readonly string[] {
  return stays === true ? obstacles : [...obstacles, ...references.filter((words) => !carried.has(words))]
}

/** What gives the relation that is made anew what belonged to the standing one. */
async function readDress(
  { standing, successor }: PublishStep,
  { messages, context }: PublishContext,
): Promise<Ran<readonly string[]>> {
  if (successor === undefined) return ran([])
  const { adapter } = context
  const read = await readCatalogue(adapter, () => adapter.belongings(messages.session, standing.name))
  if (!read.ok) return read
  const { before, keys, after } = read.value.dress(successor)
  return ran([...before, ...keys, ...after])
}

/** Reads the catalogue; what the database says against it is a failure like that of a statement. */
export async function readCatalogue<T>(adapter: Adapter, read: () => Promise<T>): Promise<Ran<T>> {
  try {
    return ran(await read())
  } catch (error) {
    const problem = adapter.explain(error)
    if (problem === undefined) throw error
    return databaseFailure(problem)
  }
}

/** A dependent that is a view of this run is made from its new query where that already fits, otherwise from its old one. */
async function putUp(
  dependent: Dependent,
  step: PublishStep,
  publishing: PublishContext,
): Promise<Ran<undefined>> {
  const { messages, context, plannedView } = publishing
  const { dialect } = context.adapter
  const planned = plannedView(dialect.identity(dependent.name))
  const ways: readonly Statement[] = [
    ...(planned === undefined ? [] : [{ sql: dependent.createAs(planned.full.text) }]),
    { sql: dependent.create },
  ]
  let last: Ran<unknown> = ran(undefined)
  for (const way of ways) {
    deferText(messages, dialect.savepoint('xform_dependent'))
    messages.defer({ ...way, label: 'put up a dependent' })
    for (const sql of dependent.restore) messages.defer({ sql, label: 'put up a dependent' })
    last = await messages.flush()
    if (last.ok) return ran(undefined)
    if (last.failure.kind !== 'database' || last.failure.problem.kind !== 'query') return last
    deferText(messages, dialect.rollbackTo('xform_dependent'))
  }
  return last.ok
    ? ran(undefined)
    : refuse([doesNotFit(dependent, step, { publishing, failure: last.failure })])
}

function doesNotFit(
  dependent: Dependent,
  step: PublishStep,
  { publishing, failure }: { readonly publishing: PublishContext; readonly failure: Failure },
): ReturnType<typeof diagnostic> {
  const { dialect } = publishing.context.adapter
  const message = failure.kind === 'refused' ? '' : failure.problem.message
  return diagnostic('dependent-does-not-fit', {
    relation: dialect.relation(step.standing.name),
    dependent: `The ${dependent.kind.replace('_', ' ')} ${dialect.relation(dependent.name)}`,
    message,
  })
}
