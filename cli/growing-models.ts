import { buildOrder, diagnostic, type CompiledModel } from '../core/index.ts'
import type { Invocation } from './command.ts'
import type { RunFacts } from './compile-input.ts'
import { compileNodes, select } from './context.ts'
import type { OpenProject } from './open-project.ts'
import type { Reporting } from './reporting.ts'

const growing: ReadonlySet<string> = new Set(['flow', 'state', 'changes'])

/** The selected flows, states and change logs, compiled, in build order. Other models that are selected by name are noted. */
export async function compileGrowing(
  open: OpenProject,
  invocation: Invocation,
  { run, reporting }: { readonly run: RunFacts; readonly reporting: Reporting },
): Promise<readonly CompiledModel[]> {
  const selected = await select(open, invocation, { kinds: ['model'], reporting })
  const models = [...open.graph.nodes.values()].filter(({ id }) => selected.has(id))
  const materialization = (node: (typeof models)[number]): string =>
    node.kind === 'model' ? node.config.materialized : ''
  const grows = models.filter((node) => growing.has(materialization(node)))
  const named = namesIn(invocation)
  for (const node of models) {
    if (grows.includes(node) || !named.has(node.name)) continue
    const params = { model: node.name, materialized: materialization(node) }
    reporting.report([diagnostic('does-not-grow', params, { severity: 'note' })])
  }
  const ids = new Set(grows.map(({ id }) => id))
  const { nodes } = compileNodes(open, ids, { run, reporting })
  const byId = new Map(nodes.map((node) => [node.id, node]))
  return buildOrder(open.graph, ids).order.flatMap((id) => {
    const node = byId.get(id)
    return node?.kind === 'model' ? [node] : []
  })
}

/** The names that a selection spells out, without the signs around them. */
function namesIn({ options }: Invocation): ReadonlySet<string> {
  const terms = options.select?.flatMap((text) => text.split(/[\s,]+/u)) ?? []
  return new Set(terms.map((term) => term.replaceAll(/^[@\d+]+|\+\d*$/gu, '')))
}
