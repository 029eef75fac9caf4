import { fine, type Fixture } from './fixture.ts'

const target = (engine: 'duckdb' | 'postgres'): string =>
  engine === 'duckdb'
    ? '{ type: duckdb, path: warehouse.duckdb, schema: shop }'
    : '{ type: postgres, url: "${DATABASE_URL}", schema: shop }'

const names = [
  '2024_orders',
  'UPPER',
  '__proto__',
  'a$b',
  'constructor',
  'group',
  'größe',
  'hasOwnProperty',
  'order',
  'select',
  'semi-final',
  'table',
  'toString',
  'user',
  '注文',
]

const models = (query: (name: string) => string): Fixture['files'] =>
  Object.fromEntries(names.map((name) => [`models/${name}.sql`, query(name)]))

/** In the order in which a database sorts them. */
const sorted = [...names].toSorted((a, b) => (a < b ? -1 : 1))

/** Input that looks bad and is not: it must go through. */
export const looksBadFixtures: readonly Fixture[] = (['duckdb', 'postgres'] as const).flatMap(
  (engine): readonly Fixture[] => [
    {
      name: `models with reserved words, capitals, digits, and names that objects inherit, which refer to each other, on ${engine}`,
      engine,
      files: {
        'models/orders.sql': '{{ config(enabled=false) }} select 1 as id',
        ...models((name) =>
          name === '2024_orders'
            ? 'select 1 as id\n'
            : `{{ config(materialized='${name === 'UPPER' ? 'table' : 'view'}') }}\nselect id from {{ ref('2024_orders') }}\n`,
        ),
      },
      expect: { ...fine(), standing: sorted },
    },
    {
      name: `columns, keys, variables, macros and tags with such names, and quotes in an alias, on ${engine}`,
      engine,
      files: {
        'xform.yml': `name: shop\ntargets:\n  constructor: ${target(engine)}\nvars: { constructor: 1, toString: 2, hasOwnProperty: { valueOf: 3 } }\nmeta: { constructor: 1 }\n`,
        'macros/constructor.sql': '{{#macro valueOf isPrototypeOf}}{{ isPrototypeOf }}{{/macro}}\n',
        'models/orders.sql': [
          `{{ config(alias='we "say" hi; --', tags=['constructor'], meta={ constructor: 1, toString: { valueOf: 2 } }, materialized='incremental', unique_key='constructor') }}`,
          `select {{ var('constructor') }} as "constructor", {{ var('toString') }} as "__proto__",`,
          `{{ valueOf(3) }} as "hasOwnProperty", {{#let m={ constructor: 4 }}}{{ m.constructor }}{{/let}} as "select",`,
          `5 as "a ""quoted"" name", 6 as "größe"`,
        ].join('\n'),
        'models/models.yml':
          'models:\n  - name: orders\n    columns:\n      - { name: constructor, meta: { toString: 1 } }\n      - { name: __proto__ }\n',
      },
      command: ['run', '--select', 'tag:constructor'],
      expect: { ...fine(), standing: ['we "say" hi; --'] },
    },
    {
      name: `CRLF, a byte order mark, comments with quotes and semicolons, dollar quotes and braces, on ${engine}`,
      engine,
      files: {
        'xform.yml': `\uFEFFname: shop\r\ntargets:\r\n  dev: ${target(engine)}\r\n`,
        '.env': '\uFEFFREGION=eu\r\n',
        'models/orders.sql': [
          '\uFEFF---',
          'materialized: table',
          'tags: [nightly]',
          '---',
          "-- don't; stop",
          '/* it\'s "fine"; /* nested */ */',
          "select 'it''s; -- fine' as a, {{ literal(\"o'hara; --\") }} as b, '{{{{raw}}}}{{ x }}{{{{/raw}}}}' as c, '\\{{' as d,",
          '{{ literal(env(\'REGION\')) }} as region, \'{"a": {"b": 1}}\' as json, 1 as "100%" ; -- done;',
          '',
        ].join('\r\n'),
        'models/dollar.sql': "select $$it's; {% fine %}$$ as a, $tag$ $$ ; $tag$ as b;\n;\n-- the end",
      },
      expect: { ...fine(), standing: ['dollar', 'orders'] },
    },
  ],
)
