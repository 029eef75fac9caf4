// A project's texts → runs of it inside this process, against a real database: many of them in little time.
import { randomUUID } from 'node:crypto'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { setTimeout as sleepFor } from 'node:timers/promises'
import { adapterFacts, adapters } from '../../adapters/index.ts'
import {
  buildGraph,
  compile,
  execute,
  hasErrors,
  loadProject,
  makePlan,
  placeTests,
  parseProject,
  prepareTarget,
  readSnapshot,
  schemasOf,
  type Adapter,
  type CompiledNode,
  type Diagnostic,
  type ExecuteContext,
  type Graph,
  type Row,
  type RunEvent,
  type RunResult,
} from '../../core/index.ts'
import { testPostgres } from '../databases/postgres.ts'
import type { EngineName } from '../support/engines.ts'

/** A database of one engine, empty at first, that projects are built in. */
export interface Warehouse {
  readonly engine: EngineName
  /** Where a second connection can be made; undefined where only one process can have the database open. */
  readonly url: string | undefined
  readonly adapter: Adapter
  /** Another adapter for the same database, where there can be several: one whose connections may be killed. */
  readonly another: (applicationName: string) => Promise<Adapter>
  /** Runs statements as somebody else and gives the rows of the last. */
  readonly sql: (...statements: readonly string[]) => Promise<readonly Row[]>
  /** Reads a project whose models and snapshots go to a schema. */
  readonly open: (files: Readonly<Record<string, string>>, schema: string) => Promise<Shop>
  readonly close: () => Promise<void>
}

/** A project, compiled for one schema of a warehouse. */
export interface Shop {
  readonly graph: Graph
  readonly nodes: readonly CompiledNode[]
  readonly findings: readonly Diagnostic[]
}

/** How a run differs from the usual. */
export interface RunWishes {
  readonly adapter?: Adapter
  readonly fullRefresh?: boolean
  /** The names of the models and snapshots to build; all of them without. */
  readonly only?: readonly string[]
  /** When the run began, which snapshots go by. */
  readonly startedAt?: number
  readonly onEvent?: (event: RunEvent) => void
  readonly signal?: AbortSignal
  readonly threads?: number
  readonly findFiles?: ExecuteContext['findFiles']
  /** Called when the plan stands and nothing has been built. */
  readonly planned?: () => Promise<void>
}

type TargetSettings = Readonly<Record<string, unknown>> & { readonly type: string }

/** Opens a database of its own on an engine. The caller closes it. */
export async function openWarehouse(engine: EngineName): Promise<Warehouse> {
  const folder = mkdtempSync(join(tmpdir(), 'xform-growth-'))
  const url = engine === 'postgres' ? await (await testPostgres()).createDatabase() : undefined
  const target =
    url === undefined
      ? { type: 'duckdb', path: 'warehouse.duckdb', settings: { threads: 1 } }
      : { type: 'postgres', url }
  const opened: Adapter[] = []
  const another = async (applicationName: string): Promise<Adapter> => {
    const adapter = await openAdapter(target, { folder, applicationName })
    opened.push(adapter)
    return adapter
  }
  const adapter = await another('xform run')
  return {
    engine,
    url,
    adapter,
    another,
    sql: (...statements) =>
      adapter.session(async (session) => (await session.execute(statements)).at(-1)?.rows ?? []),
    open: (files, schema) => openShop({ ...files, ...projectFile(target, schema) }, folder),
    close: async () => {
      for (const one of opened) await one.close()
      rmSync(folder, { recursive: true, force: true })
    },
  }
}

function projectFile(target: TargetSettings, schema: string): Record<string, string> {
  return { 'xform.yml': JSON.stringify({ name: 'shop', targets: { dev: { ...target, schema } } }) }
}

async function openAdapter(
  { type, ...settings }: TargetSettings,
  { folder, applicationName }: { readonly folder: string; readonly applicationName: string },
): Promise<Adapter> {
  const module = await adapters[type]?.()
  const reading = module?.readTarget(settings)
  if (module === undefined || reading?.ok !== true) throw new Error(`cannot open ${type}`)
  const onWait = (): void => undefined
  return module.open(reading.target, { threads: 12, lockTimeout: 20_000, onWait, folder, applicationName })
}

async function openShop(files: Readonly<Record<string, string>>, parent: string): Promise<Shop> {
  const folder = mkdtempSync(join(parent, 'project-'))
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true })
    writeFileSync(join(folder, path), text)
  }
  const loaded = await loadProject({ folder, env: {}, adapters: adapterFacts })
  const { project } = loaded
  const module = project === undefined ? undefined : await adapters[project.target.type]?.()
  if (project === undefined || module === undefined) throw new Error(inWords(loaded.diagnostics))
  const parsed = parseProject(project)
  const { graph, diagnostics } = buildGraph(parsed.nodes, { package: project.config.name })
  const early = [...parsed.diagnostics, ...diagnostics]
  if (hasErrors(early)) return { graph, nodes: [], findings: early }
  const queries = [...graph.nodes.values()].filter(({ kind }) => kind === 'model' || kind === 'snapshot')
  const compiled = compile({
    graph,
    macros: parsed.macros,
    package: project.config.name,
    target: project.target,
    schemaNaming: project.config.schemaNaming,
    vars: project.config.vars,
    env: project.env,
    dialect: module.dialectOf(project.target.settings),
    run: { id: 'growth', startedAt: 0 },
    ids: new Set(queries.map(({ id }) => id)),
  })
  return { graph, nodes: compiled.nodes, findings: [...early, ...compiled.diagnostics] }
}

/** Runs a project once, as the command line would. */
export async function run(
  warehouse: Warehouse,
  { graph, nodes, findings }: Shop,
  wishes: RunWishes = {},
): Promise<RunResult> {
  if (hasErrors(findings)) throw new Error(inWords(findings))
  const { adapter = warehouse.adapter, only, signal = new AbortController().signal } = wishes
  const chosen = nodes
    .filter(({ name }) => only === undefined || only.includes(name))
    .map((node) => (node.kind === 'snapshot' ? { ...node, takenAt: wishes.startedAt ?? 0 } : node))
  const snapshot = await readSnapshot(adapter, schemasOf(chosen), signal)
  const built = new Set(chosen.map(({ id }) => id))
  const plan = makePlan({
    ...snapshot,
    nodes: chosen,
    placement: placeTests({ graph, built, tests: [], unitTests: [], audit: true }),
    options: { fullRefresh: wishes.fullRefresh === true, empty: false },
    dialect: adapter.dialect,
  })
  const { missingSchemas } = plan
  await prepareTarget({ adapter, missingSchemas, lockTimeout: 20_000, signal })
  await wishes.planned?.()
  return execute({ plan, hooks: { onRunStart: [], onRunEnd: [] } }, contextOf(adapter, { ...wishes, signal }))
}

function contextOf(
  adapter: Adapter,
  { onEvent, signal, threads = 3, findFiles }: RunWishes & { readonly signal: AbortSignal },
): ExecuteContext {
  return {
    adapter,
    emit: (event) => onEvent?.(event),
    clock: Date.now,
    sleep: async (milliseconds, stop) => sleepFor(milliseconds / 10, undefined, { signal: stop }),
    random: Math.random,
    signal,
    run: { runId: randomUUID(), command: 'run', target: 'dev', xformVersion: '0', arguments: {} },
    lockTimeout: 20_000,
    threads,
    failFast: false,
    readSeed: () => Promise.reject(new Error('there are no seeds')),
    findFiles: findFiles ?? (() => Promise.reject(new Error('no source is made of files'))),
  }
}

/** Model → what was done, or why nothing was. */
export function actionsOf({ results }: RunResult): Readonly<Record<string, string>> {
  return Object.fromEntries(
    results.map(({ node, outcome }) => [
      node.name,
      outcome.status === 'success'
        ? outcome.action
        : outcome.status === 'error'
          ? `error: ${outcome.diagnostics.map(({ code, message }) => `${code}: ${message}`).join('; ')}`
          : outcome.status,
    ]),
  )
}

/** The reason that a model's outcome gives; of an error its messages. */
export function reasonOf({ results }: RunResult, name: string): string {
  const outcome = results.find(({ node }) => node.name === name)?.outcome
  switch (outcome?.status) {
    case 'success':
    case 'skipped':
      return outcome.because
    case 'tested':
    case 'error':
      return inWords(outcome.diagnostics)
    case 'aged':
    case 'cancelled':
    case undefined:
      return outcome?.status ?? 'not in the run'
  }
}

function inWords(diagnostics: readonly Diagnostic[]): string {
  return diagnostics.map(({ code, message, hint }) => `${code}: ${message} ${hint ?? ''}`).join('\n')
}
