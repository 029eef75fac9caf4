// What the stages find in a project → what is worth saying: nothing that only follows from something else.
import type { AdapterModule, Diagnostic, LoadedProject, Target } from '../core/index.ts'

/** What each stage found. */
export interface StageFindings {
  readonly loaded: LoadedProject
  readonly target: readonly Diagnostic[]
  readonly parsed: readonly Diagnostic[]
  readonly graph: readonly Diagnostic[]
}

/**
 * All findings but those that follow from an earlier one: a setting that is missing because its variable is not set, a
 * model without SQL because its file cannot be read, sources that nobody declares because the file that does is no YAML.
 */
export function withoutEchoes({ loaded, target, parsed, graph }: StageFindings): readonly Diagnostic[] {
  const settingsUnsure = loaded.diagnostics.some(({ code }) => interpolationCodes.has(code))
  const sourcesUnsure = parsed.some(({ code }) => code.startsWith('yaml-'))
  return [
    ...loaded.diagnostics,
    ...target.filter(({ code }) => !settingsUnsure || !missingCodes.has(code)),
    ...parsed.filter(({ code, at }) => code !== 'empty-model' || !loaded.unreadable.has(at?.path ?? '')),
    ...graph.filter(({ code }) => !sourcesUnsure || !sourceCodes.has(code)),
  ]
}

const interpolationCodes: ReadonlySet<string> = new Set(['unset-interpolation', 'bad-interpolation'])
const missingCodes: ReadonlySet<string> = new Set(['missing-key', 'no-connection'])
const sourceCodes: ReadonlySet<string> = new Set(['unknown-source', 'unknown-source-table'])

/** What the adapter finds wrong with the settings of its target, where they stand. */
export function findTargetProblems(
  { settings, places, keyPlaces }: Target,
  adapter: AdapterModule<unknown>,
): readonly Diagnostic[] {
  const reading = adapter.readTarget(settings)
  if (reading.ok) return []
  return reading.problems.map(({ key = '', diagnostic: finding }) => {
    const named = finding.code === 'unknown-key' ? keyPlaces[key] : places[key]
    const at = named ?? places['']
    return at === undefined ? finding : { ...finding, at }
  })
}

/** The files in which an error was found. */
export function filesWithErrors(findings: readonly Diagnostic[]): ReadonlySet<string> {
  const errors = findings.filter(({ severity }) => severity === 'error')
  return new Set(errors.flatMap(({ at }) => (at === undefined ? [] : [at.path])))
}
