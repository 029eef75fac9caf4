import { qualifiedFolder } from '../graph/selection/qualified-folder.ts'
import type { Node } from '../parse/node.ts'
import { pathParts } from '../parse/section.ts'
import type { ProjectPaths } from '../project/project.ts'
import type { JsonObject } from './json-object.ts'
import type { ManifestContext } from './manifest-context.ts'

/** What a node is called and where it stands: the first keys of every entry. */
export function identityOf(node: Node, { project }: ManifestContext): JsonObject {
  const { paths } = project.config
  return {
    unique_id: node.id,
    resource_type: node.kind,
    name: node.name,
    package_name: node.package,
    path: pathBelowRoot(node.path, paths),
    original_file_path: node.path,
    fqn: [...qualifiedFolder(node, paths), node.name],
  }
}

/** A file's path below the configured path that it was found under. */
function pathBelowRoot(path: string, paths: ProjectPaths): string {
  const folders = pathParts(path, Object.values(paths).flat()).slice(0, -1)
  return [...folders, path.slice(path.lastIndexOf('/') + 1)].join('/')
}

/** The property file that describes a node, as `package://path`. */
export function patchPathOf({ package: owner, propertiesPath }: Node): string | null {
  return propertiesPath === undefined ? null : `${owner}://${propertiesPath}`
}
