import { describe, expect, it } from 'vitest'
import { render } from '../../tests/templates/render.ts'

function print(value: string): ReturnType<typeof render> {
  return render('select {{ x }}', { values: { x: value } })
}

describe('A printed value', () => {
  it.each([
    ['amount', 'amount'],
    ['date 2024-01-01', 'date 2024-01-01'],
    ['a\tb\nc\r\nd', 'a\tb\nc\r\nd'],
    ['größe 💰', 'größe 💰'],
    ['$1 or $2', '$1 or $2'],
    ['', ''],
  ])('that is the harmless text %j stands as it is', (value, expected) => {
    const { text, problems } = print(value)
    expect(problems).toEqual([])
    expect(text).toBe(`select ${expected}`)
  })

  it.each([
    ["it's", 'a single quote'],
    ['"orders"', 'a double quote'],
    ['`orders`', 'a backtick'],
    ['$$text$$', 'a dollar quote'],
    ['$tag$text', 'a dollar quote'],
    ['1; drop table orders', 'a semicolon'],
    ['a\\b', 'a backslash'],
    ['1 -- one', 'the comment mark "--"'],
    ['1 /* one', 'the comment mark "/*"'],
    ['one */ 1', 'the comment mark "*/"'],
    ['a\0b', 'a control character'],
    ['a\u001bb', 'a control character'],
    ['a\u0085b', 'a control character'],
    ['a\rb', 'a control character'],
  ])('that is the text %j is refused', (value, what) => {
    const { diagnostics } = print(value)
    expect(diagnostics).toHaveLength(1)
    expect(diagnostics[0]).toMatchObject({ code: 'unsafe-text', at: { line: 1, column: 11, endColumn: 12 } })
    expect(diagnostics[0]?.message).toContain(what)
    expect(diagnostics[0]?.message).not.toContain(value)
    expect(diagnostics[0]?.hint).toMatch(/literal.*ident.*raw/)
  })

  it('that is a text of the template follows the same rule', () => {
    expect(render(`{{ "it's" }}`).problems).toEqual(['unsafe-text 1:4'])
    expect(render(`{{ literal("it's") }}`).text).toBe("'it''s'")
  })

  it.each([
    ['{{ 1 }} {{ -1.5 }} {{ 0 }} {{ -0 }}', '1 -1.5 0 0'],
    ['{{ true }} {{ eq(1, 2) }}', 'true false'],
    ['{{ this }}', '"main"."orders"'],
  ])('of another kind stands plainly: %s', (text, expected) => {
    expect(render(text).text).toBe(expected)
  })

  it.each([
    ['{{ null }}', 'unprintable-value 1:4'],
    ['{{ [1, 2] }}', 'unprintable-value 1:4'],
    ['{{ { a: 1 } }}', 'unprintable-value 1:4'],
    ['{{ target }}', 'unprintable-value 1:4'],
  ])('that SQL does not have is refused: %s', (text, problem) => {
    expect(render(text).problems).toEqual([problem])
  })

  it('that is not finite is refused', () => {
    expect(render('{{ x }}', { values: { x: Number.POSITIVE_INFINITY } }).problems).toEqual([
      'unprintable-value 1:4',
    ])
  })

  it.each([
    ['select 5 -{{ -1 }}', 'unsafe-text 1:14'],
    ["{{ 'a-' }}- 1", 'unsafe-text 1:4'],
    ["1 /{{ '* 2' }}", 'unsafe-text 1:7'],
    ["{{ 'a-' }}{{ '-b' }}", 'unsafe-text 1:14'],
  ])('makes no comment together with what stands beside it: %s', (text, problem) => {
    expect(render(text).problems).toEqual([problem])
  })

  it('that is SQL may begin a comment, because that was meant', () => {
    expect(render("a -{{ raw('- b') }}").problems).toEqual([])
  })
})
