// Where the types of an input are known from → an empty table with its columns.
import type { Adapter } from '../../adapter/adapter.ts'
import type { Dialect } from '../../adapter/dialect.ts'
import type { Column } from '../../adapter/relation.ts'
import type { CompiledQuery, CompiledSeed } from '../../compile/compiled.ts'
import type { TypeSource } from '../../compile/compiled-unit-test.ts'
import { batchColumn, diffColumn, momentColumn } from '../../materializations/growth/growth-input.ts'
import { timeTypeOf } from '../../materializations/snapshot/create-history.ts'
import { newMetaColumns } from '../../materializations/snapshot/meta-columns.ts'
import type { SeedReading } from '../../seed/read-seed.ts'
import { attempt } from './unit-failure.ts'

/** What making inputs needs. */
export interface InputWorld {
  readonly adapter: Adapter
  readonly readSeed: (seed: CompiledSeed) => Promise<SeedReading>
}

/** What a model is made from can be unknown where a source declares no types: then its own rows say what they are. */
export async function makeTypes(source: TypeSource, { adapter, readSeed }: InputWorld): Promise<void> {
  const { dialect } = adapter
  const create = async (sql: string): Promise<void> => {
    await attempt(adapter, (session) => session.execute([sql]))
  }
  if (source.kind === 'source') {
    const typed = source.columns.flatMap(({ name, dataType, quote }) =>
      dataType === undefined
        ? []
        : [{ name: (quote === true ? undefined : dialect.foldIdentifier(name)) ?? name, type: dataType }],
    )
    if (typed.length > 0 && typed.length === source.columns.length)
      await create(dialect.createTable(source.relation, typed))
    return
  }
  const { node } = source
  if (node.kind === 'seed') {
    const reading = await readSeed(node)
    if (reading.ok) await create(dialect.createTable(node.relation, reading.rows.columns))
    return
  }
  await create(
    dialect.createTableAs(node.relation, `select * from (\n${node.full.text}\n) as types where false`),
  )
  const made = await adapter.session((session) => adapter.inspectOne(session, node.relation))
  if (!made.exists) return
  for (const column of addedColumns(node, made.columns, dialect))
    await create(dialect.addColumn(node.relation, column))
}

/** The columns that a table has besides those of its query. */
function addedColumns(node: CompiledQuery, columns: readonly Column[], dialect: Dialect): readonly Column[] {
  if (node.kind === 'snapshot') {
    const time = timeTypeOf({ node, dialect }, columns)
    const { scdId, updatedAt, validFrom, validTo, isDeleted } = newMetaColumns(node.config, time, dialect)
    return [scdId, updatedAt, validFrom, validTo, ...(isDeleted === undefined ? [] : [isDeleted])]
  }
  const batch = { name: batchColumn, type: 'bigint' }
  const moment = { name: momentColumn, type: dialect.seedType({ kind: 'timestamptz' }) }
  if (node.config.materialized === 'flow') return [batch]
  return node.config.materialized === 'changes' ? [{ name: diffColumn, type: 'integer' }, batch, moment] : []
}
