import {
  compiledPath,
  deltaPath,
  manifestOf,
  manifestPath,
  openWriter,
  printArtifact,
  runPath,
  runResultsOf,
  runResultsPath,
  type Compilation,
  type CompiledNode,
  type CompiledQuery,
  type CompiledTest,
  type Diagnostic,
  type JsonObject,
  type NodeId,
  type Provenance,
  type RunEvent,
  type RunResult,
} from '../core/index.ts'
import type { Invocation } from './command.ts'
import type { RunFacts } from './compile-input.ts'
import type { OpenProject } from './open-project.ts'
import type { Reporting } from './reporting.ts'
import { seedChecksums } from './seed-checksums.ts'

/** What a command leaves in `target/`. */
export interface Artifacts {
  onEvent(event: RunEvent): void
  /**
   * Writes everything that there is to tell, however far the run got: run results once it has ended. What cannot be
   * written is reported as warnings. A dry run writes nothing.
   */
  finish(): Promise<readonly Diagnostic[]>
}

/** What artifacts tell of. */
export interface ArtifactsInput {
  readonly open: OpenProject
  readonly invocation: Invocation
  readonly run: RunFacts
  readonly compiled: Compilation
  readonly reporting: Reporting
}

interface File {
  readonly path: string
  readonly text: string
}

/**
 * Collects what belongs into `target/`. Compiled SQL is written before anything runs and the rest at the end: while a
 * database is committing, some file systems make every new file wait.
 */
export function openArtifacts(input: ArtifactsInput): Artifacts {
  const { open, invocation, reporting } = input
  const isWriting = invocation.options.dryRun !== true
  const statements = new Map<string, string[]>()
  const writer = openWriter(open.project.folder)
  let unwritten = isWriting ? compiledFiles(input.compiled) : []
  let result: RunResult | undefined

  function writeSql(files: readonly File[]): void {
    for (const { path, text } of files) writer.write({ path, text: reporting.scrubber.scrub(text) })
  }

  function writeCompiled(): void {
    writeSql(unwritten)
    unwritten = []
  }

  return {
    onEvent(event) {
      if (event.type === 'run:start') writeCompiled()
      if (event.type === 'statement') keepStatement(event, statements)
      if (event.type === 'run:end') result = event.result
    },
    async finish() {
      if (!isWriting) return []
      writeCompiled()
      writeSql(runFiles(statements))
      for (const file of await describingFiles(input, result)) writer.write(file)
      return writer.findings().map((finding) => ({ ...finding, severity: 'warning' }))
    },
  }
}

function keepStatement(
  { node, label, sql }: Extract<RunEvent, { type: 'statement' }>,
  statements: Map<string, string[]>,
): void {
  const text = `-- ${label}\n${sql};\n`
  const path = runPath(node)
  const before = statements.get(path)
  if (before === undefined) statements.set(path, [text])
  else before.push(text)
}

function compiledFiles({ nodes, tests }: Compilation): readonly File[] {
  const ofTests = tests.map(({ sqlPath, name, query }) => ({
    path: compiledPath({ path: sqlPath, name }),
    text: `${query.text}\n`,
  }))
  return [...nodes.flatMap(compiledFilesOf), ...ofTests]
}

function compiledFilesOf(node: CompiledNode): readonly File[] {
  if (node.kind === 'seed') return []
  const full = { path: compiledPath(node), text: `${node.full.text}\n` }
  return node.kind === 'snapshot' || node.delta === undefined
    ? [full]
    : [full, { path: deltaPath(node.path), text: `${node.delta.text}\n` }]
}

function runFiles(statements: ReadonlyMap<string, readonly string[]>): readonly File[] {
  return [...statements].map(([path, texts]) => ({ path, text: texts.join('\n') }))
}

/** The manifest, and the run results where there are any. */
async function describingFiles(
  { open, invocation, run, compiled, reporting }: ArtifactsInput,
  result: RunResult | undefined,
): Promise<readonly File[]> {
  const conceal = (text: string): string => reporting.scrubber.scrub(text)
  const provenance: Provenance = {
    xformVersion: invocation.world.version,
    invocationId: run.id,
    startedAt: run.startedAt,
    generatedAt: invocation.world.now(),
  }
  const facts = { ...open, compiled: queriesOf(compiled), relations: compiled.relations, provenance }
  const manifest = manifestOf({ ...facts, seedChecksums: await seedChecksums(open) })
  const files = [{ path: manifestPath, text: printArtifact(manifest, conceal) }]
  if (result === undefined) return files
  const results = runResultsOf(result, { ...facts, arguments: argumentsOf(invocation) })
  return [...files, { path: runResultsPath, text: printArtifact(results, conceal) }]
}

function queriesOf({ nodes, tests }: Compilation): ReadonlyMap<NodeId, CompiledQuery | CompiledTest> {
  const queries = nodes.filter((node) => node.kind !== 'seed')
  return new Map([...queries, ...tests].map((node) => [node.id, node] as const))
}

/** What was asked for; variables may hold secrets and are left out. */
function argumentsOf({ options }: Invocation): JsonObject {
  return {
    select: options.select ?? [],
    exclude: options.exclude ?? [],
    selector: options.selector ?? null,
    full_refresh: options.fullRefresh === true,
    empty: options.empty === true,
    fail_fast: options.failFast === true,
  }
}
