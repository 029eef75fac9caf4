import { fileName } from './node-name.ts'
import type { ParseScope } from './parse-environment.ts'
import type { ProjectProperties } from './properties/collect-properties.ts'

/** What every part of a project is parsed from. */
export interface ParseInput {
  readonly scope: ParseScope
  readonly properties: ProjectProperties
  readonly names: NodeNames
}

/** The names of what a project's files define. */
export type NodeNames = Readonly<Record<'model' | 'seed' | 'snapshot', ReadonlySet<string>>>

/** Collects the names of what files define, and of the snapshots that property files define. */
export function collectNames({ project }: ParseScope, { snapshots }: ProjectProperties): NodeNames {
  const namesOf = (files: readonly { readonly path: string }[]): readonly string[] =>
    files.map(({ path }) => fileName(path))
  const { files } = project
  const declared = snapshots.filter(({ relation }) => relation !== undefined).map(({ name }) => name.value)
  return {
    model: new Set(namesOf(files.models)),
    seed: new Set(namesOf(files.seeds)),
    snapshot: new Set([...namesOf(files.snapshots), ...declared]),
  }
}
