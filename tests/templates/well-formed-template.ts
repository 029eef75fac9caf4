// Templates that are right, of the kind that Handlebars itself understands.
import fc from 'fast-check'

const leaf = fc.constantFrom(
  'select',
  ' ',
  '\n',
  '\n\n',
  '  ',
  '\t',
  '\r\n',
  '  \n  ',
  'x\n',
  '\nx',
  '💰',
  '{ ',
  ' }',
  '{{one}}',
  '{{~one~}}',
  '{{~one}}',
  '{{one~}}',
  '{{{one}}}',
  '{{&one}}',
  '{{!c}}',
  '{{!-- c }} --}}',
  '{{~! c ~}}',
  '\\{{one}}',
  '\\\\{{one}}',
  '\\\\\\{{one}}',
  '\\{{{one}}}',
  '\\ ',
  '{{{{raw}}}} {{x}}\n {{{{/raw}}}}',
  '{{{{raw}}}}{{{{/raw}}}}',
)

const { template } = fc.letrec<{ readonly template: string; readonly block: string }>((tie) => ({
  template: fc
    .array(fc.oneof({ weight: 4, arbitrary: leaf }, { weight: 1, arbitrary: tie('block') }), { maxLength: 8 })
    .map((parts) => parts.join('')),
  block: fc
    .record({
      open: fc.constantFrom('{{#if yes}}', '{{#if no}}', '{{~#if yes~}}', '{{#if no~}}', '{{~#unless no}}'),
      body: tie('template'),
      divider: fc.constantFrom('', '{{else}}', '{{~else~}}', '{{^}}', '{{else if yes}}', '{{else if no~}}'),
      other: tie('template'),
      close: fc.constantFrom('{{/NAME}}', '{{~/NAME}}', '{{/NAME~}}'),
    })
    .map(({ open, body, divider, other, close }) => {
      const name = open.includes('unless') ? 'unless' : 'if'
      return open + body + divider + (divider === '' ? '' : other) + close.replace('NAME', name)
    }),
}))

/** Text, white space, escapes, comments, raw blocks and nested ifs in any order. */
export const wellFormedTemplate: fc.Arbitrary<string> = template

/** What the names in it stand for. */
export const wellFormedValues = { one: 'v', yes: true, no: false } as const
