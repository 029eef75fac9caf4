import { randomUUID } from 'node:crypto'
import { basename, dirname, resolve } from 'node:path'
import {
  compileFreshness,
  diagnostic,
  endedWell,
  freshnessPath,
  freshnessResultsOf,
  listFiles,
  measureFreshness,
  openWriter,
  printArtifact,
  type Adapter,
  type FreshnessCheck,
  type RunResult,
} from '../../core/index.ts'
import { exitCodes, type CommandRunner, type Invocation } from '../command.ts'
import { compileInput, type RunFacts } from '../compile-input.ts'
import { openAdapter, select } from '../context.ts'
import { openProject, type OpenProject } from '../open-project.ts'
import { readThreads } from '../read-threads.ts'
import { reported, type Reporting } from '../reporting.ts'
import { withAdapter } from '../with-adapter.ts'

/** `xform freshness`: how old the newest rows of sources and models are; changes nothing in the database. */
export const freshness: CommandRunner = reported(prepare)

async function prepare(invocation: Invocation, reporting: Reporting): Promise<number> {
  const asked = readThreads(invocation, reporting)
  const open = await openProject(invocation, reporting)
  if (open === undefined) return exitCodes.usage
  const ids = await select(open, invocation, { kinds: ['source', 'model', 'seed'], reporting })
  if (reporting.failed) return exitCodes.usage
  const run: RunFacts = { id: randomUUID(), startedAt: invocation.world.now() }
  const { checks, diagnostics } = compileFreshness({ ...compileInput(open, run), ids })
  reporting.report(diagnostics)
  if (reporting.failed) return exitCodes.usage
  if (checks.length === 0 && ids.size > 0) {
    reporting.report([diagnostic('no-freshness', { selected: ids.size }, { severity: 'note' })])
    return exitCodes.success
  }
  const threads = asked ?? open.project.target.threads
  const adapter = await openAdapter(open, { reporting, threads, command: invocation.command })
  if (adapter === undefined) return exitCodes.usage
  const job = { invocation, open, adapter, reporting, run, threads, checks }
  return withAdapter(job, () => measure(job))
}

interface Job {
  readonly invocation: Invocation
  readonly open: OpenProject
  readonly adapter: Adapter
  readonly reporting: Reporting
  readonly run: RunFacts
  readonly threads: number
  readonly checks: readonly FreshnessCheck[]
}

async function measure(job: Job): Promise<number> {
  const { invocation, open, adapter, reporting, run, threads, checks } = job
  const { world, command } = invocation
  const { folder, target } = open.project
  // A database that cannot be reached is said once, and not for every source.
  if (checks.some(({ reading }) => reading.kind !== 'files'))
    await adapter.session(() => Promise.resolve(), world.signal)
  const result = await measureFreshness(checks, {
    adapter,
    emit: (event) => reporting.emit(event),
    clock: world.now,
    signal: world.signal,
    threads,
    run: { runId: run.id, command, target: target.name },
    listFiles: (config) => listFiles(config, { folder, now: world.now() }),
  })
  write(result, job)
  return result.results.every(({ outcome }) => endedWell(outcome)) ? exitCodes.success : exitCodes.failure
}

/** Writes the artifact, to the file of `--output` where it is given. */
function write(result: RunResult, { invocation, open, reporting, run, checks }: Job): void {
  const { options, world } = invocation
  const output = options.output === undefined ? undefined : resolve(world.cwd, options.output)
  const provenance = {
    xformVersion: world.version,
    invocationId: run.id,
    startedAt: run.startedAt,
    generatedAt: world.now(),
  }
  const artifact = freshnessResultsOf(result, { checks, provenance })
  const text = printArtifact(artifact, (one) => reporting.scrubber.scrub(one))
  const writer = openWriter(output === undefined ? open.project.folder : dirname(output))
  writer.write({ path: output === undefined ? freshnessPath : basename(output), text })
  reporting.report(writer.findings().map((finding) => ({ ...finding, severity: 'warning' })))
}
