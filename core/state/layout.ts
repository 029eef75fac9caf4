import type { Knex } from 'knex'
import type { QueryTexts } from '../adapter/query-texts.ts'

/** The schema that holds xform's own tables, in the same database as the relations, so that both commit together. */
export const stateSchema = '_xform'

/** The version of the tables' layout that this xform writes. */
export const layoutVersion = 1

/** What takes the layout from one version to the next: the entry at index n makes version n + 1. */
const migrations: readonly ((schema: Knex.SchemaBuilder) => Knex.SchemaBuilder)[] = [createFirstLayout]

/** The statements that bring the layout from a version (0: nothing there) to the present one. */
export function migrationStatements(texts: QueryTexts, from: number): readonly string[] {
  const steps = migrations.slice(from).flatMap((migrate) => texts.print(migrate(schemaOf(texts))))
  const record =
    from === 0
      ? texts.knex.withSchema(stateSchema).into('layout').insert({ version: layoutVersion })
      : texts.knex.withSchema(stateSchema).from('layout').update({ version: layoutVersion })
  return [...steps, ...texts.print(record)]
}

/** The query for the version of the layout that stands: one row, `version`. */
export function readLayoutVersion(texts: QueryTexts): string {
  return one(texts.print(texts.knex.withSchema(stateSchema).from('layout').select('version')))
}

/** The only statement of a list that is known to have one. */
export function one(statements: readonly string[]): string {
  const [first] = statements
  if (first === undefined || statements.length !== 1) throw new Error('expected a single statement')
  return first
}

function schemaOf(texts: QueryTexts): Knex.SchemaBuilder {
  return texts.knex.schema.withSchema(stateSchema)
}

function createFirstLayout(schema: Knex.SchemaBuilder): Knex.SchemaBuilder {
  return (
    schema
      .createTable('layout', (table) => {
        table.integer('version').notNullable()
      })
      .createTable('runs', (table) => {
        table.text('run_id').notNullable().primary()
        table.text('command').notNullable()
        table.text('target').notNullable()
        table.text('xform_version').notNullable()
        // What was asked for and which nodes were to be built, as JSON: what a retry starts from.
        table.text('arguments').notNullable()
        table.text('nodes').notNullable()
        table.text('status').notNullable()
        table.timestamp('started_at', { useTz: true }).notNullable()
        table.timestamp('ended_at', { useTz: true })
      })
      // No key: an index would cost each node more than everything else that is remembered of it, and what is looked up here
      // is looked up once a run at most.
      .createTable('results', (table) => {
        table.text('run_id').notNullable()
        table.text('node_id').notNullable()
        table.text('relation')
        table.text('status').notNullable()
        table.text('action')
        table.bigInteger('rows')
        table.text('fingerprint')
        table.text('position')
        table.text('message')
        table.timestamp('started_at', { useTz: true }).notNullable()
        table.timestamp('ended_at', { useTz: true }).notNullable()
      })
  )
}
