import { describe, expect, test } from 'vitest'
import { duckdbDialect } from '../../adapters/duckdb/dialect.ts'
import { postgresDialect } from '../../adapters/postgres/dialect.ts'
import type { Column } from '../adapter/relation.ts'
import type { OnSchemaChange } from '../parse/config.ts'
import { reconcileColumns, type Reconciliation } from './reconcile-columns.ts'

const at = { path: 'models/orders.sql', line: 2, column: 3, endLine: 2, endColumn: 9 }
const dialects = [duckdbDialect, postgresDialect]

describe.each(dialects)('columns on $name', (dialect) => {
  const reconcile = (
    policy: OnSchemaChange,
    standing: readonly Column[],
    incoming: readonly Column[],
  ): Reconciliation => reconcileColumns({ model: 'orders', standing, incoming, policy, dialect, at })
  const id = { name: 'id', type: 'integer' }
  const wideId = { name: 'id', type: 'bigint' }
  const note = { name: 'note', type: dialect.seedType({ kind: 'text' }) }

  test.each(['fail', 'ignore', 'append_new_columns', 'sync_all_columns'] as const)(
    '%s: equal columns need no change',
    (policy) => {
      expect(reconcile(policy, [id, note], [note, id])).toEqual({
        kind: 'reconciled',
        changes: [],
        shared: [
          { incoming: 'note', target: 'note' },
          { incoming: 'id', target: 'id' },
        ],
      })
    },
  )

  test.each(['fail', 'append_new_columns', 'sync_all_columns'] as const)(
    '%s: a narrower type that fits the table is no change',
    (policy) => {
      expect(reconcile(policy, [wideId], [id])).toMatchObject({ kind: 'reconciled', changes: [] })
    },
  )

  test('fail: names every difference', () => {
    const reconciled = reconcile('fail', [id, note], [wideId, { name: 'city', type: note.type }])
    if (reconciled.kind !== 'refused') throw new Error('expected a refusal')
    expect(reconciled.diagnostic).toMatchObject({ code: 'schema-changed', at })
    expect(reconciled.diagnostic.message).toContain('new column "city"')
    expect(reconciled.diagnostic.message).toContain('no longer gives "note"')
    expect(reconciled.diagnostic.message).toContain('"id" was integer and is now bigint')
  })

  test('ignore: only what both have is inserted', () => {
    expect(reconcile('ignore', [id, note], [id, { name: 'city', type: note.type }])).toEqual({
      kind: 'reconciled',
      changes: [],
      shared: [{ incoming: 'id', target: 'id' }],
    })
  })

  test('append_new_columns: adds and widens, and keeps what the query no longer gives', () => {
    expect(reconcile('append_new_columns', [id, note], [wideId, { name: 'city', type: note.type }])).toEqual({
      kind: 'reconciled',
      changes: [
        { kind: 'add', column: { name: 'city', type: note.type } },
        { kind: 'retype', column: wideId, from: 'integer' },
      ],
      shared: [
        { incoming: 'id', target: 'id' },
        { incoming: 'city', target: 'city' },
      ],
    })
  })

  test('append_new_columns: refuses a type that cannot hold what stands', () => {
    expect(reconcile('append_new_columns', [id], [{ name: 'id', type: 'date' }])).toMatchObject({
      kind: 'refused',
      diagnostic: { code: 'type-changed' },
    })
  })

  test('sync_all_columns: drops, adds and retypes', () => {
    const changed = [
      { name: 'id', type: 'date' },
      { name: 'city', type: note.type },
    ]
    expect(reconcile('sync_all_columns', [id, note], changed)).toMatchObject({
      changes: [
        { kind: 'drop', column: note },
        { kind: 'add' },
        { kind: 'retype', column: { name: 'id', type: 'date' } },
      ],
    })
  })
})

test('DuckDB takes names that differ in case for one column, Postgres does not', () => {
  const comparison = {
    model: 'orders',
    standing: [{ name: 'ID', type: 'integer' }],
    incoming: [{ name: 'id', type: 'integer' }],
    at,
  }
  expect(reconcileColumns({ ...comparison, policy: 'fail', dialect: duckdbDialect })).toEqual({
    kind: 'reconciled',
    changes: [],
    shared: [{ incoming: 'id', target: 'ID' }],
  })
  expect(reconcileColumns({ ...comparison, policy: 'fail', dialect: postgresDialect }).kind).toBe('refused')
})
