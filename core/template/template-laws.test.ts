import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { render } from '../../tests/templates/render.ts'
import { wellFormedTemplate, wellFormedValues } from '../../tests/templates/well-formed-template.ts'
import { indexLines } from '../errors/span.ts'
import { locate } from './locate.ts'
import { parseTemplate } from './parse-template.ts'

/** What templates are made of, well and badly put together. */
const fragments = [
  [
    '{{',
    '}}',
    '{{{',
    '}}}',
    '{{{{raw}}}}',
    '{{{{/raw}}}}',
    '{{~',
    '~}}',
    '{{!--',
    '--}}',
    '{{!',
    '{{>',
    '{{&',
  ],
  ['{{#if ', '{{#each ', '{{#let ', '{{#macro ', '{{#unless ', '{{else}}', '{{else if ', '{{^}}', '{{^'],
  ['{{/if}}', '{{/each}}', '{{/let}}', '{{/macro}}', '{{/unless}}', '{{/', ' as |x i|', '{{#*', '{{*'],
  [
    "ref('orders')",
    '(eq 1 2)',
    "eq(this, 'a')",
    '[1, 2,]',
    "{ a: 1, 'b c': [2] }",
    'x=1',
    '@index',
    '@first',
  ],
  [
    '(',
    ')',
    '[',
    ']',
    '{',
    '}',
    ',',
    ':',
    '=',
    "'",
    '"',
    '\\',
    '\\{{',
    '\\\\{{',
    '|',
    '.',
    '..',
    '/',
    '-',
    '~',
  ],
  [
    '{% if x %}',
    '{%',
    '%}',
    '{#',
    '#}',
    '{# c #}',
    'this',
    'x',
    ' ',
    '\n',
    '\r\n',
    '\r',
    '\t',
    '💰',
    '\0',
    '\u2028',
  ],
  ['select ', 'true', 'null', '1', '-1.5', '99999999999999999999', 'incremental', '{{ this }}', '{{ x }}'],
].flat()

const anyTemplate = fc
  .array(fc.oneof(fc.constantFrom(...fragments), fc.string({ maxLength: 3, unit: 'binary' })), {
    maxLength: 30,
  })
  .map((parts) => parts.join(''))

const template = fc.oneof(anyTemplate, wellFormedTemplate)

/** What the names in the templates stand for. */
const values = { x: ['a'], ...wellFormedValues }

const plainText = fc
  .string({ maxLength: 200, unit: 'binary' })
  .filter((text) => !text.includes('{{') && !/\{[%#]|\}\}/.test(text))

/** An expression, once as calls and once as Handlebars has it. */
const { expression } = fc.letrec<{ expression: readonly [string, string] }>((tie) => ({
  expression: fc.oneof(
    { maxDepth: 4 },
    fc.constantFrom<readonly [string, string]>(
      ["'a'", "'a'"],
      ['"b"', '"b"'],
      ['1', '1'],
      ['x', 'x'],
      ['this.name', 'this.name'],
    ),
    fc
      .tuple(
        fc.constantFrom('concat', 'or', 'and'),
        fc.array(tie('expression'), { minLength: 1, maxLength: 3 }),
      )
      .map(([name, args]): readonly [string, string] => [
        `${name}(${args.map(([call]) => call).join(', ')})`,
        `(${name} ${args.map(([, spaced]) => spaced).join(' ')})`,
      ]),
    fc
      .tuple(tie('expression'), tie('expression'))
      .map(([text, from]): readonly [string, string] => [
        `replace( concat(${text[0]}) , from = concat('a', ${from[0]}), to='')`,
        `(replace (concat ${text[1]}) from=(concat 'a' ${from[1]}) to='')`,
      ]),
  ),
}))

describe('Every template', () => {
  it('is parsed and evaluated without an exception, and each finding has a place in the file', () => {
    fc.assert(
      fc.property(template, (text) => {
        const lines = indexLines({ path: 'models/orders.sql', text })
        const end = lines.position(text.length)
        for (const { at } of render(text, { values }).diagnostics) {
          expect(at).toBeDefined()
          if (at === undefined) continue
          expect(lines.position(lines.offset({ line: at.line, column: at.column }))).toEqual({
            line: at.line,
            column: at.column,
          })
          expect(at.endLine < end.line || (at.endLine === end.line && at.endColumn <= end.column)).toBe(true)
        }
      }),
      { numRuns: 3000 },
    )
  })

  it('renders to itself with an identical map where it holds no mustache', () => {
    fc.assert(
      fc.property(plainText, fc.nat(200), (text, offset) => {
        const { sql, problems } = render(text)
        expect([sql.text, problems]).toEqual([text, []])
        if (text === '' || offset > text.length) return
        const { line, column } = indexLines({ path: '', text }).position(offset)
        expect(locate(sql, offset)?.at).toMatchObject({ line, column, endLine: line, endColumn: column })
      }),
    )
  })

  it('maps every letter that it copies to where the author wrote it', () => {
    fc.assert(
      fc.property(template, (text) => {
        const { sql } = render(text, { values })
        const lines = indexLines({ path: 'models/orders.sql', text })
        for (const segment of sql.segments.filter(({ copied }) => copied)) {
          const start = lines.offset(segment.at)
          const end = lines.offset({ line: segment.at.endLine, column: segment.at.endColumn })
          expect(sql.text.slice(segment.start, segment.end)).toBe(text.slice(start, end))
          for (let offset = segment.start; offset < segment.end; offset++) {
            const place = lines.position(start + offset - segment.start)
            expect(locate(sql, offset)?.at).toMatchObject(place)
          }
        }
      }),
      { numRuns: 1000 },
    )
  })

  it('has segments that are in order, do not overlap and cover all of the SQL', () => {
    fc.assert(
      fc.property(template, (text) => {
        const { sql } = render(text, { values })
        let at = 0
        for (const { start, end } of sql.segments) {
          expect(start).toBe(at)
          expect(end).toBeGreaterThan(start)
          at = end
        }
        expect(at).toBe(sql.text.length)
      }),
      { numRuns: 1000 },
    )
  })

  it('means the same whether calls are written as calls or as Handlebars has them', () => {
    fc.assert(
      fc.property(expression, ([call, spaced]) => {
        const asCalls = render(`select {{ ${call} }} {{#if ${call}}}yes{{/if}}`, { values: { x: 'b' } })
        const asHandlebars = render(`select {{ ${spaced} }} {{#if ${spaced}}}yes{{/if}}`, {
          values: { x: 'b' },
        })
        expect(asCalls.problems).toEqual([])
        expect(asHandlebars.problems).toEqual([])
        expect(asHandlebars.text).toBe(asCalls.text)
      }),
    )
  })

  it('is plain data that JSON can hold', () => {
    fc.assert(
      fc.property(template, (text) => {
        const { template: parsed } = parseTemplate({ path: 'models/orders.sql', text })
        expect(JSON.parse(JSON.stringify(parsed))).toEqual(parsed)
      }),
    )
  })
})
