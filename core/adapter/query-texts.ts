import type { Knex } from 'knex'

/** Builds queries with knex and prints them in the database's own dialect; it never connects. */
export interface QueryTexts {
  readonly knex: Knex
  /** One statement for each that the builder stands for (a schema builder may stand for several), values inlined as literals. */
  print(query: Knex.QueryBuilder | Knex.SchemaBuilder | Knex.Raw): readonly string[]
}
