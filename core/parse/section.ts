// The defaults of one kind of node → what they say of each node, with a warning for what they say of none.
import type { FolderDefaults, Project } from '../project/project.ts'
import type { Report } from '../project/schema/reader.ts'
import { fileName } from './node-name.ts'
import { lookUpFolderConfig, readFolderConfig, reportUnmatched } from './folder-config.ts'
import type { ConfigGrammar, ConfigKeys, Said } from './said.ts'

/** A section of defaults in `xform.yml`, and the nodes that it is about. */
export interface SectionInput<K extends ConfigKeys> {
  readonly project: Project
  readonly defaults: FolderDefaults
  readonly grammar: ConfigGrammar<K>
  /** Of each node: its folders and its name. */
  readonly paths: readonly (readonly string[])[]
}

/** What the defaults say of a node, by its folders and its name. */
export type DefaultsOf<K extends ConfigKeys> = (parts: readonly string[]) => Said<K>

/** Reads a section. */
export function readSection<K extends ConfigKeys>(input: SectionInput<K>, report: Report): DefaultsOf<K> {
  const { project, defaults, grammar, paths } = input
  const config = readFolderConfig(defaults, grammar, report)
  reportUnmatched({ section: defaults, paths, projectName: project.config.name }, report)
  return (parts) => lookUpFolderConfig(config, parts)
}

/** A file's folders below the path that it was found under, and its name. */
export function pathParts(path: string, roots: readonly string[]): readonly string[] {
  const root = roots.find((one) => path.startsWith(`${one}/`))
  const inside = root === undefined ? path : path.slice(root.length + 1)
  return [...inside.split('/').slice(0, -1), fileName(path)]
}

/** The folders of what a property file declares, and its names. */
export function declaredParts(path: string, project: Project, names: readonly string[]): readonly string[] {
  const roots = Object.values(project.config.paths).flat()
  return [...pathParts(path, roots).slice(0, -1), ...names]
}
