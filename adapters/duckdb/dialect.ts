// What xform has to say → how DuckDB writes it.
import type { Dialect, SeedType } from '../../core/adapter/dialect.ts'
import { deleteMatching, merge, updateMatching, type Matching } from '../../core/adapter/keyed-change.ts'
import type { RelationName } from '../../core/adapter/relation.ts'
import { definition, standardDialect } from '../../core/adapter/standard-dialect.ts'
import { readType, widensShape, type TypeShape } from '../../core/adapter/widening.ts'
import { foldIdentifier } from '../reserved-words.ts'

const { quote, relation } = standardDialect

const MANY_DIGITS_WITHOUT_EXPONENT = /^\(?-?(?=[\d.]{16})\d+(?:\.\d+)?\)?$/u

/** DuckDB's hash join compares NULLs as well, so one statement is enough. */
const matching: Matching = {
  relation,
  rowId: 'rowid',
  passes: [
    {
      takes: () => undefined,
      equal: nullSafely,
      looksFirst: false,
    },
  ],
}

/**
 * How rows are found that are deleted. A join on `=` skips the stretches of a table that can hold no such key; one on
 * `is not distinct from` reads all of it. So the first statement takes the rows whose key has no NULL, the second the others.
 */
const deleting: Matching = {
  ...matching,
  passes: [
    {
      takes: (key) => key.map((part) => `${part} is not null`).join(' and '),
      equal: (targetKey, sourceKey) => targetKey.map((part, index) => `${part} = ${sourceKey[index]}`),
      looksFirst: false,
    },
    {
      takes: (key) => `(${key.map((part) => `${part} is null`).join(' or ')})`,
      equal: nullSafely,
      looksFirst: false,
    },
  ],
}

function nullSafely(targetKey: readonly string[], sourceKey: readonly string[]): readonly string[] {
  return targetKey.map((part, index) => `${part} is not distinct from ${sourceKey[index]}`)
}

/** How DuckDB writes SQL. */
export const duckdbDialect: Dialect = {
  ...standardDialect,
  name: 'duckdb',
  // A filter costs five times as much as the rest of the scan.
  countWhere: ['count_if(', ')'],
  supports: {
    replaceInPlace: true,
    boundViews: false,
    exclusive: true,
    grants: false,
    indexes: false,
    analyze: false,
    addConstraints: false,
  },
  maxIdentifierBytes: undefined,

  literal,
  // Read from a text, quotes and line breaks inside of a list's texts would be taken for something else.
  nested: (json, type) =>
    /\]$|^(?:struct|map|union)\b/iu.test(type)
      ? `cast(cast(${literal(json)} as json) as ${type})`
      : literal(json),
  identity: ({ database, schema, name }) => JSON.stringify([database ?? null, schema, name].map(foldCase)),
  columnIdentity: (name) => foldCase(name),
  temporary: (name) => ({ database: 'temp', schema: 'main', name }),
  foldIdentifier,

  savepoint: () => undefined,
  rollbackTo: () => undefined,
  release: () => undefined,
  lockTimeout: () => undefined,
  arrivals: undefined,
  holdRelation: () => undefined,
  growingIndex: undefined,
  claimNodeLock: () => undefined,
  tryNodeLock: () => undefined,
  waitNodeLock: () => undefined,
  publishLock: () => undefined,
  lockRelation: () => undefined,

  createTemporaryTableAs: (name, query) => `create or replace temporary table ${quote(name)} as\n${query}`,
  createTemporaryTable: (name, columns, constraints) =>
    `create or replace temporary table ${quote(name)} ${definition(columns, constraints)}`,
  createOrReplaceTableAs: (target, query) => `create or replace table ${relation(target)} as\n${query}`,

  addConstraint: () => refuse('cannot add a constraint'),
  markConstraint: () => undefined,
  // The database must not be named, even where the schema has its name.
  keyTarget: ({ schema, name }) => `${quote(schema)}.${quote(name)}`,
  refusesKeyTo,
  deferForeignKeys: () => undefined,
  checkForeignKeys: () => undefined,

  deleteMatching: (change) => deleteMatching(change, deleting),
  merge: (change) => merge(change, matching),
  updateMatching: (change) => updateMatching(change, matching),
  keyPasses: matching.passes,

  widens: (from, to) => widensShape(shapeOf(from), shapeOf(to)),
  seedType,

  createIndex: (target, { name, columns, unique }) =>
    `create ${unique ? 'unique ' : ''}index ${quote(name)} on ${relation(target)} (${columns.map(quote).join(', ')})`,
  renameIndex: () => refuse('cannot rename an index'),
  grant: () => refuse('has no roles'),
  grantsOf: () => undefined,
  revoke: () => refuse('has no roles'),
}

/** A statement that makes another database's file readable and writable under a name. */
export function attachStatement(attachment: {
  readonly path: string
  readonly alias: string
  readonly type?: string
  readonly readOnly: boolean
}): string {
  const options = [
    ...(attachment.type === undefined ? [] : [`type ${quote(attachment.type)}`]),
    ...(attachment.readOnly ? ['read_only'] : []),
  ]
  const suffix = options.length === 0 ? '' : ` (${options.join(', ')})`
  return `attach if not exists ${literal(attachment.path)} as ${quote(attachment.alias)}${suffix}`
}

/** DuckDB compares names without regard to the case of ASCII letters. */
function foldCase<T extends string | null>(name: T): T | string {
  return name === null ? name : name.replaceAll(/[A-Z]/g, (letter) => letter.toLowerCase())
}

const seedTypes = {
  boolean: 'boolean',
  integer: 'integer',
  bigint: 'bigint',
  double: 'double',
  date: 'date',
  timestamp: 'timestamp',
  timestamptz: 'timestamp with time zone',
  text: 'varchar',
} as const

function seedType(type: SeedType): string {
  return type.kind === 'decimal' ? `decimal(${type.precision},${type.scale})` : seedTypes[type.kind]
}

const integerBits: ReadonlyMap<string, number> = new Map([
  ['tinyint', 8],
  ['smallint', 16],
  ['integer', 32],
  ['bigint', 64],
  ['hugeint', 128],
])

function shapeOf(spelling: string): TypeShape {
  const { name, parameters } = readType(spelling)
  const bits = integerBits.get(name)
  if (bits !== undefined) return { kind: 'integer', bits, unsigned: false }
  const unsignedBits = name.startsWith('u') ? integerBits.get(name.slice(1)) : undefined
  if (unsignedBits !== undefined) return { kind: 'integer', bits: unsignedBits, unsigned: true }
  if (name === 'decimal') {
    const [precision = 18, scale = 3] = parameters
    return { kind: 'decimal', whole: precision - scale, scale }
  }
  if (name === 'float' || name === 'double') return { kind: 'float', bits: name === 'float' ? 32 : 64 }
  if (name === 'varchar') return { kind: 'text', length: Infinity }
  return { kind: 'other', name: `${name}(${parameters.join(',')})` }
}

/** A row cannot refer to one that comes with the same statement: DuckDB looks only at what stood before. */
function refusesKeyTo(table: RelationName, referenced: RelationName): string | undefined {
  const place = ({ database, schema }: RelationName): string =>
    JSON.stringify([database ?? null, schema].map(foldCase))
  if (place(table) !== place(referenced)) return 'it has no foreign keys between schemas'
  return duckdbDialect.identity(table) === duckdbDialect.identity(referenced)
    ? 'its tables cannot be filled while they refer to themselves'
    : undefined
}

function refuse(what: string): never {
  throw new RangeError(`DuckDB ${what}: core asks only where \`supports\` says so`)
}

/**
 * DuckDB reads a number with a point as a decimal and a long one without as a huge integer, and either loses its last digit when
 * it becomes a double; with an exponent it is a double from the start.
 */
function literal(value: null | boolean | number | string): string {
  const text = standardDialect.literal(value)
  if (typeof value !== 'number' || Number.isSafeInteger(value)) return text
  return MANY_DIGITS_WITHOUT_EXPONENT.test(text) ? text.replace(/\d(?=\)?$)/u, '$&e0') : text
}
