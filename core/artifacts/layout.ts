/** The folder of a project that holds what xform writes; the paths below are relative to the project's folder. */
export const targetFolder = 'target'

export const manifestPath = `${targetFolder}/manifest.json`

export const runResultsPath = `${targetFolder}/run_results.json`

/** What the database says of the project's relations. */
export const catalogPath = `${targetFolder}/catalog.json`

/** How fresh sources are. */
export const freshnessPath = `${targetFolder}/sources.json`

/** Where the SQL of a model's whole relation is written. */
export function compiledPath(path: string): string {
  return `${targetFolder}/compiled/${path}`
}

/** Where the SQL of an incremental model's new rows is written. */
export function deltaPath(path: string): string {
  return `${targetFolder}/compiled/${path.replace(/\.sql$/u, '')}.delta.sql`
}

/** Where the statements that built a node are written. */
export function runPath(path: string): string {
  return `${targetFolder}/run/${path.replace(/\.csv$/u, '.sql')}`
}
