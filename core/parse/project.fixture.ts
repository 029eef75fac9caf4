import type { PlainValue, Project } from '../project/project.ts'
import { readProjectFile } from '../project/xform-yml.ts'
import type { Diagnostic } from '../errors/diagnostic.ts'

/** What a test's project differs by from an empty one. */
export interface ProjectInput {
  /** Path → text. */
  readonly files: Readonly<Record<string, string>>
  /** What stands in xform.yml besides the name and the target. */
  readonly config?: string
  readonly env?: Readonly<Record<string, string>>
  readonly vars?: Readonly<Record<string, PlainValue>>
}

/** A project as it comes from the disk, made of texts. */
export function makeProject({ files, config = '', env = {}, vars = {} }: ProjectInput): Project {
  const file = { path: 'xform.yml', text: `name: bank\ntargets: { dev: { type: duckdb } }\n${config}` }
  const adapters = new Map([['duckdb', { schema: 'main' }]])
  const reading = readProjectFile({ file, env, vars, adapters })
  if (reading.config === undefined || reading.target === undefined) {
    throw new Error(JSON.stringify(reading.diagnostics, undefined, 2))
  }
  const paths = Object.keys(files).toSorted()
  const below = (folder: string, ending: RegExp) =>
    paths
      .filter((path) => path.startsWith(`${folder}/`) && ending.test(path))
      .map((path) => ({ path, text: files[path] ?? '' }))
  return {
    folder: '/bank',
    config: reading.config,
    target: reading.target,
    env,
    files: {
      config: file,
      models: below('models', /\.sql$/),
      macros: below('macros', /\.sql$/),
      tests: below('tests', /\.sql$/).filter(({ path }) => !path.startsWith('tests/fixtures/')),
      fixtures: below('tests/fixtures', /\.(?:sql|csv)$/),
      snapshots: below('snapshots', /\.sql$/),
      properties: ['macros', 'models', 'seeds', 'snapshots', 'tests'].flatMap((one) =>
        below(one, /\.ya?ml$/),
      ),
      seeds: below('seeds', /\.csv$/).map(({ path, text }) => ({ path, size: text.length })),
    },
  }
}

/** Findings in one line each: `code path:line:column`. */
export function places(diagnostics: readonly Diagnostic[]): readonly string[] {
  return diagnostics.map(({ code, at }) => `${code} ${at?.path ?? ''}:${at?.line ?? ''}:${at?.column ?? ''}`)
}
