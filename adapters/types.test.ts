import { describe, expect, test } from 'vitest'
import type { SeedType } from '../core/adapter/dialect.ts'
import { duckdbDialect } from './duckdb/dialect.ts'
import { postgresDialect } from './postgres/dialect.ts'

describe('seed types', () => {
  test.each<readonly [kind: SeedType, duckdb: string, postgres: string]>([
    [{ kind: 'boolean' }, 'boolean', 'boolean'],
    [{ kind: 'integer' }, 'integer', 'integer'],
    [{ kind: 'bigint' }, 'bigint', 'bigint'],
    [{ kind: 'decimal', precision: 12, scale: 2 }, 'decimal(12,2)', 'numeric(12,2)'],
    [{ kind: 'double' }, 'double', 'double precision'],
    [{ kind: 'date' }, 'date', 'date'],
    [{ kind: 'timestamp' }, 'timestamp', 'timestamp without time zone'],
    [{ kind: 'timestamptz' }, 'timestamp with time zone', 'timestamp with time zone'],
    [{ kind: 'text' }, 'varchar', 'text'],
  ])('spells the seed type %o', (type, duckdb, postgres) => {
    expect(duckdbDialect.seedType(type)).toBe(duckdb)
    expect(postgresDialect.seedType(type)).toBe(postgres)
  })
})

describe('widening', () => {
  test.each([
    ['INTEGER', 'BIGINT', true],
    ['BIGINT', 'INTEGER', false],
    ['TINYINT', 'HUGEINT', true],
    ['UTINYINT', 'SMALLINT', true],
    ['UINTEGER', 'INTEGER', false],
    ['SMALLINT', 'UINTEGER', false],
    ['INTEGER', 'DECIMAL(10,0)', true],
    ['INTEGER', 'DECIMAL(11,2)', false],
    ['DECIMAL(9,2)', 'DECIMAL(12,2)', true],
    ['DECIMAL(9,2)', 'DECIMAL(9,3)', false],
    ['DECIMAL(9,2)', 'DECIMAL(10,3)', true],
    ['FLOAT', 'DOUBLE', true],
    ['DOUBLE', 'FLOAT', false],
    ['INTEGER', 'DOUBLE', false],
    ['DATE', 'TIMESTAMP', false],
    ['VARCHAR', 'VARCHAR', true],
    ['STRUCT(a INTEGER)', 'STRUCT(a INTEGER)', true],
    ['STRUCT(a INTEGER)', 'STRUCT(a BIGINT)', false],
    [`ENUM('a', 'B')`, `ENUM('a', 'b')`, false],
    ['INTEGER[]', 'BIGINT[]', false],
    ['TIMESTAMP', 'TIMESTAMP WITH TIME ZONE', false],
  ])('duckdb: %s → %s is %s', (from, to, widens) => {
    expect(duckdbDialect.widens(from, to)).toBe(widens)
  })

  test.each([
    ['integer', 'bigint', true],
    ['smallint', 'integer', true],
    ['bigint', 'integer', false],
    ['bigint', 'numeric', true],
    ['bigint', 'numeric(19,0)', true],
    ['bigint', 'numeric(18,0)', false],
    ['numeric(9,2)', 'numeric', true],
    ['numeric', 'numeric(9,2)', false],
    ['numeric', 'numeric', true],
    ['numeric(5,-2)', 'numeric(7,0)', true],
    ['real', 'double precision', true],
    ['double precision', 'numeric', false],
    ['character varying(10)', 'character varying(20)', true],
    ['character varying(20)', 'character varying(10)', false],
    ['character varying(20)', 'text', true],
    ['character varying', 'text', true],
    ['text', 'character varying', true],
    ['text', 'character varying(20)', false],
    ['character(3)', 'text', false],
    ['character(3)', 'character(3)', true],
    ['date', 'timestamp without time zone', false],
    ['timestamp(3) without time zone', 'timestamp(3) without time zone', true],
    ['shop."Mood"', 'shop."mood"', false],
    ['integer[]', 'integer[]', true],
  ])('postgres: %s → %s is %s', (from, to, widens) => {
    expect(postgresDialect.widens(from, to)).toBe(widens)
  })
})
