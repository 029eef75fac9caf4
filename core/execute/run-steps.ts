// Steps → statements sent, in order, until the end or the first failure.
import type { Column } from '../adapter/relation.ts'
import type { Diagnostic } from '../errors/diagnostic.ts'
import { XformError } from '../errors/xform-error.ts'
import type {
  DescribeStep,
  DressStep,
  ExecuteStep,
  Instead,
  ListFilesStep,
  LoadStep,
  PublishStep,
  Reaction,
  ReadConstraintsStep,
  ReadFilesStep,
  Step,
} from '../materializations/step.ts'
import { analyze } from './analyze.ts'
import type { Audit } from './audit.ts'
import { belongsAnything, refuseReferrers } from './carry-references.ts'
import { databaseFailure, ran, refuse, type Failure, type Ran } from './failure.ts'
import { publish } from './publish.ts'
import type { Carried, PublishContext } from './publish-context.ts'

/** What running steps needs: what publishing needs, less what only the steps themselves find out. */
export interface StepWorld extends Omit<PublishContext, 'carried'> {
  /** Whether foreign keys led from the standing relation or to it when the plan was made, as `Linked` has it. */
  readonly isLinked: boolean
  /** Has the node's tests look at rows that are about to be published. */
  readonly audit?: Audit
}

/** What running steps has found out so far. */
export interface Progress {
  /** The rows that were written, where a statement counted them. */
  rows: number | undefined
  readonly warnings: Diagnostic[]
  /** What was done after all, where the steps found something else to do than was planned. */
  instead?: Instead
  /** What the swap has to carry over. */
  carried: Carried | undefined
}

/** Nothing yet. */
export function startProgress(): Progress {
  return { rows: undefined, warnings: [], carried: undefined }
}

/** Runs a reaction's steps, and those that follow from their answers. */
export async function runReaction(
  reaction: Reaction,
  world: StepWorld,
  progress: Progress,
): Promise<Ran<undefined>> {
  if (reaction.kind === 'refuse') return refuse(reaction.diagnostics)
  progress.warnings.push(...(reaction.warnings ?? []))
  if (reaction.instead !== undefined) progress.instead = reaction.instead
  for (const step of reaction.steps) {
    const done = await runStep(step, world, progress)
    if (!done.ok) return done
  }
  return ran(undefined)
}

async function runStep(step: Step, world: StepWorld, progress: Progress): Promise<Ran<undefined>> {
  switch (step.kind) {
    case 'execute':
      return runExecute(step, world, progress)
    case 'ask':
      return runAsk(step, world, progress)
    case 'describe':
      return runDescribe(step, world, progress)
    case 'read constraints':
      return runReadConstraints(step, world, progress)
    case 'analyze state':
    case 'analyze flow':
      return runReaction(await analyze(step, world.context.adapter), world, progress)
    case 'list files':
      return runListFiles(step, world, progress)
    case 'read files':
      return runReadFiles(step, world, progress)
    case 'dress':
      return runDress(step, world, progress)
    case 'publish':
      return runPublish(step, world, progress)
    case 'load':
      return runLoad(step, world, progress)
  }
}

/** Where publishing locks readers out, the tests have looked before it. */
async function runPublish(step: PublishStep, world: StepWorld, progress: Progress): Promise<Ran<undefined>> {
  const { candidate } = step
  if (
    candidate !== undefined &&
    world.audit !== undefined &&
    world.context.adapter.dialect.supports.boundViews
  ) {
    const looked = await world.audit.look(candidate)
    if (!looked.ok) return looked
  }
  const published = await publish(step, { ...world, carried: progress.carried })
  if (!published.ok) return published
  progress.warnings.push(...published.value)
  progress.carried = undefined
  return ran(undefined)
}

async function runExecute(
  step: ExecuteStep,
  { messages }: StepWorld,
  progress: Progress,
): Promise<Ran<undefined>> {
  if (step.fromRows !== undefined && (progress.rows ?? 0) < step.fromRows) return ran(undefined)
  const statement = { ...step.statement, label: step.label }
  if (step.counts !== true) {
    messages.defer(statement)
    return ran(undefined)
  }
  const result = await messages.run(statement)
  if (!result.ok) return result
  const { count } = result.value
  if (count !== undefined) progress.rows = (progress.rows ?? 0) + count
  return ran(undefined)
}

async function runAsk(
  step: Extract<Step, { kind: 'ask' }>,
  world: StepWorld,
  progress: Progress,
): Promise<Ran<undefined>> {
  const result = await world.messages.run({ ...step.statement, label: step.label })
  return result.ok ? runReaction(step.next(result.value.rows, result.value.count), world, progress) : result
}

async function runDescribe(
  step: DescribeStep,
  world: StepWorld,
  progress: Progress,
): Promise<Ran<undefined>> {
  const flushed = await world.messages.flush()
  if (!flushed.ok) return flushed
  const columns = await guard<readonly Column[]>(world, step.statement, () =>
    world.messages.session.describe(step.statement.sql),
  )
  return columns.ok ? runReaction(step.next(columns.value), world, progress) : columns
}

async function runReadConstraints(
  step: ReadConstraintsStep,
  world: StepWorld,
  progress: Progress,
): Promise<Ran<undefined>> {
  const { messages, context } = world
  const flushed = await messages.flush()
  if (!flushed.ok) return flushed
  const found = await guard(world, undefined, () =>
    context.adapter.constraints(messages.session, step.relation),
  )
  return found.ok ? runReaction(step.next(found.value), world, progress) : found
}

async function runListFiles(
  step: ListFilesStep,
  world: StepWorld,
  progress: Progress,
): Promise<Ran<undefined>> {
  const found = await guard(world, { sql: '', at: step.config.at }, () =>
    world.context.findFiles(step.config, step.known),
  )
  return found.ok ? runReaction(step.next(found.value), world, progress) : found
}

async function runReadFiles(
  step: ReadFilesStep,
  world: StepWorld,
  progress: Progress,
): Promise<Ran<undefined>> {
  const { messages, context } = world
  const flushed = await messages.flush()
  if (!flushed.ok) return flushed
  const read = await guard(world, { sql: '', at: step.at }, () =>
    context.adapter.readFiles(messages.session, step.request, context.signal),
  )
  if (read.ok) return runReaction(step.next(read.value), world, progress)
  const { failure } = read
  // What is wrong with a file is said of the files; where the source names them is known here.
  return failure.kind === 'refused'
    ? refuse(failure.diagnostics.map((finding) => ({ at: step.at, ...finding })))
    : read
}

async function runDress(step: DressStep, world: StepWorld, progress: Progress): Promise<Ran<undefined>> {
  const { messages, context } = world
  const { adapter } = context
  if (!belongsAnything(step, { dialect: adapter.dialect, isLinked: world.isLinked })) return ran(undefined)
  const flushed = await messages.flush()
  if (!flushed.ok) return flushed
  const belongings = await guard(world, undefined, () =>
    adapter.belongings(messages.session, step.standing.name),
  )
  if (!belongings.ok) return belongings
  const { dress, referrers } = belongings.value
  const { before, keys, after } = dress(step.successor)
  for (const sql of before) messages.defer({ sql, label: step.label })
  progress.carried = { step, referrers, keys, after }
  return refuseReferrers(referrers, step, world)
}

async function runLoad(step: LoadStep, world: StepWorld, progress: Progress): Promise<Ran<undefined>> {
  const { messages } = world
  const flushed = await messages.flush()
  if (!flushed.ok) return flushed
  const count = await guard(world, { sql: '', at: step.at }, () =>
    messages.session.copyIn(step.relation, step.columns, step.csv()),
  )
  if (!count.ok) return blameRow(count.failure, step)
  progress.rows = count.value
  return ran(undefined)
}

/** Points at the row of the file that the database refused, where it says which. */
async function blameRow(failure: Failure, { locate }: LoadStep): Promise<Ran<undefined>> {
  const streamed = failure.kind === 'refused' ? undefined : failure.problem.streamed
  if (failure.kind !== 'database' || streamed === undefined) return { ok: false, failure }
  try {
    const at = await locate(streamed)
    const hint =
      failure.problem.hint ?? 'Correct the value, or give its column another type in `column_types`.'
    if (at === undefined) return databaseFailure({ ...failure.problem, hint }, failure.statement)
    // The place says better than the database which row it is.
    const { detail: _, ...problem } = failure.problem
    return databaseFailure({ ...problem, hint }, { sql: '', at })
  } catch (error) {
    if (error instanceof XformError) return refuse(error.diagnostics)
    throw error
  }
}

async function guard<T>(
  { context }: StepWorld,
  statement: DescribeStep['statement'] | undefined,
  work: () => Promise<T>,
): Promise<Ran<T>> {
  try {
    return ran(await work())
  } catch (error) {
    // A seed's file can turn out to be wrong while its rows are on their way.
    if (error instanceof XformError) return refuse(error.diagnostics)
    const problem = context.adapter.explain(error)
    if (problem === undefined) throw error
    return databaseFailure(problem, statement)
  }
}
