import type { Node, NodeKind, RelationName } from '../../core/index.ts'
import { diagnostic } from '../../core/index.ts'
import { exitCodes, type CommandRunner, type Invocation } from '../command.ts'
import { select } from '../context.ts'
import { nameNodes } from '../name-nodes.ts'
import { openProject, type OpenProject } from '../open-project.ts'
import { reported, type Reporting } from '../reporting.ts'

const kinds: readonly NodeKind[] = ['model', 'seed', 'source', 'snapshot', 'test', 'unit_test', 'exposure']

/** `xform ls`: lists the selected nodes; needs no database. */
export const ls: CommandRunner = reported(list, true)

async function list(invocation: Invocation, reporting: Reporting): Promise<number> {
  const wanted = wantedKinds(invocation, reporting)
  const open = await openProject(invocation, reporting)
  if (open === undefined) return exitCodes.usage
  const ids = await select(open, invocation, { kinds: wanted, reporting })
  if (reporting.failed) return exitCodes.usage
  const nodes = [...open.graph.nodes.values()].filter(({ id }) => ids.has(id))
  reporting.output.write(render(nodes, open, invocation.options.output ?? 'text'))
  return exitCodes.success
}

function wantedKinds({ options }: Invocation, reporting: Reporting): readonly NodeKind[] | undefined {
  const texts = options.resourceType?.flatMap((text) => text.split(/[\s,]+/u))
  const unknown = texts?.filter((text) => !kinds.some((kind) => kind === text)) ?? []
  reporting.report(unknown.map((value) => diagnostic('unknown-resource-type', { value, known: kinds })))
  return texts === undefined ? undefined : kinds.filter((kind) => texts.includes(kind))
}

function render(nodes: readonly Node[], open: OpenProject, output: string): string {
  const relations = nameNodes(open)
  if (output === 'paths')
    return [...new Set(nodes.map(({ path }) => path))].map((path) => `${path}\n`).join('')
  const rows = nodes.map((node) => rowOf(node, relations.get(node.id), open))
  if (output === 'json') return rows.map((row) => `${JSON.stringify(row)}\n`).join('')
  return alignRows(
    rows.map(({ resource_type, name, materialized, relation }) => [
      resource_type,
      name,
      materialized ?? '',
      relation ?? '',
    ]),
  )
}

interface ListedNode {
  readonly unique_id: string
  readonly resource_type: string
  readonly name: string
  readonly path: string
  readonly relation: string | null
  readonly materialized: string | null
  readonly tags: readonly string[]
  readonly depends_on: readonly string[]
}

function rowOf(node: Node, relation: RelationName | undefined, open: OpenProject): ListedNode {
  return {
    unique_id: node.id,
    resource_type: node.kind,
    name: node.kind === 'source' ? `${node.source}.${node.name}` : node.name,
    path: node.path,
    relation: relation === undefined || isEphemeral(node) ? null : `${relation.schema}.${relation.name}`,
    materialized: node.kind === 'model' ? node.config.materialized : null,
    tags: node.tags,
    depends_on: open.graph.upstream.get(node.id) ?? [],
  }
}

function isEphemeral(node: Node): boolean {
  return node.kind === 'model' && node.config.materialized === 'ephemeral'
}

function alignRows(rows: readonly (readonly string[])[]): string {
  const widths = [0, 1, 2, 3].map((column) => Math.max(0, ...rows.map((row) => row[column]?.length ?? 0)))
  return rows
    .map(
      (row) =>
        `${row
          .map((cell, column) => cell.padEnd(widths[column] ?? 0))
          .join('  ')
          .trimEnd()}\n`,
    )
    .join('')
}
