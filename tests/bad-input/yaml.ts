import { refused, type Fixture } from './fixture.ts'

const properties = (text: string | Uint8Array): Fixture['files'] => ({ 'models/models.yml': text })
const file = 'models/models.yml'

/** An anchor that is ten times another one: `b: &b [*a, *a, …]`. */
const tenTimes = (name: string, next: string): string =>
  `  ${next}: &${next} [${Array.from({ length: 10 }, () => `*${name}`).join(', ')}]\n`

/** YAML that is not valid, or that says something else than its author meant. */
export const yamlFixtures: readonly Fixture[] = [
  {
    name: 'a quote that is never closed',
    files: properties('models:\n  - name: "orders\n'),
    expect: refused({ code: 'yaml-syntax', at: `${file}:2:11`, hint: 'Close it with "' }),
  },
  {
    name: 'a bracket that is never closed',
    files: properties('models: [\n  { name: orders },\n'),
    expect: refused({ code: 'yaml-syntax', at: `${file}:1:9`, hint: 'Close it with ]' }),
  },
  {
    name: 'a bracket that closes nothing',
    files: properties('models: []]\n'),
    expect: refused({ code: 'yaml-syntax', at: `${file}:1:11`, hint: 'Delete it' }),
  },
  {
    name: 'a colon inside a value',
    files: properties('models:\n  - name: orders\n    description: what it is: an order\n'),
    expect: refused({ code: 'yaml-syntax', at: `${file}:3:18`, hint: 'in quotes if it holds a colon' }),
  },
  {
    name: 'an indentation that belongs to nothing',
    files: properties('models:\n  - name: orders\n   description: late\n'),
    expect: refused({ code: 'yaml-syntax', at: `${file}:3:4`, hint: 'starts in the same column' }),
  },
  {
    name: 'a key without a space behind its colon',
    files: properties('models:\n  - name:orders\n    description: paid\n'),
    expect: refused({ code: 'yaml-syntax', at: `${file}:2:5`, hint: 'Put a space behind the colon' }),
  },
  {
    name: 'a value that begins with a reserved character',
    files: properties('models:\n  - name: orders\n    description: @ada keeps it\n'),
    expect: refused({ code: 'yaml-syntax', at: `${file}:3:18`, hint: 'Put the value in quotes' }),
  },
  {
    name: 'an unknown escape in a quoted text',
    files: properties('models:\n  - name: orders\n    description: "a \\d digit"\n'),
    expect: refused({ code: 'yaml-syntax', at: `${file}:3:21`, hint: 'single quotes' }),
  },
  {
    name: 'a tab as indentation',
    files: properties('models:\n\t- name: orders\n'),
    expect: refused({ code: 'yaml-tab', at: `${file}:2:1`, hint: 'Replace the tab' }),
  },
  {
    name: 'a tag',
    files: properties('models:\n  - name: !binary orders\n'),
    expect: refused({ code: 'yaml-tag', at: `${file}:2:11`, hint: 'Remove the tag' }),
  },
  {
    name: 'another version of YAML',
    files: properties('%YAML 1.1\n---\nmodels: []\n'),
    expect: refused({ code: 'yaml-version', at: `${file}:1:1`, hint: '%YAML' }),
  },
  {
    name: 'a second document',
    files: properties('models: []\n---\nseeds: []\n'),
    expect: refused({ code: 'yaml-several-documents', at: `${file}:2:1`, hint: 'Remove the line `---`' }),
  },
  {
    name: 'lists that are nested ten thousand deep',
    files: properties(`models: ${'['.repeat(10_000)}${']'.repeat(10_000)}\n`),
    expect: refused({ code: 'yaml-too-deep', at: `${file}:1:108`, hint: 'brackets' }),
  },
  {
    name: 'aliases of aliases that multiply to billions of values',
    files: properties(
      [
        'anchors:\n  a: &a [0, 0, 0, 0, 0, 0, 0, 0, 0, 0]\n',
        tenTimes('a', 'b'),
        tenTimes('b', 'c'),
        tenTimes('c', 'd'),
        tenTimes('d', 'e'),
        tenTimes('e', 'f'),
        tenTimes('f', 'g'),
      ].join(''),
    ),
    expect: refused({ code: 'yaml-too-large', at: `${file}:7:38`, hint: 'fewer aliases' }),
  },
  {
    name: 'an alias of nothing',
    files: properties('models:\n  - &order_defaults { name: orders }\n  - *orders_defaults\n'),
    expect: refused({
      code: 'yaml-unknown-alias',
      at: `${file}:3:5`,
      hint: 'Did you mean "order_defaults"?',
    }),
  },
  {
    name: 'a template without quotes',
    files: properties("models:\n  - name: orders\n    description: {{ var('about') }}\n"),
    expect: refused({ code: 'yaml-unquoted-template', at: `${file}:3:18`, hint: 'in quotes: "{{ … }}"' }),
  },
  {
    name: 'a key that is a list',
    files: properties('models:\n  - [name]: orders\n'),
    expect: refused({ code: 'yaml-key-not-text', at: `${file}:2:5`, hint: 'Put the key in quotes' }),
  },
  {
    name: 'a key that is a number, in a place of its own and in a map of a user',
    files: {
      'xform.yml':
        'name: shop\ntargets: { dev: { type: duckdb, path: warehouse.duckdb } }\nvars: { 2024: 1 }\n',
    },
    expect: refused({ code: 'yaml-key-not-text', at: 'xform.yml:3:9', hint: 'Put the key in quotes' }),
  },
  {
    name: 'the key __proto__',
    files: properties('models:\n  - name: orders\n    meta: { __proto__: { polluted: true } }\n'),
    expect: refused({ code: 'yaml-reserved-key', at: `${file}:3:13`, hint: 'another name' }),
  },
  {
    name: 'a key twice',
    files: properties('models:\n  - name: orders\n    description: paid\n    description: open\n'),
    expect: refused({ code: 'yaml-duplicate-key', at: `${file}:4:5`, hint: 'Keep one' }),
  },
  {
    name: 'a merge of something that is no map',
    files: properties('models:\n  - name: orders\n    <<: paid\n'),
    expect: refused({ code: 'yaml-merge-not-map', at: `${file}:3:5`, hint: '<<: *defaults' }),
  },
  {
    name: 'a file that is text and no YAML',
    files: properties('There are orders in it, and nothing else.\n'),
    expect: refused({ code: 'wrong-type', at: `${file}:1:1`, hint: '`key: value`' }),
  },
  {
    name: 'broken YAML in the front matter of a model, at the line of the model',
    files: { 'models/orders.sql': '---\nmaterialized: table\ntags: [nightly\n---\nselect 1 as id\n' },
    expect: refused({ code: 'yaml-syntax', at: 'models/orders.sql:3:7', hint: 'Close it with ]' }),
  },
  {
    name: 'front matter that is a list',
    files: { 'models/orders.sql': '---\n- table\n---\nselect 1 as id\n' },
    expect: refused({ code: 'wrong-type', at: 'models/orders.sql:2:1', hint: '`key: value`' }),
  },
  {
    name: 'front matter that is never closed',
    files: { 'models/orders.sql': '---\nmaterialized: table\nselect 1 as id\n' },
    expect: refused({ code: 'unclosed-front-matter', at: 'models/orders.sql:1:1', hint: 'a line `---`' }),
  },
  {
    name: 'several broken files, each with its own problem',
    files: {
      'models/a.yml': 'models: [\n',
      'models/b.yml': 'models:\n\t- name: orders\n',
      'models/c.yml': 'modles: []\n',
    },
    expect: refused(
      { code: 'yaml-syntax', at: 'models/a.yml:1:9', hint: 'Close it with ]' },
      { code: 'yaml-tab', at: 'models/b.yml:2:1', hint: 'spaces' },
      { code: 'unknown-key', at: 'models/c.yml:1:1', hint: 'Did you mean "models"?' },
    ),
  },
]
