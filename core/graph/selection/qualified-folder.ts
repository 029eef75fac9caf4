import type { Node } from '../../parse/node.ts'
import { pathParts } from '../../parse/section.ts'
import type { ProjectPaths } from '../../project/project.ts'

/**
 * What stands before a node's own name in its fully qualified one: the package, the folders below the configured path
 * that holds its file, and for a source's table the source, for a unit test its model.
 */
export function qualifiedFolder(node: Node, paths: ProjectPaths): readonly string[] {
  const folders = pathParts(node.path, Object.values(paths).flat()).slice(0, -1)
  return [node.package, ...folders, ...ownersOf(node)]
}

function ownersOf(node: Node): readonly string[] {
  switch (node.kind) {
    case 'source':
      return [node.source]
    case 'unit_test':
      return [node.model]
    case 'model':
    case 'seed':
    case 'snapshot':
    case 'test':
    case 'exposure':
      return []
  }
}
