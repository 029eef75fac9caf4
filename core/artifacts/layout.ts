/** The folder of a project that holds what xform writes; the paths below are relative to the project's folder. */
export const targetFolder = 'target'

export const manifestPath = `${targetFolder}/manifest.json`

export const runResultsPath = `${targetFolder}/run_results.json`

/** What the database says of the project's relations. */
export const catalogPath = `${targetFolder}/catalog.json`

/** How fresh sources are. */
export const freshnessPath = `${targetFolder}/sources.json`

/** Where the SQL of a whole relation is written; of what a property file defines, in a folder of that file. */
export function compiledPath(node: DefinedNode): string {
  return `${targetFolder}/compiled/${sqlFile(node)}`
}

/** Where the SQL of an incremental model's new rows is written. */
export function deltaPath(path: string): string {
  return `${targetFolder}/compiled/${path.replace(/\.sql$/u, '')}.delta.sql`
}

/** Where the statements that built a node are written. */
export function runPath(node: DefinedNode): string {
  return `${targetFolder}/run/${sqlFile(node)}`
}

/** A node by its name, and the file that defines it. */
interface DefinedNode {
  readonly path: string
  readonly name: string
}

function sqlFile({ path, name }: DefinedNode): string {
  if (path.endsWith('.csv')) return path.replace(/\.csv$/u, '.sql')
  return path.endsWith('.sql') ? path : `${path}/${name}.sql`
}
