// What depends on a relation → taken down and put up again around the relation's change.
import type { Dependent, Dependents } from '../adapter/publishing.ts'
import { diagnostic, type Diagnostic } from '../errors/diagnostic.ts'
import type { PublishStep, Statement } from '../materializations/step.ts'
import { holdReferences, type HeldReferences } from './carry-references.ts'
import { askCatalogue } from './ask-catalogue.ts'
import { deferText } from './defer-text.ts'
import { ran, refuse, type Failure, type Ran } from './failure.ts'
import type { PublishContext } from './publish-context.ts'
import type { Messages } from './transaction.ts'

/** Takes down what depends on a relation, changes it, and puts up again what was taken down; under the target's publish lock. */
export async function carryDependents(
  step: PublishStep,
  publishing: PublishContext,
): Promise<Ran<readonly Diagnostic[]>> {
  const { messages, context } = publishing
  const held = await holdReferences(step, publishing)
  if (!held.ok) return held
  deferText(messages, context.adapter.dialect.publishLock())
  const opened = await messages.flush()
  if (!opened.ok) return stale(opened.failure)
  const dependents = await readDependents(step, publishing, held.value.words)
  if (!dependents.ok) return dependents
  const { objects } = dependents.value
  const dress = await readDress(step, publishing)
  if (!dress.ok) return dress
  for (const { drop } of objects) messages.defer({ sql: drop, label: 'take down a dependent' })
  deferSwap(step, messages, { ...held.value, dress: dress.value })
  const changed = await messages.flush()
  if (!changed.ok) return stale(changed.failure)
  for (const dependent of objects.toReversed()) {
    const up = await putUp(dependent, step, publishing)
    if (!up.ok) return up
  }
  return ran(held.value.warnings)
}

/** Keeps back a step's statements, and what has to come before and behind them. */
export function deferSwap(
  { label, statements }: PublishStep,
  messages: Messages,
  { down, up, dress = [] }: Around,
): void {
  for (const sql of down) messages.defer({ sql, label })
  for (const statement of statements) messages.defer({ ...statement, label })
  for (const sql of [...dress, ...up]) messages.defer({ sql, label })
}

interface Around extends Pick<HeldReferences, 'down' | 'up'> {
  readonly dress?: readonly string[]
}

/** A statement of xform's own that fails has met something else than the plan saw. */
export function stale(failure: Failure): Ran<never> {
  const isOwn = failure.kind === 'database' && failure.statement?.source === undefined
  if (!isOwn || failure.problem.kind !== 'query' || failure.problem.violation !== undefined)
    return { ok: false, failure }
  return { ok: false, failure: { ...failure, kind: 'stale' } }
}

async function readDependents(
  step: PublishStep,
  { messages, context }: PublishContext,
  carried: ReadonlySet<string>,
): Promise<Ran<Dependents>> {
  const { adapter } = context
  const read = await askCatalogue(adapter, () => adapter.dependents(messages.session, step.standing.name))
  if (!read.ok) return read
  const obstacles = obstaclesOf(read.value, step, carried)
  if (obstacles.length === 0) return read
  const relation = adapter.dialect.relation(step.standing.name)
  return refuse([diagnostic('dependents-in-the-way', { relation, obstacles })])
}

/** What stands in the way of a step: what cannot be carried over, and foreign keys that are not, where the relation goes. */
export function obstaclesOf(
  { obstacles, references }: Dependents,
  { stays }: PublishStep,
  carried: ReadonlySet<string>,
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
  const read = await askCatalogue(adapter, () => adapter.belongings(messages.session, standing.name))
  if (!read.ok) return read
  const { before, keys, after } = read.value.dress(successor)
  return ran([...before, ...keys, ...after])
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
