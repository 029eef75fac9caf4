// A query that mentions ephemeral models → the same query with their queries in front, as common table expressions.
import { fitName } from '../adapter/fit-name.ts'
import type { Dialect } from '../adapter/dialect.ts'
import { concatSql } from '../template/concat-sql.ts'
import type { Sql } from '../template/sql.ts'
import { leadingWith } from './leading-with.ts'
import { sliceSql } from './slice-sql.ts'

/** The start of every common table expression's name that xform makes: reserved, so that it never meets an author's own. */
const prefix = '__xform__'

/** An ephemeral model's query, ready to stand in front of another. */
export interface CommonTable {
  readonly name: string
  readonly query: Sql
}

/** What a mention of an ephemeral model is printed as. */
export function commonTableName(model: string, dialect: Dialect): string {
  const limit = dialect.maxIdentifierBytes
  const name = prefix + model
  return dialect.quote(limit === undefined ? name : fitName(name, '', limit))
}

/** How a query mentions a common table expression, and the name by which its author knows it. */
export interface Mention {
  readonly mention: string
  readonly name: string
}

/**
 * Gives each mention of an ephemeral model that has no alias of its own the model's name as alias, so that columns can be
 * qualified with it (`orders.id`) as if it were a table; columns that are qualified with the mention itself are, too.
 */
export function nameMentions(query: Sql, mentions: readonly Mention[], dialect: Dialect): Sql {
  const edits = mentions.flatMap((mention) => aliasMention(query.text, mention, dialect))
  const parts: (string | Sql)[] = []
  let from = 0
  for (const { start, end, text } of edits.toSorted((a, b) => a.start - b.start)) {
    parts.push(sliceSql(query, from, start), text)
    from = end
  }
  return edits.length === 0 ? query : concatSql([...parts, sliceSql(query, from)])
}

/** A text in the place of a stretch of the query. */
interface Edit {
  readonly start: number
  readonly end: number
  readonly text: string
}

function aliasMention(text: string, { mention, name }: Mention, dialect: Dialect): readonly Edit[] {
  const alias = dialect.quote(name)
  const aliases: Edit[] = []
  const qualifiers: Edit[] = []
  for (let start = text.indexOf(mention); start !== -1; start = text.indexOf(mention, start + 1)) {
    const end = start + mention.length
    if (text.charAt(end) === '.') qualifiers.push({ start, end, text: alias })
    else if (standsInFrom(text, start) && !hasAlias(text, end))
      aliases.push({ start: end, end, text: ` as ${alias}` })
  }
  return aliases.length === 0 ? [] : [...aliases, ...qualifiers]
}

const tableWords = /(?:\b(?:from|join|using)|,)\s*\(*\s*$/iu
const lookBehind = 200

function standsInFrom(text: string, at: number): boolean {
  return tableWords.test(text.slice(Math.max(0, at - lookBehind), at))
}

/** Words that can follow a table without alias: anything else that looks like a name is its alias. */
const followingWords = new Set(
  `and anti asof cross except fetch for full group having inner intersect join left limit natural offset on or order
   positional qualify right semi tablesample union using where window with when then else end set returning pivot unpivot
   minus sample lateral select values`.split(/\s+/u),
)
const nextToken = /(?:\s|--[^\n]*(?:\n|$)|\/\*[\s\S]*?\*\/)*("|[\p{L}_][\p{L}\p{N}_$]*|[^\s])?/uy

function hasAlias(text: string, end: number): boolean {
  nextToken.lastIndex = end
  const token = nextToken.exec(text)?.[1]
  if (token === undefined) return false
  if (token === '"' || token === '.') return true
  return /^[\p{L}_]/u.test(token) && !followingWords.has(token.toLowerCase())
}

/** Puts common table expressions in front of a query, into its own `with` where it has one. */
export function withCommonTables(query: Sql, tables: readonly CommonTable[]): Sql {
  if (tables.length === 0) return query
  const heads = tables.flatMap(({ name, query: body }, index) => [
    `${index === 0 ? '' : ',\n'}${name} as (\n`,
    body,
    '\n)',
  ])
  const own = leadingWith(query.text)
  if (own === undefined) return concatSql(['with ', ...heads, '\n', query])
  return concatSql([sliceSql(query, 0, own), ' ', ...heads, ',', sliceSql(query, own)])
}
