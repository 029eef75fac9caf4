import type { Node } from '../parse/node.ts'

/** A node in words, as it stands inside a sentence: `the model "orders"`. */
export function describeNode(node: Node): string {
  switch (node.kind) {
    case 'source':
      return `the source table "${node.source}.${node.name}"`
    case 'unit_test':
      return `the unit test "${node.name}"`
    case 'model':
    case 'seed':
    case 'snapshot':
    case 'test':
    case 'exposure':
      return `the ${node.kind} "${node.name}"`
  }
}
