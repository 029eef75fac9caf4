import type { Wording } from '../wording.ts'

type Entry = (params: never) => Wording

const operatorHints: Readonly<Record<string, string>> = {
  not: 'Call the function: not(a).',
  '!': 'Call the function: not(a).',
  if: 'Write {{#if condition}} … {{else}} … {{/if}}.',
  else: 'Write {{#if condition}} … {{else}} … {{/if}}.',
  '?': 'Write {{#if condition}} … {{else}} … {{/if}}.',
  in: 'Call the function: in(item, list).',
}

const unsupported = {
  partial: ['Partials', 'Write a macro in a file under macros/ and call it: {{ name(…) }}.'],
  decorator: ['Decorators', 'Write a macro in a file under macros/: {{#macro name}} … {{/macro}}.'],
  inverse: ['Inverse blocks', 'Write {{#unless condition}} … {{/unless}}.'],
  raw: [
    'Four braces with anything but "raw"',
    'Write {{{{raw}}}} … {{{{/raw}}}} for text that is passed on as it is.',
  ],
  path: ['Paths that begin with a dot', 'Names of outer blocks are visible inside: write the name itself.'],
  root: ['"@root"', 'Values like target and run are visible everywhere: write their names.'],
  index: [
    'Indexes and bracketed names',
    'Go through a list with {{#each}}, and read the fields of a map as map.key.',
  ],
  method: ['Calling a field', 'Functions and macros are called by their own names: name(…).'],
} as const

const misplacedElse = {
  outside: 'There is no block here that {{else}} could divide.',
  second: 'The block has an {{else}} already.',
  undivided: 'A block of this kind has no {{else}}.',
} as const

/** What can be wrong with the text of a template: code → wording. */
export const templateSyntaxCatalogue = {
  'unclosed-mustache': () => ({
    message: 'These braces are never closed.',
    hint: 'Close them with "}}", or write "\\{{" if they are meant as text.',
  }),
  'mismatched-mustache': (p: { readonly open: string; readonly close: string; readonly found: string }) => ({
    message: `What "${p.open}" opens is closed by "${p.close}", not by "${p.found}".`,
    hint: `Write "${p.close}"; put a space before a brace that is meant as text.`,
  }),
  'stray-mustache-close': () => ({
    message: '"}}" closes nothing here.',
    hint: 'Write the "{{" that belongs to it, or {{ raw(\'}}\') }} if it is meant as text.',
  }),
  'empty-mustache': () => ({
    message: 'There is nothing between the braces.',
    hint: 'Write an expression, or {{! a comment }}.',
  }),
  'unclosed-comment': () => ({
    message: 'The comment is never closed.',
    hint: 'Close "{{!--" with "--}}" and "{{!" with "}}".',
  }),
  'unterminated-string': (p: { readonly quote: string }) => ({
    message: `The text that begins here is never closed with ${p.quote}.`,
    hint: `Close it, and write \\${p.quote} for the quote itself.`,
  }),
  'unknown-escape': (p: { readonly sequence: string }) => ({
    message: `"${p.sequence}" means nothing inside a text.`,
    hint: 'Write \\\\ for a backslash; the others are \\\' \\" \\n \\r \\t.',
  }),
  'number-too-large': (p: { readonly number: string }) => ({
    message: `${p.number} is too large to be kept exactly.`,
    hint: 'Write it in quotes; as a text it is printed digit by digit.',
  }),
  'unclosed-bracket': (p: { readonly open: string; readonly close: string }) => ({
    message: `This "${p.open}" is never closed.`,
    hint: `Close it with "${p.close}".`,
  }),
  'mismatched-bracket': (p: { readonly open: string; readonly close: string; readonly found: string }) => ({
    message: `"${p.found}" does not close "${p.open}".`,
    hint: `Close it with "${p.close}".`,
  }),
  'unopened-bracket': (p: { readonly bracket: string }) => ({
    message: `"${p.bracket}" closes nothing here.`,
    hint: 'Delete it, or open it.',
  }),
  'missing-comma': () => ({
    message: 'There is no comma between these arguments.',
    hint: 'Write a comma: between parentheses, brackets and braces they divide what stands there.',
  }),
  'unexpected-comma': () => ({
    message: 'A comma stands where a value was expected.',
    hint: 'Delete it. Between parentheses commas divide arguments, name(a, b); without them spaces do, name a b.',
  }),
  'missing-value': () => ({
    message: 'A value is missing here.',
    hint: 'Write a text in quotes, a number, a name or a call.',
  }),
  'unexpected-text': (p: { readonly found: string }) => ({
    message: `${JSON.stringify(p.found)} makes no sense here.`,
    hint: 'An expression is a text in quotes, a number, a name, a list, a map or a call: name(argument, other=argument).',
  }),
  'positional-after-named': () => ({
    message: 'An argument without a name stands behind one with a name.',
    hint: 'Put arguments without names first, or name this one too.',
  }),
  'given-twice': (p: { readonly what: 'argument' | 'key' | 'parameter'; readonly name: string }) => ({
    message: `The ${p.what} "${p.name}" is given twice.`,
    hint: 'Delete one of them.',
  }),
  'nested-too-deep': (p: { readonly what: string; readonly limit: number }) => ({
    message: `${p.what} are nested more than ${p.limit} deep.`,
    hint: 'Give parts of it names with {{#let}}, or move them into macros.',
  }),
  'template-operator': (p: { readonly operator: string; readonly instead?: string | undefined }) => ({
    message: `Templates have no operator "${p.operator}".`,
    hint:
      operatorHints[p.operator] ??
      (p.instead === undefined ? 'Calculate in SQL.' : `Call the function: ${p.instead}(a, b).`),
  }),
  'jinja-filter': (p: { readonly filter: string }) => ({
    message: `"| ${p.filter}" is Jinja; templates have functions instead of filters.`,
    hint: `Call it as a function: ${p.filter}(…).`,
  }),
  'jinja-tag': (p: { readonly tag: string; readonly instead?: string | undefined }) => ({
    message: `{% ${p.tag} %} is Jinja; templates are written in Handlebars.`,
    hint:
      p.instead === undefined
        ? 'There is nothing like it here; see docs/templates.md.'
        : `Write ${p.instead}.`,
  }),
  'jinja-comment': () => ({
    message: '{# … #} is Jinja; templates are written in Handlebars.',
    hint: 'Write {{!-- … --}}.',
  }),
  'unsupported-handlebars': (p: { readonly construct: keyof typeof unsupported }) => ({
    message: `${unsupported[p.construct][0]} are not part of xform's templates.`,
    hint: unsupported[p.construct][1],
  }),
  'missing-block-name': () => ({
    message: 'The name of a block is missing.',
    hint: 'Write for example {{#if condition}} … {{/if}}.',
  }),
  'unknown-block': (p: { readonly name: string; readonly suggestion?: string | undefined }) => ({
    message: `There is no block "${p.name}".`,
    hint:
      p.suggestion ?? 'The blocks are if, unless, each, let and macro; a macro is called as {{ name(…) }}.',
  }),
  'wrong-block-form': (p: { readonly name: string; readonly form: string }) => ({
    message: `This is not how "${p.name}" is written.`,
    hint: `Write ${p.form}.`,
  }),
  'unclosed-block': (p: { readonly open: string; readonly close: string }) => ({
    message: `The block ${p.open} is never closed.`,
    hint: `Close it with ${p.close}.`,
  }),
  'stray-block-close': (p: { readonly close: string }) => ({
    message: `${p.close} closes nothing here.`,
    hint: 'Delete it, or open the block.',
  }),
  'mismatched-block-close': (p: { readonly close: string; readonly expected: string }) => ({
    message: `${p.close} does not close the block that is open here.`,
    hint: `Write ${p.expected}.`,
  }),
  'misplaced-else': (p: { readonly because: keyof typeof misplacedElse }) => ({
    message: misplacedElse[p.because],
    hint: 'It divides {{#if}}, {{#unless}} and {{#each}}, once.',
  }),
  'misplaced-macro': () => ({
    message: 'A macro is defined here, where none can be.',
    hint: 'Put it into a file of its own under macros/, outside of any block.',
  }),
  'text-between-macros': () => ({
    message: 'This stands outside of any macro, in a file of macros.',
    hint: 'Put it between {{#macro name}} and {{/macro}}, or into a comment: {{!-- … --}}.',
  }),
} as const satisfies Record<string, Entry>
