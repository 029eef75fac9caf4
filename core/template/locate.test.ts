import { describe, expect, it } from 'vitest'
import { render } from '../../tests/templates/render.ts'
import { concatSql } from './concat-sql.ts'
import { locate } from './locate.ts'

const macros = '{{#macro cents column}}\nround({{ column }},\n  nope)\n{{/macro}}'
const model = "select\r\n  id,\r\n  {{ cents('amount') }} as amount\nfrom {{ ref('orders') }} o"

describe('A position in generated SQL', () => {
  const { sql } = render(model, { macros })

  /** Where the author's file says what the generated SQL says from `text` on. */
  function find(text: string): readonly unknown[] {
    const place = locate(sql, sql.text.indexOf(text))
    return [place?.at.path, place?.at.line, place?.at.column, place?.at.endColumn, place?.related.length]
  }

  it('in copied text is the very letter, across lines', () => {
    expect(find('id,')).toEqual(['models/orders.sql', 2, 3, 3, 0])
    expect(find('as amount')).toEqual(['models/orders.sql', 3, 25, 25, 0])
    expect(find(' o')).toEqual(['models/orders.sql', 4, 25, 25, 0])
  })

  it('in what an expression printed is the whole expression', () => {
    expect(find('orders')).toEqual(['models/orders.sql', 4, 9, 22, 0])
  })

  it('in a macro is in the macro, with the call that led there', () => {
    expect(find('nope')).toEqual(['macros/money.sql', 3, 3, 3, 1])
    expect(find('amount')).toEqual(['macros/money.sql', 2, 10, 16, 1])
    const place = locate(sql, sql.text.indexOf('nope'))
    expect(place?.related).toMatchObject([
      { message: 'called from here', at: { path: 'models/orders.sql', line: 3, column: 6, endColumn: 21 } },
    ])
  })

  it('at the end of the SQL is the end of the file', () => {
    expect(locate(sql, sql.text.length)?.at).toMatchObject({ line: 4, column: 27 })
    expect(locate(sql, sql.text.length + 1)).toBeUndefined()
    expect(locate(sql, -1)).toBeUndefined()
  })

  it('moves along when the SQL is wrapped, and what wraps it has no place', () => {
    const wrapped = concatSql(['create view v as (\n', sql, '\n) union all (', sql, ')'])
    expect(wrapped.text).toBe(`create view v as (\n${sql.text}\n) union all (${sql.text})`)
    const last = wrapped.text.lastIndexOf('id,')
    expect(locate(wrapped, last)?.at).toMatchObject({ line: 2, column: 3 })
    expect(locate(wrapped, 3)).toBeUndefined()
    expect(locate(wrapped, wrapped.text.length)).toBeUndefined()
  })

  it('of nothing has no place', () => {
    expect(locate({ text: '', segments: [] }, 0)).toBeUndefined()
  })
})
