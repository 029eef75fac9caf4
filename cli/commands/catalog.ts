import { randomUUID } from 'node:crypto'
import {
  catalogOf,
  catalogPath,
  diagnostic,
  openWriter,
  printArtifact,
  readCatalogue,
  type Adapter,
  type Node,
  type NodeId,
  type RelationName,
} from '../../core/index.ts'
import { exitCodes, type CommandRunner, type Invocation } from '../command.ts'
import { openAdapter, select } from '../context.ts'
import { nameNodes } from '../name-nodes.ts'
import { openProject, type OpenProject } from '../open-project.ts'
import { count } from '../render/count.ts'
import { reported, type Reporting } from '../reporting.ts'
import { withAdapter } from '../with-adapter.ts'

/** `xform catalog`: writes what the database says of the project's relations to target/catalog.json; reads only. */
export const catalog: CommandRunner = reported(prepare)

async function prepare(invocation: Invocation, reporting: Reporting): Promise<number> {
  const { command, world } = invocation
  const startedAt = world.now()
  const open = await openProject(invocation, reporting)
  if (open === undefined) return exitCodes.usage
  const ids = await select(open, invocation, { kinds: ['model', 'seed', 'snapshot', 'source'], reporting })
  if (reporting.failed) return exitCodes.usage
  const adapter = await openAdapter(open, { reporting, threads: 1, command })
  if (adapter === undefined) return exitCodes.usage
  return withAdapter({ invocation, open, adapter, reporting }, () =>
    write(relationsOf(open, ids), { invocation, open, adapter, reporting, startedAt }),
  )
}

/** The relations that the selected nodes become, or are: files and ephemeral models are none. */
function relationsOf(open: OpenProject, ids: ReadonlySet<NodeId>): ReadonlyMap<NodeId, RelationName> {
  const relations = nameNodes(open)
  return new Map(
    [...open.graph.nodes.values()].flatMap((node) => {
      const relation = relations.get(node.id)
      return relation === undefined || !ids.has(node.id) || !isRelation(node)
        ? []
        : [[node.id, relation] as const]
    }),
  )
}

function isRelation(node: Node): boolean {
  if (node.kind === 'model') return node.config.materialized !== 'ephemeral'
  return node.kind !== 'source' || node.files === undefined
}

interface Job {
  readonly invocation: Invocation
  readonly open: OpenProject
  readonly adapter: Adapter
  readonly reporting: Reporting
  readonly startedAt: number
}

async function write(relations: ReadonlyMap<NodeId, RelationName>, job: Job): Promise<number> {
  const { invocation, open, adapter, reporting, startedAt } = job
  const { world, options } = invocation
  const { entries, diagnostics } = await readCatalogue(adapter, relations, world.signal)
  const provenance = {
    xformVersion: world.version,
    invocationId: randomUUID(),
    startedAt,
    generatedAt: world.now(),
  }
  const artifact = catalogOf({ graph: open.graph, entries, diagnostics, provenance })
  const writer = openWriter(open.project.folder)
  writer.write({ path: catalogPath, text: printArtifact(artifact, (text) => reporting.scrubber.scrub(text)) })
  const missing = [...relations].filter(([id]) => !entries.has(id)).map(([, relation]) => relation)
  const isComplete = diagnostics.length === 0
  if (isComplete && missing.length > 0)
    reporting.report([diagnostic('not-standing', { relations: missing }, { severity: 'note' })])
  reporting.report([...diagnostics, ...writer.findings()])
  if (options.quiet !== true && writer.findings().length === 0)
    reporting.errorOutput.write(`Wrote ${count(entries.size, 'relation')} to ${catalogPath}.\n`)
  return reporting.failed ? exitCodes.failure : exitCodes.success
}
