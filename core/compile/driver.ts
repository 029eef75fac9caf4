// A model that grows + the graph → the one input that can tell what is new, and how its other inputs are read.
import { diagnostic, type Diagnostic } from '../errors/diagnostic.ts'
import { didYouMean } from '../errors/suggest.ts'
import type { Graph } from '../graph/graph.ts'
import { readBy } from '../graph/read-by.ts'
import type { ModelNode, Node, NodeId, SnapshotNode, SourceNode } from '../parse/node.ts'

/** An input that can tell what is new in it. */
export type DrivingNode = ModelNode | SourceNode

/** What a model reads, looked at through ephemeral models. */
export interface Inputs {
  readonly driver: DrivingNode | undefined
  /** Everything else that it reads, in the order of ids. */
  readonly others: readonly Node[]
  readonly diagnostics: readonly Diagnostic[]
}

/** Finds what drives a flow or a state; a change log has no driver, and reads everything whole. */
export function findInputs(node: ModelNode, graph: Graph): Inputs {
  const all = inputsOf(node.id, graph)
  if (node.config.materialized === 'changes') return { driver: undefined, others: all, diagnostics: [] }
  const { driver, diagnostics } = chooseDriver(node, all)
  const isHeap = driver?.kind === 'source' && driver.files !== undefined
  const findings =
    isHeap && node.config.materialized === 'state'
      ? [diagnostic('files-need-flow', { source: inputName(driver), reader: node.name }, { at: node.at })]
      : []
  const others = all.filter(({ id }) => id !== driver?.id)
  return { driver, others, diagnostics: [...diagnostics, ...findings] }
}

/** Files are no relation: only the flow that they drive can read them. */
export function findMisreadFiles(node: ModelNode | SnapshotNode, graph: Graph): readonly Diagnostic[] {
  const isFlow = node.kind === 'model' && node.config.materialized === 'flow'
  const driver = isFlow ? findInputs(node, graph).driver?.id : undefined
  return inputsOf(node.id, graph)
    .filter((input) => input.kind === 'source' && input.files !== undefined && input.id !== driver)
    .map((input) =>
      diagnostic('files-need-flow', { source: inputName(input), reader: node.name }, { at: node.at }),
    )
}

/** The nodes that another reads, those behind ephemeral models included. */
function inputsOf(id: NodeId, graph: Graph): readonly Node[] {
  const found = new Map<NodeId, Node>()
  const queue = [...readBy(id, graph)]
  for (const one of queue) {
    const node = graph.nodes.get(one)
    if (node === undefined || found.has(one)) continue
    if (node.kind === 'model' && node.config.materialized === 'ephemeral') {
      queue.push(...readBy(one, graph))
    } else found.set(one, node)
  }
  return [...found.values()].toSorted((a, b) => (a.id < b.id ? -1 : 1))
}

interface Choice {
  readonly driver: DrivingNode | undefined
  readonly diagnostics: readonly Diagnostic[]
}

function chooseDriver(node: ModelNode, inputs: readonly Node[]): Choice {
  const { from } = node.config.growth
  return from === undefined ? chooseImplied(node, inputs) : chooseNamed(node, { from, inputs })
}

function chooseImplied(node: ModelNode, inputs: readonly Node[]): Choice {
  const able = inputs.filter(canDrive)
  const [driver] = able
  if (driver !== undefined && able.length === 1) return { driver, diagnostics: [] }
  if (able.length === 0 && inputs.some((input) => input.kind === 'source' && input.misdeclared === true))
    return { driver: undefined, diagnostics: [] }
  const params = { model: node.name, materialized: node.config.materialized }
  const finding =
    driver === undefined
      ? diagnostic('no-driver', { ...params, inputs: inputs.map(inputName) }, { at: node.at })
      : diagnostic('several-drivers', { ...params, drivers: able.map(inputName) }, { at: node.at })
  return { driver: undefined, diagnostics: [finding] }
}

function chooseNamed(
  node: ModelNode,
  { from, inputs }: { readonly from: string; readonly inputs: readonly Node[] },
): Choice {
  const at = node.places['from'] ?? node.at
  const found = inputs.find((input) => inputName(input) === from || input.name === from)
  if (found !== undefined && canDrive(found)) return { driver: found, diagnostics: [] }
  const names = inputs.map(inputName)
  const finding =
    found === undefined
      ? diagnostic(
          'unknown-driver',
          { model: node.name, from, suggestion: didYouMean(from, names), inputs: names },
          { at },
        )
      : diagnostic('cannot-drive', { input: inputName(found) }, { at })
  return { driver: undefined, diagnostics: [finding] }
}

function canDrive(node: Node): node is DrivingNode {
  if (node.kind === 'source') return node.cursor !== undefined || node.files !== undefined
  return (
    node.kind === 'model' && (node.config.materialized === 'flow' || node.config.materialized === 'changes')
  )
}

/** An input by the name that `from` gives it. */
export function inputName(node: Node): string {
  return node.kind === 'source' ? `${node.source}.${node.name}` : node.name
}
