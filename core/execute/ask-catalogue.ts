import type { Adapter } from '../adapter/adapter.ts'
import { databaseFailure, ran, type Ran } from './failure.ts'

/** Reads the catalogue; what the database says against it is a failure like that of a statement. */
export async function askCatalogue<T>(adapter: Adapter, read: () => Promise<T>): Promise<Ran<T>> {
  try {
    return ran(await read())
  } catch (error) {
    const problem = adapter.explain(error)
    if (problem === undefined) throw error
    return databaseFailure(problem)
  }
}
