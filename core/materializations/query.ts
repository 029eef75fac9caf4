import type { CompiledModel } from '../compile/compiled.ts'
import { concatSql } from '../template/concat-sql.ts'
import type { Sql } from '../template/sql.ts'
import type { BuildOptions } from './materialization.ts'

/** A model's query as it is to be built: as it is, or with its columns and no rows. */
export function queryToBuild(query: Sql, options: BuildOptions): Sql {
  if (!options.empty) return query
  return concatSql(['select * from (\n', query, '\n) as "_xform_empty" where false'])
}

/** The query that gives the whole relation, as it is to be built. */
export function fullQuery(node: CompiledModel, options: BuildOptions): Sql {
  return queryToBuild(node.full, options)
}
