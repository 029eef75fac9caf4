import { expect, test } from 'vitest'
import type { Diagnostic, Span } from '../../core/index.ts'
import { createDiagnosticRenderer, renderDiagnostics } from './diagnostics.ts'

const path = 'models/marts/revenue.sql'

function place(line: number, column: number, end: { readonly line?: number; readonly column: number }): Span {
  return { path, line, column, endLine: end.line ?? line, endColumn: end.column }
}

function finding(at: Span | undefined, more: Partial<Diagnostic> = {}): Diagnostic {
  const base: Diagnostic = {
    code: 'unknown-reporter',
    severity: 'error',
    message: 'Model "ordres" does not exist.',
  }
  return { ...base, ...(at === undefined ? {} : { at }), ...more }
}

function show(text: string, diagnostic: Diagnostic, width = Infinity): string {
  const sources = new Map([[path, text]])
  return `\n${createDiagnosticRenderer({ sources, color: false, width })(diagnostic)}`
}

const query = "select *\n\n\nfrom {{ ref('ordres') }}\n"

test('a finding shows its place and what to do', () => {
  const diagnostic = finding(place(4, 13, { column: 21 }), { hint: 'Did you mean "orders"?' })
  expect(show(query, diagnostic)).toMatchInlineSnapshot(`
    "
    error[unknown-reporter]: Model "ordres" does not exist.
      --> models/marts/revenue.sql:4:13
       |
     4 | from {{ ref('ordres') }}
       |             ^^^^^^^^
    help: Did you mean "orders"?
    "
  `)
})

test('without the text of the file only the place is named', () => {
  const diagnostic = finding({ ...place(4, 13, { column: 21 }), path: 'models/gone.sql' })
  expect(show(query, diagnostic)).toMatchInlineSnapshot(`
    "
    error[unknown-reporter]: Model "ordres" does not exist.
      --> models/gone.sql:4:13
    "
  `)
})

test('a finding without a place has no arrow, unless it is known which file is concerned', () => {
  const render = createDiagnosticRenderer({ sources: new Map(), color: false, width: 80 })
  expect(render(finding(undefined))).toBe('error[unknown-reporter]: Model "ordres" does not exist.\n')
  expect(render(finding(undefined), path)).toContain(`\n  --> ${path}\n`)
})

test('of several lines the first is marked to its end', () => {
  const text = "{{ config(\n  materialized='table'\n) }}\nselect 1\n"
  expect(show(text, finding(place(1, 4, { line: 3, column: 2 })))).toMatchInlineSnapshot(`
    "
    error[unknown-reporter]: Model "ordres" does not exist.
      --> models/marts/revenue.sql:1:4
       |
     1 | {{ config(
       |    ^^^^^^^
    ...
    "
  `)
})

test('a place that ends with its line is not several lines', () => {
  expect(show(query, finding(place(1, 1, { line: 2, column: 1 })))).not.toContain('...')
})

test('line numbers of several digits make room for themselves', () => {
  const text = `${'\n'.repeat(122)}from {{ ref('ordres') }}\n...`
  expect(show(text, finding(place(123, 13, { line: 124, column: 2 })))).toMatchInlineSnapshot(`
    "
    error[unknown-reporter]: Model "ordres" does not exist.
        --> models/marts/revenue.sql:123:13
         |
     123 | from {{ ref('ordres') }}
         |             ^^^^^^^^^^^^
    ...
    "
  `)
})

test('tabs become blanks and the carets stay below their text', () => {
  expect(show('\tselect\tamout\n', finding(place(1, 9, { column: 14 })))).toMatchInlineSnapshot(`
    "
    error[unknown-reporter]: Model "ordres" does not exist.
      --> models/marts/revenue.sql:1:9
       |
     1 |     select  amout
       |             ^^^^^
    "
  `)
})

test('wide characters, accents and emoji do not shift the carets', () => {
  const text = "where city = '東京' and cafe\u0301 = '👨‍👩‍👧' and amout > 0\n"
  const column = text.indexOf('amout') + 1
  expect(show(text, finding(place(1, column, { column: column + 5 })))).toMatchInlineSnapshot(`
    "
    error[unknown-reporter]: Model "ordres" does not exist.
      --> models/marts/revenue.sql:1:46
       |
     1 | where city = '東京' and café = '👨‍👩‍👧' and amout > 0
       |                                         ^^^^^
    "
  `)
})

test('a wide character is marked over its whole width', () => {
  expect(show("'東京'", finding(place(1, 2, { column: 4 })))).toMatchInlineSnapshot(`
    "
    error[unknown-reporter]: Model "ordres" does not exist.
      --> models/marts/revenue.sql:1:2
       |
     1 | '東京'
       |  ^^^^
    "
  `)
})

test('a position is one caret', () => {
  expect(show('select 1', finding(place(1, 8, { column: 8 })))).toMatchInlineSnapshot(`
    "
    error[unknown-reporter]: Model "ordres" does not exist.
      --> models/marts/revenue.sql:1:8
       |
     1 | select 1
       |        ^
    "
  `)
})

test('a position behind the end of a line is one caret behind its text', () => {
  expect(show('select 1\r\nfrom', finding(place(1, 40, { column: 44 })))).toMatchInlineSnapshot(`
    "
    error[unknown-reporter]: Model "ordres" does not exist.
      --> models/marts/revenue.sql:1:40
       |
     1 | select 1
       |         ^
    "
  `)
})

test('a place behind the end of the file is shown at its end', () => {
  expect(show('select 1\nfrom', finding(place(9, 3, { column: 5 })))).toMatchInlineSnapshot(`
    "
    error[unknown-reporter]: Model "ordres" does not exist.
      --> models/marts/revenue.sql:9:3
       |
     2 | from
       |     ^
    "
  `)
})

test('a place in an empty file is shown', () => {
  expect(show('', finding(place(1, 1, { column: 1 })))).toMatchInlineSnapshot(`
    "
    error[unknown-reporter]: Model "ordres" does not exist.
      --> models/marts/revenue.sql:1:1
       |
     1 |
       | ^
    "
  `)
})

test('a long line is cut around the place to the width of the terminal', () => {
  const text = `select ${'a, '.repeat(100)}amout, ${'b, '.repeat(100)}c`
  const column = text.indexOf('amout') + 1
  expect(show(text, finding(place(1, column, { column: column + 5 })), 60)).toMatchInlineSnapshot(`
    "
    error[unknown-reporter]: Model "ordres" does not exist.
      --> models/marts/revenue.sql:1:308
       |
     1 | …a, a, a, a, a, a, a, a, amout, b, b, b, b, b, b, b, b…
       |                          ^^^^^
    "
  `)
})

test('a long line that is marked from its beginning is cut at its end', () => {
  const text = `select ${'a, '.repeat(100)}`
  expect(show(text, finding(place(1, 1, { column: text.length + 1 })), 40)).toMatchInlineSnapshot(`
    "
    error[unknown-reporter]: Model "ordres"
      does not exist.
      --> models/marts/revenue.sql:1:1
       |
     1 | select a, a, a, a, a, a, a, a, a, …
       | ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
    "
  `)
})

test('a line of megabytes is cut at once', () => {
  const text = `${'東'.repeat(3_000_000)}amout${'x'.repeat(3_000_000)}`
  const column = 3_000_001
  expect(show(text, finding(place(1, column, { column: column + 5 })), 40)).toMatchInlineSnapshot(`
    "
    error[unknown-reporter]: Model "ordres"
      does not exist.
      --> models/marts/revenue.sql:1:3000001
       |
     1 | …東東東東東東東amoutxxxxxxxxxxxxxx…
       |                ^^^^^
    "
  `)
})

test('related places come with their own frames, before the help', () => {
  const diagnostic = finding(place(4, 1, { column: 5 }), {
    hint: 'Give it another name.',
    related: [{ message: 'The first one is here.', at: place(1, 8, { column: 9 }) }],
  })
  expect(show(query, diagnostic)).toMatchInlineSnapshot(`
    "
    error[unknown-reporter]: Model "ordres" does not exist.
      --> models/marts/revenue.sql:4:1
       |
     4 | from {{ ref('ordres') }}
       | ^^^^
    note: The first one is here.
      --> models/marts/revenue.sql:1:8
       |
     1 | select *
       |        ^
    help: Give it another name.
    "
  `)
})

test('the further lines of a message are indented', () => {
  const message = 'Binder Error: "amout" not found\nCandidates:\n\t"amount"\n'
  expect(show(query, finding(undefined, { message, hint: 'One thing.\nAnother.' }))).toMatchInlineSnapshot(`
    "
    error[unknown-reporter]: Binder Error: "amout" not found
      Candidates:
          "amount"
    help: One thing.
      Another.
    "
  `)
})

test('a long message is wrapped at the width of the terminal', () => {
  const message = 'Referenced column "amout" was not found because the FROM clause is missing.'
  expect(show(query, finding(undefined, { message }), 50)).toMatchInlineSnapshot(`
    "
    error[unknown-reporter]: Referenced column "amout"
      was not found because the FROM clause is
      missing.
    "
  `)
})

test('control characters in the message, the path and the source are shown escaped', () => {
  const at = { ...place(1, 1, { column: 2 }), path: 'models/\u001b[2J.sql' }
  const sources = new Map([[at.path, '\u001b]0;owned\u0007 \u202eevil']])
  const render = createDiagnosticRenderer({ sources, color: false, width: 80 })
  expect(`\n${render(finding(at, { message: 'no \u001b[31mred' }))}`).toMatchInlineSnapshot(`
    "
    error[unknown-reporter]: no \\x1b[31mred
      --> models/\\x1b[2J.sql:1:1
       |
     1 | \\x1b]0;owned\\x07 \\u{202e}evil
       | ^^^^
    "
  `)
})

test('many findings are sorted, apart by a blank line, and counted', () => {
  const sources = new Map([[path, query]])
  const findings = [
    finding(undefined, { message: 'The project has no name.' }),
    finding(place(4, 13, { column: 21 })),
    finding(place(1, 8, { column: 9 }), { severity: 'warning', message: 'Name the columns.' }),
  ]
  expect(`\n${renderDiagnostics(findings, { sources, color: false, width: 80 })}`).toMatchInlineSnapshot(`
    "
    warning[unknown-reporter]: Name the columns.
      --> models/marts/revenue.sql:1:8
       |
     1 | select *
       |        ^

    error[unknown-reporter]: Model "ordres" does not exist.
      --> models/marts/revenue.sql:4:13
       |
     4 | from {{ ref('ordres') }}
       |             ^^^^^^^^

    error[unknown-reporter]: The project has no name.

    2 errors, 1 warning
    "
  `)
})

test('no findings are no text', () => {
  expect(renderDiagnostics([], { sources: new Map(), color: false, width: 80 })).toBe('')
})

test('each severity has its colour', () => {
  const render = createDiagnosticRenderer({ sources: new Map(), color: true, width: 80 })
  expect(render(finding(undefined))).toContain('\u001b[31merror')
  expect(render(finding(undefined, { severity: 'warning' }))).toContain('\u001b[33mwarning')
  expect(render(finding(undefined, { severity: 'note' }))).toContain('\u001b[36mnote')
})
