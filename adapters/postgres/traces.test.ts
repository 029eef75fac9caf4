import { expect, test } from 'vitest'
import { leavesTraces } from './traces.ts'

test.each([
  `set search_path to 'x'`,
  'select 1; set role other',
  'reset all',
  `select set_config('role', 'x', false)`,
  'create temp table a as select 1',
  'select pg_advisory_lock(1)',
  'prepare a as select 1',
])('%s leaves traces', (statement) => {
  expect(leavesTraces(statement)).toBe(true)
})

test.each([
  'select 1',
  'update orders set amount = 1',
  'set local lock_timeout = 100',
  'set transaction isolation level serializable',
  `select set_config('search_path', current_setting('x'), true)`,
  'create temporary table "delta" on commit drop as\nselect 1',
  'select pg_advisory_xact_lock(1)',
])('%s leaves none', (statement) => {
  expect(leavesTraces(statement)).toBe(false)
})
