import type { Knex } from 'knex'
import type { QueryTexts } from '../adapter/query-texts.ts'

/** The schema that holds xform's own tables, in the same database as the relations, so that both commit together. */
export const stateSchema = '_xform'

/** The version of the tables' layout that this xform writes. */
export const layoutVersion = 5

/** What takes the layout from one version to the next: the entry at index n makes version n + 1. */
const migrations: readonly ((schema: Knex.SchemaBuilder) => Knex.SchemaBuilder)[] = [
  createFirstLayout,
  addPositions,
  createPeriods,
  addAnalysis,
  createAudits,
]

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

/** What relations that grow have read, and the batches in which they grew. */
function addPositions(schema: Knex.SchemaBuilder): Knex.SchemaBuilder {
  return (
    schema
      // No key: the node's lock keeps an entry single, and an entry is replaced within one transaction.
      .createTable('positions', (table) => {
        table.text('relation').notNullable()
        table.text('node_id').notNullable()
        table.bigInteger('generation').notNullable()
        table.bigInteger('batch').notNullable()
        table.text('driver')
        table.text('position')
        table.text('watermark')
        table.text('fingerprint').notNullable()
        table.text('columns').notNullable()
        table.bigInteger('rows').notNullable()
        table.bigInteger('late').notNullable()
        table.bigInteger('duplicates').notNullable()
        table.text('run_id').notNullable()
        table.timestamp('updated_at', { useTz: true }).notNullable()
      })
      .createTable('files', (table) => {
        table.text('relation').notNullable()
        table.bigInteger('generation').notNullable()
        table.bigInteger('batch').notNullable()
        table.text('path').notNullable()
        table.bigInteger('size').notNullable()
        table.bigInteger('modified').notNullable()
        table.text('hash').notNullable()
      })
      .createTable('batches', (table) => {
        table.text('relation').notNullable()
        table.bigInteger('generation').notNullable()
        table.bigInteger('batch').notNullable()
        table.bigInteger('rows').notNullable()
        table.bigInteger('late').notNullable()
        table.bigInteger('duplicates').notNullable()
        table.text('fingerprint').notNullable()
        table.text('run_id').notNullable()
        table.timestamp('committed_at', { useTz: true }).notNullable()
      })
  )
}

/** The periods of microbatch models that have been built: an interval of event time for each, `period_end` not included. */
function createPeriods(schema: Knex.SchemaBuilder): Knex.SchemaBuilder {
  return schema.createTable('periods', (table) => {
    table.text('relation').notNullable()
    table.timestamp('period_start', { useTz: true }).notNullable()
    table.timestamp('period_end', { useTz: true }).notNullable()
    // Whether it was built late enough that, by the model's lookback, no row of it was still to come.
    table.boolean('settled').notNullable()
    table.text('fingerprint')
    table.bigInteger('rows')
    table.text('run_id').notNullable()
    table.timestamp('committed_at', { useTz: true }).notNullable()
  })
}

/** What the query of a state allows, as JSON with the revision of what found it out. */
function addAnalysis(schema: Knex.SchemaBuilder): Knex.SchemaBuilder {
  return schema.alterTable('positions', (table) => {
    table.text('analysis')
  })
}

/** Up to which batch of a relation no row fails a test, identified by its SQL. */
function createAudits(schema: Knex.SchemaBuilder): Knex.SchemaBuilder {
  return schema.createTable('audits', (table) => {
    table.text('relation').notNullable()
    table.text('test_id').notNullable()
    table.text('fingerprint').notNullable()
    table.bigInteger('generation').notNullable()
    table.bigInteger('batch').notNullable()
  })
}
