// `--defer` → where the nodes stand that are not built here: in another target, or where an earlier manifest says.
import { adapterFacts } from '../adapters/index.ts'
import {
  diagnostic,
  memberOf,
  nameRelations,
  readProjectFile,
  type CompileInput,
  type NodeId,
  type PlainValue,
  type RelationName,
} from '../core/index.ts'
import type { Invocation } from './command.ts'
import { earlierArtifacts } from './earlier-artifacts.ts'
import { nameNodes } from './name-nodes.ts'
import type { OpenProject } from './open-project.ts'
import type { Reporting } from './reporting.ts'
import { lookAhead } from './with-adapter.ts'

type Place = NonNullable<CompileInput['place']>

/**
 * How `--defer` places nodes: what is selected, and what stands in the own target, stays there; everything else is read where
 * the other target, or the manifest of `--state`, has it. Undefined without the option, and where it cannot be done, which
 * is reported.
 */
export async function deferral(
  open: OpenProject,
  ids: ReadonlySet<NodeId>,
  { invocation, reporting }: { readonly invocation: Invocation; readonly reporting: Reporting },
): Promise<Place | undefined> {
  const { defer } = invocation.options
  if (defer === undefined) return undefined
  const elsewhere = defer === '' ? inManifest(open, invocation, reporting) : inTarget(open, defer, reporting)
  if (elsewhere === undefined) return undefined
  const here = await findStanding(open, ids, { invocation, reporting })
  if (here === undefined) return undefined
  return (node, usual) => {
    const isHere = node.kind === 'source' || ids.has(node.id) || here.has(open.dialect.identity(usual))
    return isHere ? usual : (elsewhere.get(node.id) ?? usual)
  }
}

type Relations = ReadonlyMap<NodeId, RelationName>

function inTarget(
  { project, graph, adapter, dialect }: OpenProject,
  name: string,
  reporting: Reporting,
): Relations | undefined {
  const { target, diagnostics } = readProjectFile({
    file: project.files.config,
    env: project.env,
    vars: project.config.vars,
    adapters: adapterFacts,
    target: name,
    targetOption: '--defer',
  })
  if (target === undefined) {
    reporting.report(diagnostics)
    return undefined
  }
  reporting.scrubber.add(target.secrets)
  const reach =
    target.type === project.target.type ? adapter.reach(project.target.settings, target.settings) : undefined
  if (reach === undefined) {
    reporting.report([diagnostic('defer-unreachable', { target: name, own: project.target.name })])
    return undefined
  }
  const relations = nameRelations({ graph, target, schemaNaming: project.config.schemaNaming, dialect })
  return new Map([...relations].map(([id, relation]) => [id, { ...reach, ...relation }]))
}

function inManifest(open: OpenProject, invocation: Invocation, reporting: Reporting): Relations | undefined {
  const reading = earlierArtifacts(open, invocation).before?.('manifest.json')
  if (reading === undefined || !reading.ok) {
    reporting.report([reading?.diagnostic ?? diagnostic('defer-without-state', undefined)])
    return undefined
  }
  const nodes = memberOf(reading.value, 'nodes')
  const entries = typeof nodes === 'object' && nodes !== null ? Object.entries(nodes) : []
  const own = open.project.target.database
  return new Map(
    entries.flatMap(([id, entry]: readonly [string, PlainValue]) => {
      const [schema, name, database] = ['schema', 'alias', 'database'].map((key) => memberOf(entry, key))
      if (typeof schema !== 'string' || typeof name !== 'string') return []
      const isOther = typeof database === 'string' && database !== own
      return [[id, { ...(isOther ? { database } : {}), schema, name }] as const]
    }),
  )
}

/** What of the nodes that are not built now stands in the own target. */
async function findStanding(
  open: OpenProject,
  ids: ReadonlySet<NodeId>,
  { invocation, reporting }: { readonly invocation: Invocation; readonly reporting: Reporting },
): Promise<ReadonlySet<string> | undefined> {
  const { world } = invocation
  const others = [...nameNodes(open)].filter(([id]) => !ids.has(id)).map(([, relation]) => relation)
  const schemas = [...new Set(others.map(({ schema }) => schema))].map((schema) => ({ schema }))
  if (schemas.length === 0) return new Set()
  return lookAhead({ open, invocation, reporting }, async (adapter) => {
    const standing = await adapter.session((session) => adapter.inspect(session, schemas), world.signal)
    return new Set(standing.map(({ name }) => open.dialect.identity(name)))
  })
}
