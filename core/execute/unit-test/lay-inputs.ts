// The inputs of a unit test → tables with the right columns, and rows in them.
import type { Adapter } from '../../adapter/adapter.ts'
import type { Column, RelationName } from '../../adapter/relation.ts'
import type { CompiledUnitTest, UnitInput } from '../../compile/compiled-unit-test.ts'
import { diagnostic } from '../../errors/diagnostic.ts'
import type { Fixture } from '../../parse/fixture.ts'
import type { NodeId } from '../../parse/node.ts'
import { batchColumn, diffColumn, momentColumn } from '../../materializations/growth/growth-input.ts'
import { describeFixture } from './insert-query.ts'
import { insertRows } from './insert-rows.ts'
import { makeTypes, type InputWorld } from './make-types.ts'
import { readRows } from './read-fixture.ts'
import { findColumn, typeColumns } from './type-columns.ts'
import { done, stop, type Step } from './unit-failure.ts'

/** Makes the inputs, without rows; gives the columns of each. */
export async function layInputs(
  { inputs, typeSources }: CompiledUnitTest,
  world: InputWorld,
): Promise<Step<ReadonlyMap<NodeId, readonly Column[]>>> {
  const { adapter } = world
  for (const source of typeSources) await makeTypes(source, world)
  const columns = new Map<NodeId, readonly Column[]>()
  for (const input of inputs) {
    const laid = await layInput(input, adapter)
    if (!laid.ok) return laid
    columns.set(input.id, laid.value)
  }
  return done(columns)
}

async function layInput(input: UnitInput, adapter: Adapter): Promise<Step<readonly Column[]>> {
  const { dialect } = adapter
  const standing = await adapter.session((session) => adapter.inspectOne(session, input.relation))
  const read = await readRows(input.fixture)
  if (!read.ok) return read
  const own = input.log === undefined ? [] : ownColumns(input.log.isWeighted)
  const known = standing.exists ? standing.columns.filter((one) => !isOwn(one, own)) : undefined
  const context = { owner: `the input ${input.name}`, known, declared: input.declared, dialect }
  const typed = await columnsFor(read.value, { input, context, adapter })
  if (!typed.ok) return typed
  if (typed.value.length === 0)
    return stop(diagnostic('unit-columns-unknown', { input: input.name }, { at: input.at }))
  const drop = standing.exists ? [dialect.drop(standing.kind, input.relation)] : []
  const create = dialect.createTable(input.relation, [...typed.value, ...own])
  await adapter.session((session) => session.execute([...drop, create]))
  return typed
}

async function columnsFor(
  read: Extract<Awaited<ReturnType<typeof readRows>>, { readonly ok: true }>['value'],
  {
    input,
    context,
    adapter,
  }: {
    readonly input: UnitInput
    readonly context: Parameters<typeof typeColumns>[1]
    readonly adapter: Adapter
  },
): Promise<Step<readonly Column[]>> {
  if (read.kind === 'rows') return typeColumns(read, context)
  if (context.known !== undefined) return done(context.known)
  return describeFixture(read.fixture, { owner: `the input ${input.name}` }, adapter)
}

/** The columns that a log has besides those of its author. */
function ownColumns(isWeighted: boolean): readonly Column[] {
  const batch = { name: batchColumn, type: 'bigint' }
  return isWeighted ? [...weightColumns, batch] : [batch]
}

/** The columns of a change log that its author can give values for. */
const weightColumns: readonly Column[] = [
  { name: diffColumn, type: 'smallint' },
  { name: momentColumn, type: 'timestamp with time zone' },
]

function isOwn({ name }: Column, own: readonly Column[]): boolean {
  return own.some((one) => one.name === name)
}

/** Puts rows into an input, of a log as its next batch. */
export async function fillInput(
  input: UnitInput,
  {
    fixture,
    columns,
    batch,
  }: { readonly fixture: Fixture; readonly columns: readonly Column[]; readonly batch: number },
  adapter: Adapter,
): Promise<Step<undefined>> {
  const read = await readRows(fixture)
  if (!read.ok) return read
  const all = input.log?.isWeighted === true ? [...columns, ...weightColumns] : columns
  const filled = await insertRows(
    read.value,
    {
      owner: `the input ${input.name}`,
      relation: input.relation,
      columns: all,
      at: fixture.at,
      ...(input.log === undefined ? {} : { also: { column: batchColumn, value: String(batch) } }),
    },
    adapter,
  )
  if (!filled.ok || all.every(({ name }) => name !== diffColumn)) return filled
  await addOnce(input.relation, adapter)
  return filled
}

/** Rows that say nothing of their weight are added, once. */
async function addOnce(relation: RelationName, adapter: Adapter): Promise<void> {
  const { dialect } = adapter
  const column = dialect.quote(diffColumn)
  const complete = `update ${dialect.relation(relation)} set ${column} = 1 where ${column} is null`
  await adapter.session((session) => session.execute([complete]))
}

/** Takes an input's rows away. */
export async function emptyInput({ relation }: UnitInput, adapter: Adapter): Promise<void> {
  await adapter.session((session) => session.execute([`delete from ${adapter.dialect.relation(relation)}`]))
}

/** Puts the rows into a model's own table that it holds already. */
export async function fillOwn(
  { node, existing }: CompiledUnitTest,
  relation: RelationName,
  adapter: Adapter,
): Promise<Step<undefined>> {
  if (existing === undefined) return done(undefined)
  const read = await readRows(existing)
  if (!read.ok) return read
  const standing = await adapter.session((session) => adapter.inspectOne(session, relation))
  const columns = standing.exists ? standing.columns : []
  const owner = `the table of "${node.name}"`
  if (read.value.kind === 'rows') {
    const context = { owner, known: columns, declared: [], dialect: adapter.dialect }
    const typed = typeColumns(read.value, context)
    if (!typed.ok) return typed
  }
  const isLog = findColumn(columns, batchColumn, adapter.dialect) !== undefined
  const names = read.value.kind === 'rows' ? read.value.columns.map(({ name }) => name) : []
  const also = isLog && !names.includes(batchColumn) ? { also: { column: batchColumn, value: '1' } } : {}
  const filled = await insertRows(read.value, { owner, relation, columns, at: existing.at, ...also }, adapter)
  if (filled.ok && findColumn(columns, diffColumn, adapter.dialect) !== undefined)
    await addOnce(relation, adapter)
  return filled
}
