// A publish step → the standing relation is changed in one short step, and what depends on it stands again.
import { diagnostic, type Diagnostic } from '../errors/diagnostic.ts'
import type { PublishStep, Statement } from '../materializations/step.ts'
import { carryDependents, deferSwap, obstaclesOf, stale } from './carry-dependents.ts'
import { holdReferences, wordsOf } from './carry-references.ts'
import { askCatalogue } from './ask-catalogue.ts'
import { deferText } from './defer-text.ts'
import { ran, refuse, type Failure, type Ran } from './failure.ts'
import type { PublishContext } from './publish-context.ts'

/** How long one try waits for a lock, in milliseconds: readers that come meanwhile queue behind it. */
const tryFor = 100
const firstPause = 25
const longestPause = 2000
const surprisesBorne = 3

/** What publishing comes to: warnings. */
type Published = Ran<readonly Diagnostic[]>

/** Runs a publish step: at once where readers can go on, otherwise behind a savepoint, again and again until the locks are granted. */
export async function publish(step: PublishStep, publishing: PublishContext): Promise<Published> {
  const { dialect } = publishing.context.adapter
  return dialect.supports.boundViews ? publishInTries(step, publishing) : publishAtOnce(step, publishing)
}

async function publishAtOnce(step: PublishStep, publishing: PublishContext): Promise<Published> {
  const statements = step.inPlace === undefined ? step.statements : [step.inPlace]
  const held = await holdReferences(step, publishing)
  if (!held.ok) return held
  deferSwap({ ...step, statements }, publishing.messages, held.value)
  return ran(held.value.warnings)
}

async function publishInTries(step: PublishStep, publishing: PublishContext): Promise<Published> {
  const { inPlace } = step
  if (inPlace !== undefined) {
    const done = await insist(() => tryInPlace(inPlace, step, publishing), step, publishing)
    if (done.ok || done.failure.kind === 'refused' || done.failure.problem.kind !== 'query') return done
  }
  const alone = await standsAlone(step, publishing)
  if (!alone.ok) return alone
  if (alone.value) {
    const done = await insist(() => trySwapping(step, publishing), step, publishing)
    if (done.ok || !isSurprise(done.failure)) return done
  }
  return insist(() => carryDependents(step, publishing), step, publishing)
}

/** Whether nothing depends on the standing relation: then swaps cannot meet under a shared view, and need no common lock. */
async function standsAlone(step: PublishStep, publishing: PublishContext): Promise<Ran<boolean>> {
  if (step.successor !== undefined) return ran(false)
  const { messages, context, carried } = publishing
  const flushed = await messages.flush()
  if (!flushed.ok) return flushed
  const { adapter } = context
  const read = await askCatalogue(adapter, () => adapter.dependents(messages.session, step.standing.name))
  if (!read.ok) return read
  const obstacles = obstaclesOf(read.value, step, wordsOf(carried?.referrers ?? []))
  return ran(read.value.objects.length + obstacles.length === 0)
}

async function trySwapping(step: PublishStep, publishing: PublishContext): Promise<Published> {
  const held = await holdReferences(step, publishing)
  if (!held.ok) return held
  deferSwap(step, publishing.messages, held.value)
  const changed = await publishing.messages.flush()
  return changed.ok ? ran(held.value.warnings) : stale(changed.failure)
}

/** Tries until the locks are granted, with a growing pause, as long as the target allows. */
async function insist(
  attempt: () => Promise<Published>,
  step: PublishStep,
  publishing: PublishContext,
): Promise<Published> {
  const { context } = publishing
  const deadline = context.clock() + context.lockTimeout
  let surprises = 0
  for (let pause = firstPause; ; pause = Math.min(pause * 2, longestPause)) {
    const { tried, isBack } = await behindSavepoint(attempt, publishing)
    if (tried.ok || !isBack || !isWorthRetrying(tried.failure)) return tried
    if (isSurprise(tried.failure) && ++surprises > surprisesBorne) return tried
    if (context.clock() + pause > deadline) return refuse([timedOut(step, publishing)])
    if (pause > 8 * firstPause)
      publishing.onWait('others are using the relation; waiting for a moment to swap')
    await context.sleep(pause * (0.5 + context.random()), context.signal)
  }
}

function isWorthRetrying(failure: Failure): boolean {
  if (failure.kind === 'refused') return false
  return failure.problem.kind === 'lock' || failure.problem.kind === 'dependents'
}

/** Something came to depend on the relation between the look at the catalogue and the drop, or was not seen there. */
function isSurprise(failure: Failure): boolean {
  return failure.kind !== 'refused' && failure.problem.kind === 'dependents'
}

function timedOut(step: PublishStep, { context }: PublishContext): ReturnType<typeof diagnostic> {
  const relation = context.adapter.dialect.relation(step.standing.name)
  return diagnostic('publish-timeout', { relation, waited: `${context.lockTimeout / 1000}s` })
}

/** `isBack`: whether the transaction stands again where it stood before a try that failed. */
async function behindSavepoint(
  attempt: () => Promise<Published>,
  { messages, context }: PublishContext,
): Promise<{ readonly tried: Published; readonly isBack: boolean }> {
  const { dialect } = context.adapter
  deferText(messages, dialect.savepoint('xform_publish'), dialect.lockTimeout(tryFor))
  const tried = await attempt()
  if (tried.ok) {
    deferText(messages, dialect.release('xform_publish'), dialect.lockTimeout(context.lockTimeout))
    return { tried, isBack: true }
  }
  messages.forget()
  deferText(messages, dialect.rollbackTo('xform_publish'))
  // There is no savepoint to go back to where a statement failed that was kept back from before.
  const back = await messages.flush()
  return { tried, isBack: back.ok }
}

async function tryInPlace(
  inPlace: Statement,
  step: PublishStep,
  { messages }: PublishContext,
): Promise<Published> {
  const done = await messages.run({ ...inPlace, label: step.label })
  return done.ok ? ran([]) : done
}
