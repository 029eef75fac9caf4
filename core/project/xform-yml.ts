// The text of `xform.yml` + the environment → the project's configuration and the chosen target.
import { diagnostic, hasErrors, type Diagnostic } from '../errors/diagnostic.ts'
import { dbtProjectAdvice } from './dbt-advice.ts'
import { folderDefaults } from './folder-defaults.ts'
import { interpolate, type Environment } from './interpolation.ts'
import { defaultPaths, projectPaths } from './project-paths.ts'
import type { FolderDefaults, Located, PlainValue, ProjectConfig, Target } from './project.ts'
import { mapOf, oneOrMany, ownMap } from './schema/collections.ts'
import { findEntry, object, required } from './schema/object.ts'
import type { JsonSchema, Read, Reader, Report } from './schema/reader.ts'
import { anything, choice, refuse, sql, version, word } from './schema/scalars.ts'
import { guessSecrets } from './secrets.ts'
import type { SourceFile } from './source-file.ts'
import { chooseTarget, readTarget, type KnownAdapters } from './target.ts'
import { recordOf, type MapTree, type Tree, type TreeEntry } from './tree.ts'
import { parseYaml } from './yaml.ts'

/** What is read, and what the command line says to it. */
export interface ProjectSettings {
  readonly file: SourceFile
  readonly env: Environment
  readonly adapters: KnownAdapters
  /** The value of `--target`. */
  readonly target?: string | undefined
  /** The option that it is the value of, where that is another. */
  readonly targetOption?: string
  /** Values that override those under `vars:`. */
  readonly vars?: Readonly<Record<string, PlainValue>> | undefined
}

/**
 * `xform.yml`, read. The configuration is there where all of it is valid; the target where it is known which one is meant
 * and for which adapter, although single settings of it may not be valid. The findings say what is not.
 */
export interface ProjectReading {
  readonly config?: ProjectConfig
  readonly target?: Target
  /** What must not be shown, known even where the target is not valid. */
  readonly secrets: readonly string[]
  readonly diagnostics: readonly Diagnostic[]
}

const projectName: Reader<string> = {
  ...word,
  read(tree, report) {
    const name = word.read(tree, report)
    if (name === undefined || /^[A-Za-z_]\w*$/u.test(name)) return name
    report(diagnostic('bad-project-name', { name }, { at: tree.at }))
    return undefined
  },
}

const projectFile = object(
  {
    name: required(projectName),
    version,
    target: word,
    targets: required(mapOf(anything)),
    paths: projectPaths,
    vars: ownMap,
    models: folderDefaults,
    seeds: folderDefaults,
    snapshots: folderDefaults,
    tests: folderDefaults,
    sources: folderDefaults,
    on_run_start: oneOrMany(sql),
    on_run_end: oneOrMany(sql),
    naming: object({ schema: choice(['prefixed', 'custom']) }, { owner: '"naming"' }),
    meta: ownMap,
  },
  { owner: 'xform.yml', advice: dbtProjectAdvice },
)

/** The JSON Schema of `xform.yml`, for editors. */
export const xformYmlSchema: JsonSchema = projectFile.jsonSchema

/**
 * Reads `xform.yml`. Variables are filled in everywhere but under the targets that are not chosen: what they need need
 * not be there.
 */
export function readProjectFile(settings: ProjectSettings): ProjectReading {
  const diagnostics: Diagnostic[] = []
  const report: Report = (finding) => diagnostics.push(finding)
  const yaml = parseYaml(settings.file)
  if (yaml.root === undefined) {
    return { secrets: guessSecrets(settings.file.text), diagnostics: yaml.diagnostics }
  }
  if (yaml.root.kind !== 'map') {
    const hint = 'Write at least `name:` and `targets:`; `xform init` makes a project that has them.'
    refuse(yaml.root, { expected: 'a map with the keys name and targets', hint }, report)
    return { secrets: [], diagnostics }
  }
  const { targets, rest } = splitTargets(yaml.root)
  const filled = interpolate(rest, settings.env)
  for (const finding of filled.diagnostics) report(finding)
  const found = projectFile.read(filled.tree, report)
  const configured = findConfiguredTarget(filled.tree)
  const config =
    found === undefined || hasErrors(diagnostics) ? undefined : completeConfig(found, settings.vars)
  const { target, secrets } = readChosenTarget(targets, { ...settings, configured }, report)
  return {
    ...(config === undefined ? {} : { config }),
    ...(target === undefined ? {} : { target }),
    secrets,
    diagnostics,
  }
}

/** Keeps the targets apart, and a stand-in for them in the rest: they are filled in one by one. */
function splitTargets(root: MapTree): { readonly targets: TreeEntry | undefined; readonly rest: Tree } {
  const targets = findEntry(root, 'targets')
  if (targets?.value.kind !== 'map') return { targets, rest: root }
  const standIn: TreeEntry = { ...targets, value: { ...targets.value, entries: [] } }
  return {
    targets,
    rest: { ...root, entries: root.entries.map((entry) => (entry === targets ? standIn : entry)) },
  }
}

/** What `target:` says, also where other keys are not valid. A template says nothing: it is reported as such. */
function findConfiguredTarget(root: Tree): Located<string> | undefined {
  const tree = findEntry(root, 'target')?.value
  return tree?.kind === 'scalar' && typeof tree.value === 'string' && !tree.value.includes('{{')
    ? { value: tree.value, at: tree.at }
    : undefined
}

interface TargetQuestion extends ProjectSettings {
  readonly configured: Located<string> | undefined
}

function readChosenTarget(
  targets: TreeEntry | undefined,
  question: TargetQuestion,
  report: Report,
): { readonly target?: Target; readonly secrets: readonly string[] } {
  if (targets?.value.kind !== 'map') return { secrets: [] }
  const { target: requested, targetOption: option = '--target', configured, env } = question
  const chosen = chooseTarget(targets, { requested, option, configured, env }, report)
  return chosen === undefined ? { secrets: [] } : readTarget(chosen, question, report)
}

function completeConfig(
  found: Read<typeof projectFile>,
  vars: Readonly<Record<string, PlainValue>> = {},
): ProjectConfig {
  return {
    name: found.name,
    ...(found.version === undefined ? {} : { version: found.version }),
    paths: found.paths ?? defaultPaths,
    vars: recordOf([...Object.entries(found.vars ?? {}), ...Object.entries(vars)]),
    models: found.models ?? noDefaults,
    seeds: found.seeds ?? noDefaults,
    snapshots: found.snapshots ?? noDefaults,
    tests: found.tests ?? noDefaults,
    sources: found.sources ?? noDefaults,
    schemaNaming: found.naming?.schema ?? 'prefixed',
    onRunStart: found.on_run_start ?? [],
    onRunEnd: found.on_run_end ?? [],
  }
}

const noDefaults: FolderDefaults = {
  config: [],
  folders: {},
  at: { path: 'xform.yml', line: 1, column: 1, endLine: 1, endColumn: 1 },
}
