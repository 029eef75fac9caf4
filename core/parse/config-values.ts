import { diagnostic } from '../errors/diagnostic.ts'
import { listOf, oneOrMany } from '../project/schema/collections.ts'
import { object, required } from '../project/schema/object.ts'
import type { Reader } from '../project/schema/reader.ts'
import { flag, located, refuse, sql, text, word } from '../project/schema/scalars.ts'
import { recordOf } from '../project/tree.ts'
import type { Hook, IndexConfig, KeyColumn } from './config.ts'

const hookMap = object({ sql: required(sql), transaction: flag }, { owner: 'a hook' })

const hook: Reader<Hook> = {
  expected: 'SQL, or a map with the key sql',
  jsonSchema: { anyOf: [sql.jsonSchema, hookMap.jsonSchema] },
  read(tree, report) {
    if (tree.kind !== 'map') {
      const found = sql.read(tree, report)
      return found === undefined ? undefined : { sql: found, transaction: true }
    }
    const found = hookMap.read(tree, report)
    return found === undefined ? undefined : { sql: found.sql, transaction: found.transaction ?? true }
  },
}

/** One hook or several: SQL, or SQL that says whether it runs inside the node's transaction. */
export const hooks: Reader<readonly Hook[]> = oneOrMany(hook)

const indexMap = object(
  { columns: required(oneOrMany(word)), unique: flag, type: word, name: word },
  { owner: 'an index' },
)

/** The indexes of a table. */
export const indexes: Reader<readonly IndexConfig[]> = listOf({
  ...indexMap,
  read(tree, report) {
    const found = indexMap.read(tree, report)
    if (found === undefined) return undefined
    if (found.columns.length === 0) return refuse(tree, { expected: 'an index with columns' }, report)
    return { ...found, unique: found.unique ?? false }
  },
})

const words = oneOrMany(word)

/** Privilege → roles. */
export const grants: Reader<Readonly<Record<string, readonly string[]>>> = {
  expected: 'a map from privileges to roles',
  jsonSchema: { type: 'object', additionalProperties: words.jsonSchema },
  read(tree, report) {
    if (tree.kind !== 'map') return refuse(tree, { expected: 'a map from privileges to roles' }, report)
    return recordOf(
      tree.entries.flatMap(({ key, keyAt, value }) => {
        if (!/^[a-z][a-z ]*$/iu.test(key)) {
          report(diagnostic('bad-privilege', { name: key }, { at: keyAt }))
          return []
        }
        const roles = words.read(value, report)
        return roles === undefined ? [] : [[key, roles] as const]
      }),
    )
  },
}

/** The columns and expressions that tell rows apart; an empty text says, as an empty list does, that nothing does. */
export const uniqueKey: Reader<readonly string[]> = {
  ...words,
  read(tree, report) {
    const isEmpty = tree.kind === 'scalar' && tree.value === ''
    return isEmpty ? [] : words.read(tree, report)
  },
}

/** The columns that a snapshot compares: some, or with `all` whatever its query gives. */
export const checkColumns: Reader<'all' | readonly string[]> = {
  expected: 'all, a column or a list of columns',
  jsonSchema: { anyOf: [{ enum: ['all'] }, words.jsonSchema] },
  read(tree, report) {
    if (tree.kind === 'scalar' && tree.value === 'all') return 'all'
    const found = words.read(tree, report)
    const isEmpty = tree.kind === 'list' && tree.items.length === 0
    return isEmpty ? refuse(tree, { expected: 'all, a column or a list of columns' }, report) : found
  },
}

/** What the columns are called that a snapshot adds. */
export const metaColumnNames = object(
  {
    dbt_scd_id: located(word),
    dbt_updated_at: located(word),
    dbt_valid_from: located(word),
    dbt_valid_to: located(word),
    dbt_is_deleted: located(word),
  },
  { owner: '"snapshot_meta_column_names"' },
)

/** Tags, each once. */
export const tags: Reader<readonly string[]> = {
  ...words,
  read(tree, report) {
    const found = words.read(tree, report)
    return found === undefined ? undefined : [...new Set(found)]
  },
}

/** Whether the declared columns and constraints hold, and whether names of types that come from elsewhere are translated. */
export const contract = object({ enforced: flag, alias_types: flag }, { owner: '"contract"' })

/** What of the descriptions is written into the database. */
export const persistDocs = object({ relation: flag, columns: flag }, { owner: '"persist_docs"' })

/** Whether a test's description is written to the relation that keeps what fails it. */
export const persistTestDocs = object({ relation: flag }, { owner: 'a test\'s "persist_docs"' })

/** The one character that stands between the values of a line. */
export const delimiter: Reader<string> = {
  expected: 'one character',
  jsonSchema: { type: 'string', minLength: 1, maxLength: 1 },
  read(tree, report) {
    const found = text.read(tree, report)
    if (found === undefined || (found.length === 1 && !/["\r\n]/u.test(found))) return found
    return refuse(tree, { expected: 'one character, such as ";" or "\\t"' }, report)
  },
}

/** Text for people. What dbt would fetch from a docs block is refused, because it would be shown as it stands. */
export const description: Reader<string> = {
  ...text,
  read(tree, report) {
    const found = text.read(tree, report)
    if (found === undefined || !/\{\{\s*doc\s*\(/u.test(found)) return found
    report(diagnostic('not-yet', { what: 'doc()', advice: 'Write the description here.' }, { at: tree.at }))
    return undefined
  },
}

/** A key: columns by name, or output columns with the expression that gives each. */
export const keyColumns: Reader<readonly KeyColumn[]> = {
  expected: 'a column, a list of columns, or a map from columns to expressions',
  jsonSchema: { anyOf: [words.jsonSchema, { type: 'object', additionalProperties: { type: 'string' } }] },
  read(tree, report) {
    if (tree.kind !== 'map') {
      const names = words.read(tree, report)
      return names && [...new Set(names)].map((name) => ({ name, expression: name }))
    }
    return tree.entries.flatMap(({ key, value }) => {
      const expression = word.read(value, report)
      return expression === undefined ? [] : [{ name: key, expression }]
    })
  },
}
