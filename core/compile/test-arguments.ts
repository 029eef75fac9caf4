// The arguments of a generic test as they were given → what they say in SQL.
import type { Dialect } from '../adapter/dialect.ts'
import type { Scalar, WrittenArguments } from '../checks/generic-test.ts'
import { writeSql } from '../checks/write-sql.ts'
import { isColumnExpression } from '../parse/column-expression.ts'
import type { GivenArgument } from '../parse/given-argument.ts'
import type { Reference, TestedColumn } from '../parse/node.ts'
import type { Located } from '../project/project.ts'
import type { Sql } from '../template/sql.ts'

/** How the parts of arguments become SQL. */
export interface ArgumentWriter {
  readonly dialect: Dialect
  readonly render: (text: Located<string>) => Sql
  readonly relation: (reference: Reference) => string
}

/**
 * A column's name as SQL: a name that the database would take for the same without quotes is left to its folding, and one that
 * its author wrote in quotes keeps them.
 */
export function identifierOf({ name, quote, at, isExpression = false }: TestedColumn, dialect: Dialect): Sql {
  if (isExpression) return writeSql`(${placed(name, at)})`
  const isQuoted = !quote && /^"(?:[^"]|"")+"$/u.test(name)
  const folded = quote || isQuoted ? undefined : dialect.foldIdentifier(name)
  const text = isQuoted ? name : dialect.quote(folded ?? name)
  return { text, segments: [{ start: 0, end: text.length, at, copied: false }] }
}

/** The arguments, each asked for as what its test declares it to be; parse has made sure that it is. */
export function createArguments(
  given: Readonly<Record<string, GivenArgument>>,
  writer: ArgumentWriter,
): WrittenArguments {
  const plain = (name: string): unknown => {
    const found = given[name]
    return found?.kind === 'plain' ? found.value : undefined
  }
  return {
    relation: (name) => {
      const found = given[name]
      return found?.kind === 'reference' ? writer.relation(found.reference) : ''
    },
    sql: (name) => {
      const found = given[name]
      if (found?.kind === 'text') return writer.render(found.text)
      return found?.kind === 'plain' ? placed(found.raw, found.at) : undefined
    },
    columns: (name) => {
      const found = given[name]
      if (found === undefined) return []
      return (found.kind === 'list' ? found.items : [found]).flatMap((item) =>
        item.kind === 'text' ? [identifierOf(columnNamed(item.text.value, item.at), writer.dialect)] : [],
      )
    },
    values: (name) => {
      const found = given[name]
      return found?.kind === 'list' ? found.items.flatMap((item) => scalarOf(item, writer)) : []
    },
    number: (name) => {
      const value = plain(name)
      return typeof value === 'number' ? value : undefined
    },
    flag: (name) => {
      const value = plain(name)
      return typeof value === 'boolean' ? value : undefined
    },
    choice: (name) => {
      const found = given[name]
      return found?.kind === 'text' ? found.text.value : undefined
    },
  }
}

function columnNamed(name: string, at: TestedColumn['at']): TestedColumn {
  return { name, at, quote: false, isExpression: isColumnExpression(name) }
}

function scalarOf(item: GivenArgument, writer: ArgumentWriter): readonly Scalar[] {
  if (item.kind === 'text')
    return [item.text.value.includes('{{') ? writer.render(item.text).text : item.text.value]
  if (item.kind !== 'plain') return []
  const { value } = item
  if (typeof value === 'number') return [item.raw]
  return typeof value === 'boolean' ? [value] : []
}

function placed(text: string, at: Sql['segments'][number]['at']): Sql {
  return { text, segments: [{ start: 0, end: text.length, at, copied: false }] }
}
