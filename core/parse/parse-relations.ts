// The models, seeds and snapshots of a project → their nodes.
import type { Report } from '../project/schema/reader.ts'
import { modelGrammar, seedGrammar, snapshotGrammar } from './config-keys.ts'
import { matchDescribed } from './match-described.ts'
import type { ModelNode, SeedNode, SnapshotNode } from './node.ts'
import { fileName } from './node-name.ts'
import type { ParseInput } from './parse-input.ts'
import { parseModel } from './parse-model.ts'
import { parseSeed } from './parse-seed.ts'
import { parseSnapshotEntry, parseSnapshotFile } from './parse-snapshot.ts'
import { declaredParts, pathParts, readSection } from './section.ts'

/** Parses the models. */
export function parseModels({ scope, properties, names }: ParseInput, report: Report): readonly ModelNode[] {
  const { project } = scope
  const { models: roots } = project.config.paths
  const found = project.files.models.map((file) => ({ file, parts: pathParts(file.path, roots) }))
  const described = matchDescribed(properties.models, { kind: 'model', names }, report)
  const paths = found.map(({ parts }) => parts)
  const section = { project, defaults: project.config.models, grammar: modelGrammar, paths }
  const defaultsOf = readSection(section, report)
  return found.map(({ file, parts }) => {
    const setting = { scope, defaults: defaultsOf(parts), described: described.get(fileName(file.path)) }
    return parseModel(file, setting, report)
  })
}

/** Makes the nodes of the seeds. */
export function parseSeeds({ scope, properties, names }: ParseInput, report: Report): readonly SeedNode[] {
  const { project } = scope
  const { seeds: roots } = project.config.paths
  const found = project.files.seeds.map((file) => ({ file, parts: pathParts(file.path, roots) }))
  const described = matchDescribed(properties.seeds, { kind: 'seed', names }, report)
  const paths = found.map(({ parts }) => parts)
  const section = { project, defaults: project.config.seeds, grammar: seedGrammar, paths }
  const defaultsOf = readSection(section, report)
  return found.map(({ file, parts }) => {
    const setting = { scope, defaults: defaultsOf(parts), described: described.get(fileName(file.path)) }
    return parseSeed(file, setting, report)
  })
}

/** Parses the snapshots: those that are files, and those that property files define. */
export function parseSnapshots(
  { scope, properties, names }: ParseInput,
  report: Report,
): readonly SnapshotNode[] {
  const { project } = scope
  const described = matchDescribed(properties.snapshots, { kind: 'snapshot', names }, report)
  const { snapshots: roots } = project.config.paths
  const files = project.files.snapshots.map((file) => ({ file, parts: pathParts(file.path, roots) }))
  const entries = [...described.values()].flatMap(({ relation, ...entry }) => {
    if (relation === undefined) return []
    return [
      {
        entry: { ...entry, relation },
        parts: declaredParts(entry.name.at.path, project, [entry.name.value]),
      },
    ]
  })
  const paths = [...files, ...entries].map(({ parts }) => parts)
  const section = { project, defaults: project.config.snapshots, grammar: snapshotGrammar, paths }
  const defaultsOf = readSection(section, report)
  const fromFiles = files.map(({ file, parts }) => {
    const setting = { scope, defaults: defaultsOf(parts), described: described.get(fileName(file.path)) }
    return parseSnapshotFile(file, setting, report)
  })
  const fromEntries = entries.map(({ entry, parts }) =>
    parseSnapshotEntry(entry, { scope, defaults: defaultsOf(parts) }, report),
  )
  return [...fromFiles, ...fromEntries]
}
