// What xform has to say → how Postgres writes it.
import { arrivals } from './arrivals.ts'
import { createHash } from 'node:crypto'
import { contractMark } from '../../core/adapter/constraint.ts'
import type { Dialect, SeedType } from '../../core/adapter/dialect.ts'
import { deleteMatching, merge, updateMatching, type Matching } from '../../core/adapter/keyed-change.ts'
import type { RelationName } from '../../core/adapter/relation.ts'
import { definition, standardDialect } from '../../core/adapter/standard-dialect.ts'
import { readType, widensShape, type TypeShape } from '../../core/adapter/widening.ts'
import { foldIdentifier } from '../reserved-words.ts'

const { quote, literal, relation } = standardDialect

/**
 * Neither an index nor a hash join can be used for `is not distinct from`. So the first statement takes the rows whose
 * key has no NULL and compares with `=`; the second takes the others, and compares whole keys as JSON arrays, in which
 * NULL equals NULL and which can be hashed.
 */
const matching: Matching = {
  relation,
  rowId: 'ctid',
  passes: [
    {
      takes: (key) => key.map((part) => `${part} is not null`).join(' and '),
      equal: (targetKey, sourceKey) => targetKey.map((part, index) => `${part} = ${sourceKey[index]}`),
      looksFirst: false,
    },
    {
      takes: hasNull,
      equal: (targetKey, sourceKey) =>
        targetKey.length === 1
          ? [hasNull(targetKey)]
          : [hasNull(targetKey), `${asJson(targetKey)} = ${asJson(sourceKey)}`],
      looksFirst: true,
    },
  ],
}

function hasNull(key: readonly string[]): string {
  return `(${key.map((part) => `${part} is null`).join(' or ')})`
}

function asJson(key: readonly string[]): string {
  return `jsonb_build_array(${key.join(', ')})`
}

/** How Postgres writes SQL. */
export const postgresDialect: Dialect = {
  ...standardDialect,
  name: 'postgres',
  supports: {
    replaceInPlace: false,
    boundViews: true,
    exclusive: false,
    grants: true,
    indexes: true,
    analyze: true,
    addConstraints: true,
  },
  maxIdentifierBytes: 63,
  nested: (json, type) => literal(/\[\d*\]$|\barray\b/iu.test(type) ? arrayText(JSON.parse(json)) : json),

  // Whatever isolation is usual in the database: each statement must see what was committed before it, first of all what
  // was committed while the node's lock was waited for.
  begin: 'begin isolation level read committed',

  identity: ({ database, schema, name }) => JSON.stringify([database ?? null, schema, name]),
  columnIdentity: (name) => name,
  temporary: (name) => ({ schema: 'pg_temp', name }),
  foldIdentifier,

  savepoint: (name) => `savepoint ${quote(name)}`,
  rollbackTo: (name) => `rollback to savepoint ${quote(name)}`,
  release: (name) => `release savepoint ${quote(name)}`,
  // Zero would mean to wait for ever.
  lockTimeout: (milliseconds) => `set local lock_timeout = ${timeoutText(milliseconds)}`,
  arrivals,
  beginSnapshot: 'begin isolation level repeatable read',
  holdRelation: (name) => `lock table ${relation(name)} in access share mode`,
  growingIndex: 'brin',
  // Dividing by false is the failure: it needs neither a statement to look at the answer nor one to raise.
  claimNodeLock: (name, milliseconds) =>
    `select 1 / pg_try_advisory_xact_lock(${nodeLockKey(name)})::int, set_config('lock_timeout', '${timeoutText(milliseconds)}', true)`,
  tryNodeLock: (name) => `select pg_try_advisory_xact_lock(${nodeLockKey(name)}) as granted`,
  waitNodeLock: (name) => `select pg_advisory_xact_lock(${nodeLockKey(name)})`,
  publishLock: () => `select pg_advisory_xact_lock(${lockKey('publish')})`,
  lockRelation: (kind, name) =>
    kind === 'table' ? `lock table ${relation(name)} in access exclusive mode` : undefined,

  createTemporaryTableAs: (name, query) =>
    `create temporary table ${quote(name)} on commit drop as\n${query}`,
  createTemporaryTable: (name, columns, constraints) =>
    `create temporary table ${quote(name)} ${definition(columns, constraints)} on commit drop`,
  createOrReplaceTableAs: standardDialect.createTableAs,

  // Rows that are deleted and inserted again are referred to all the time: those who do can wait for the end.
  addConstraint: (target, constraint) =>
    standardDialect.addConstraint(target, constraint) +
    (constraint.kind === 'foreign_key' ? ' deferrable' : ''),
  markConstraint: (target, name) =>
    `comment on constraint ${quote(name)} on ${relation(target)} is ${literal(contractMark)}`,
  refusesKeyTo: () => undefined,
  deferForeignKeys: () => 'set constraints all deferred',
  checkForeignKeys: () => 'set constraints all immediate',
  typeAlias: (type) => (/^\s*string\s*$/i.test(type) ? 'text' : type),

  deleteMatching: (change) => deleteMatching(change, matching),
  merge: (change) => merge(change, matching),
  updateMatching: (change) => updateMatching(change, matching),
  keyPasses: matching.passes,

  // Types of the server that have no operator for equality, or one that compares something else, such as areas.
  comparable: (type) =>
    !/^(?:json|xml|point|line|lseg|box|path|polygon|circle|jsonpath)(?:\[\])*$/u.test(type),
  widens: (from, to) => widensShape(shapeOf(from), shapeOf(to)),
  seedType,

  createIndex: (target, { name, columns, unique, method }) => {
    const using = method === undefined ? '' : ` using ${quote(method)}`
    const list = columns.map(quote).join(', ')
    // Otherwise the newest rows stand outside the index until the next vacuum, and everybody who looks for them reads them all.
    const summarized = method?.toLowerCase() === 'brin' ? ' with (autosummarize = on)' : ''
    return `create ${unique ? 'unique ' : ''}index ${quote(name)} on ${relation(target)}${using} (${list})${summarized}`
  },
  renameIndex: (schema, from, to) => `alter index ${relation({ schema, name: from })} rename to ${quote(to)}`,
  grant: (privilege, name, roles) =>
    `grant ${privilegeText(privilege)} on ${relation(name)} to ${roles.map(roleText).join(', ')}`,
  grantsOf,
  revoke: (privilege, name, roles) =>
    `revoke ${privilegeText(privilege)} on ${relation(name)} from ${roles.map(roleText).join(', ')}`,
}

/** A list as the server reads it: `{"a","b"}`. */
function arrayText(value: unknown): string {
  const texts = (Array.isArray(value) ? value : [value]).map((element: unknown) => {
    if (element === null) return 'null'
    if (Array.isArray(element)) return arrayText(element)
    const text = typeof element === 'string' ? element : JSON.stringify(element)
    return `"${text.replaceAll(/["\\]/gu, '\\$&')}"`
  })
  return `{${texts.join(',')}}`
}

/** Zero would mean without end. */
function timeoutText(milliseconds: number): string {
  return String(Math.max(1, Math.round(milliseconds)))
}

/** The advisory lock of a relation, as a literal. The lock belongs to one database, so its name is not part of it. */
export function nodeLockKey({ schema, name }: RelationName): string {
  return lockKey('node', schema, name)
}

/** 64 bits of a hash over the fixed word `xform` and the parts, as a literal. */
function lockKey(...parts: readonly string[]): string {
  const hash = createHash('sha256')
    .update(JSON.stringify(['xform', ...parts]))
    .digest()
  return `'${hash.readBigInt64BE()}'::bigint`
}

function grantsOf(name: RelationName): string {
  return [
    `select lower(acl.privilege_type) as privilege, coalesce(role.rolname, 'public') as grantee`,
    'from pg_catalog.pg_class as relation',
    'cross join lateral pg_catalog.aclexplode(relation.relacl) as acl',
    'left join pg_catalog.pg_roles as role on role.oid = acl.grantee',
    `where relation.oid = pg_catalog.to_regclass(${literal(relation(name))})`,
    '  and acl.grantee <> relation.relowner',
    'order by 1, 2',
  ].join('\n')
}

function privilegeText(privilege: string): string {
  if (!/^[a-z]+( [a-z]+)*$/i.test(privilege)) throw new RangeError(`"${privilege}" is not a privilege`)
  return privilege
}

function roleText(role: string): string {
  return role.toLowerCase() === 'public' ? 'public' : quote(role)
}

const seedTypes = {
  boolean: 'boolean',
  integer: 'integer',
  bigint: 'bigint',
  double: 'double precision',
  date: 'date',
  timestamp: 'timestamp without time zone',
  timestamptz: 'timestamp with time zone',
  text: 'text',
} as const

function seedType(type: SeedType): string {
  return type.kind === 'decimal' ? `numeric(${type.precision},${type.scale})` : seedTypes[type.kind]
}

const plainShapes: ReadonlyMap<string, TypeShape> = new Map([
  ['smallint', { kind: 'integer', bits: 16, unsigned: false }],
  ['integer', { kind: 'integer', bits: 32, unsigned: false }],
  ['bigint', { kind: 'integer', bits: 64, unsigned: false }],
  ['real', { kind: 'float', bits: 32 }],
  ['double precision', { kind: 'float', bits: 64 }],
  ['text', { kind: 'text', length: Infinity }],
])

function shapeOf(spelling: string): TypeShape {
  const { name, parameters } = readType(spelling)
  const plain = plainShapes.get(name)
  if (plain !== undefined) return plain
  const [first = Infinity, scale = 0] = parameters
  if (name === 'numeric') {
    return { kind: 'decimal', whole: first - scale, scale: first === Infinity ? Infinity : scale }
  }
  if (name === 'character varying') return { kind: 'text', length: first }
  return { kind: 'other', name: `${name}(${parameters.join(',')})` }
}
