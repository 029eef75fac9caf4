// DuckDB's dialect + the names of the databases that are open → the dialect for this target.
import { basename } from 'node:path'
import type { Dialect, KeyedChange } from '../../core/adapter/dialect.ts'
import type { RelationName } from '../../core/adapter/relation.ts'
import { duckdbDialect } from './dialect.ts'

/** The databases that are open beside each other: the target's own first. */
export interface OpenDatabases {
  readonly path: string
  readonly aliases: readonly string[]
}

/**
 * DuckDB refuses `shop.orders` where `shop` is a schema and a database at once, as it is for the schema `shop` in the file
 * `shop.duckdb`. This dialect names the database too where a schema has the name of one that is open.
 */
export function dialectFor({ path, aliases }: OpenDatabases): Dialect {
  const own = databaseName(path)
  const taken = new Set([own, ...aliases].map((name) => name.toLowerCase()))
  return qualify((name) =>
    name.database === undefined && taken.has(name.schema.toLowerCase()) ? { ...name, database: own } : name,
  )
}

/** The names that DuckDB keeps for itself: a file of that name is opened under another. */
const kept: ReadonlySet<string> = new Set(['main', 'temp', 'system'])

/** The name under which DuckDB opens a file: the first part of its name that is not empty. */
export function databaseName(path: string): string {
  if (path === ':memory:') return 'memory'
  const name =
    basename(path)
      .split('.')
      .find((part) => part !== '') ?? ''
  return kept.has(name) ? `${name}_db` : name
}

function qualify(full: (name: RelationName) => RelationName): Dialect {
  const base = duckdbDialect
  const change = <T extends KeyedChange>(keyed: T): T => ({
    ...keyed,
    target: full(keyed.target),
    source: full(keyed.source),
  })
  return {
    ...base,
    relation: (name) => base.relation(full(name)),
    createTableAs: (target, query) => base.createTableAs(full(target), query),
    createOrReplaceTableAs: (target, query) => base.createOrReplaceTableAs(full(target), query),
    createViewAs: (target, query) => base.createViewAs(full(target), query),
    replaceViewAs: (target, query) => base.replaceViewAs(full(target), query),
    createTable: (target, columns, constraints) => base.createTable(full(target), columns, constraints),
    drop: (kind, name) => base.drop(kind, full(name)),
    rename: (kind, from, to) => base.rename(kind, full(from), to),
    insert: (target, columns, query) => base.insert(full(target), columns, query),
    deleteMatching: (keyed) => base.deleteMatching(change(keyed)),
    merge: (keyed) => base.merge(change(keyed)),
    updateMatching: (keyed) => base.updateMatching(change(keyed)),
    duplicateKeys: (source, key, limit) => base.duplicateKeys(full(source), key, limit),
    addColumn: (target, column) => base.addColumn(full(target), column),
    dropColumn: (target, column) => base.dropColumn(full(target), column),
    alterColumnType: (target, column) => base.alterColumnType(full(target), column),
    createIndex: (target, index) => base.createIndex(full(target), index),
    comment: (kind, relation, ...rest) => base.comment(kind, full(relation), ...rest),
    analyze: (relation) => base.analyze(full(relation)),
  }
}
