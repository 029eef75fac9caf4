import type { Node } from '../parse/node.ts'

/** Whether a node takes part in the graph: everything does that does not say `enabled: false`. */
export function isEnabled(node: Node): boolean {
  switch (node.kind) {
    case 'model':
    case 'seed':
    case 'snapshot':
    case 'test':
      return node.config.enabled
    case 'source':
    case 'unit_test':
    case 'exposure':
      return node.enabled
  }
}
