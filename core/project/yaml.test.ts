import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { parse, stringify } from 'yaml'
import type { Diagnostic } from '../errors/diagnostic.ts'
import { indexLines } from '../errors/span.ts'
import type { PlainValue } from './project.ts'
import { plainValue, type Tree } from './tree.ts'
import { parseYaml } from './yaml.ts'

const path = 'models/bank.yml'

function read(text: string): PlainValue | undefined {
  const { root } = parseYaml({ path, text })
  return root === undefined ? undefined : plainValue(root)
}

function places(diagnostics: readonly Diagnostic[]): readonly string[] {
  return diagnostics.map(({ code, at }) => `${code} ${at?.line}:${at?.column}`)
}

describe('a YAML text is read with the place of every part', () => {
  test('a key and its value have their own places', () => {
    const { root } = parseYaml({ path, text: 'name: bank\nvars:\n  start: 2024-01-01\n' })
    expect(root).toMatchObject({
      kind: 'map',
      entries: [
        {
          key: 'name',
          keyAt: { line: 1, column: 1, endColumn: 5 },
          value: { value: 'bank', at: { line: 1, column: 7 } },
        },
        {
          key: 'vars',
          value: { entries: [{ key: 'start', value: { value: '2024-01-01', at: { line: 3, column: 10 } } }] },
        },
      ],
    })
  })

  test('YAML 1.2 decides what is a boolean', () => {
    expect(read('[true, false, yes, on, ~, null]')).toEqual([true, false, 'yes', 'on', null, null])
  })

  test('an integer that a double cannot hold stays the text that the author wrote', () => {
    expect(read('[12345678901234567890, 9007199254740991, .inf]')).toEqual([
      '12345678901234567890',
      9007199254740991,
      '.inf',
    ])
  })

  test('an alias stands for what its anchor marks', () => {
    expect(read('a: &tags [nightly]\nb: *tags')).toEqual({ a: ['nightly'], b: ['nightly'] })
  })

  test('the merge key brings in what the map does not say itself', () => {
    expect(read('base: &base { schema: raw, tags: [a] }\norders:\n  <<: *base\n  schema: staging\n')).toEqual(
      {
        base: { schema: 'raw', tags: ['a'] },
        orders: { schema: 'staging', tags: ['a'] },
      },
    )
  })

  test('an empty file and a file of comments hold nothing', () => {
    expect([read(''), read('# nothing yet\n')]).toEqual([null, null])
  })

  test('keys that objects inherit are keys as any other', () => {
    expect(Object.keys(read('constructor: 1\ntoString: 2') ?? {})).toEqual(['constructor', 'toString'])
  })
})

describe('what is not valid is reported at its place', () => {
  test.each([
    ['a tab as indentation', 'models:\n\tname: orders\n', 'yaml-tab 2:1'],
    ['a key twice', 'name: bank\nname: shop\n', 'yaml-duplicate-key 2:1'],
    ['a key twice in a flow map', '{ a: 1, b: 2, a: 3 }', 'yaml-duplicate-key 1:15'],
    ['a second document', 'name: bank\n---\nname: shop\n', 'yaml-several-documents 2:1'],
    ['a number as a key', 'vars:\n  1: x\n', 'yaml-key-not-text 2:3'],
    ['a list as a key', '? [a, b]\n: c\n', 'yaml-key-not-text 1:3'],
    ['nothing as a key', ': c\n', 'yaml-key-not-text 1:1'],
    ['a key that reaches the prototype', 'meta:\n  __proto__: { admin: true }\n', 'yaml-reserved-key 2:3'],
    ['a template without quotes', 'sql: {{ ref("orders") }}\n', 'yaml-unquoted-template 1:6'],
    [
      'a template without quotes and text behind it',
      'a: 1\nsql: {{ this }}_old\n',
      'yaml-unquoted-template 2:6',
    ],
    ['a template without quotes in a list', '- a\n- {{ this }}\n', 'yaml-unquoted-template 2:3'],
    ['a Jinja block without quotes', 'description: {% docs orders %}\n', 'yaml-unquoted-template 1:14'],
    ['an alias without its anchor', 'tags: *nightly\n', 'yaml-unknown-alias 1:7'],
    ['an alias inside its own anchor', 'a: &a [*a]\n', 'yaml-unknown-alias 1:8'],
    ['a merge of something that is no map', 'a: &a [1]\nb: { <<: *a, c: 1 }\n', 'yaml-merge-not-map 2:6'],
    ['a quote that is not closed', "name: 'bank\n", 'yaml-syntax 1:7'],
    ['a bracket that is not closed', 'tags: [a, b\nname: bank\n', 'yaml-syntax 1:7'],
    ['a colon inside a value', 'description: orders: all of them\n', 'yaml-syntax 1:14'],
    ['a value that begins with a reserved character', 'owner: @finance\n', 'yaml-syntax 1:8'],
    ['keys that do not line up', 'a:\n   b: 1\n  c: 2\n', 'yaml-syntax 3:3'],
    ['a tag', 'on: !when x\n', 'yaml-tag 1:5'],
    ['another version of YAML', '%YAML 1.1\n---\na: yes\n', 'yaml-version 1:1'],
  ])('%s', (_, text, place) => {
    const reading = parseYaml({ path, text })
    expect(places(reading.diagnostics)).toEqual([place])
    expect(reading.root).toBeUndefined()
  })

  test('a reference of two names in braces is advised to be put in quotes', () => {
    const text = "a: { relationships: { to: source('raw', 'orders'), field: id } }\n"
    const { diagnostics } = parseYaml({ path, text })
    expect(diagnostics.map(({ code, hint }) => [code, hint])).toEqual([
      [
        'yaml-syntax',
        `In braces and brackets a comma ends a value: put it in quotes, "source('raw', 'orders')".`,
      ],
    ])
  })

  test('brackets that are nested ten thousand deep', () => {
    const { diagnostics } = parseYaml({ path, text: `a: ${'['.repeat(10_000)}${']'.repeat(10_000)}` })
    expect(places(diagnostics)).toEqual(['yaml-too-deep 1:103'])
  })

  test('aliases of aliases that would fill the memory', () => {
    const levels = Array.from(
      { length: 12 },
      (_, level) => `l${level + 1}: &l${level + 1} [${`*l${level},`.repeat(10)}]`,
    )
    const { diagnostics } = parseYaml({ path, text: ['l0: &l0 [x]', ...levels].join('\n') })
    expect(diagnostics.map(({ code }) => code)).toEqual(['yaml-too-large'])
  })

  test('a map with a hundred thousand keys is read', () => {
    const text = Array.from({ length: 100_000 }, (_, key) => `k${key}: ${key}\n`).join('')
    expect(parseYaml({ path, text }).diagnostics).toEqual([])
  })
})

const plain: fc.Arbitrary<PlainValue> = fc.letrec<{ value: PlainValue }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 3 },
    fc.string(),
    fc.string({ unit: 'grapheme' }),
    fc.integer(),
    fc.boolean(),
    fc.constant(null),
    fc.array(tie('value'), { maxLength: 4 }),
    fc.dictionary(
      fc.string({ minLength: 1 }).filter((key) => !['__proto__', '<<'].includes(key)),
      tie('value'),
      { maxKeys: 4 },
    ),
  ),
})).value

function scalars(tree: Tree): readonly (Tree & { readonly kind: 'scalar' })[] {
  if (tree.kind === 'scalar') return [tree]
  return tree.kind === 'list'
    ? tree.items.flatMap(scalars)
    : tree.entries.flatMap(({ value }) => scalars(value))
}

test('for any value: the text at the span of a scalar is that scalar', () => {
  const holds = fc.property(
    plain,
    fc.constantFrom('BLOCK_LITERAL', 'QUOTE_DOUBLE', 'QUOTE_SINGLE', 'PLAIN'),
    (value, type) => {
      const text = stringify(value, { defaultStringType: type as 'PLAIN', lineWidth: 0 })
      const { root } = parseYaml({ path, text })
      if (root === undefined) throw new Error(text)
      expect(plainValue(root)).toEqual(parse(text))
      const index = indexLines({ path, text })
      for (const { value: found, at, raw } of scalars(root)) {
        if (found === null || raw.startsWith('|') || raw.startsWith('>')) continue
        const start = index.offset({ line: at.line, column: at.column })
        const end = index.offset({ line: at.endLine, column: at.endColumn })
        expect(parse(text.slice(start, end))).toEqual(found)
      }
    },
  )
  fc.assert(holds, { numRuns: 500 })
})

test('any bytes at all give a tree or a finding, and never an exception', () => {
  const junk = fc.oneof(
    fc.string({ unit: 'binary', maxLength: 80 }),
    fc
      .array(
        fc.constantFrom(
          'a',
          ':',
          ' ',
          '\n',
          '-',
          '{',
          '}',
          '[',
          ']',
          '"',
          "'",
          '&a',
          '*a',
          '|',
          '>',
          '#',
          '\t',
          '? ',
          '<<',
          '%',
          ',',
          '!x',
        ),
      )
      .map((parts) => parts.join('')),
  )
  const holds = fc.property(junk, (text) => {
    const { root, diagnostics } = parseYaml({ path, text })
    expect(root === undefined).toBe(diagnostics.length > 0)
  })
  fc.assert(holds, { numRuns: 2000 })
})

test('what is huge is read to its end', () => {
  const nested = Array.from({ length: 90 }, (_, depth) => `${' '.repeat(depth)}a:\n`).join('')
  const texts = [
    nested + ' \n'.repeat(500_000),
    Array.from({ length: 20_000 }, (_, index) => `- &a${index} x\n- *b${index}\n`).join(''),
    `a: &a [x]\n${Array.from({ length: 20_000 }, (_, index) => `a${index}: &a [*a]\n`).join('')}`,
    Array.from({ length: 20_000 }, (_, index) => `a${index}: 1\n`)
      .join('')
      .repeat(2),
  ]
  for (const text of texts) expect(() => parseYaml({ path, text })).not.toThrow()
})
