import { describe, expect, test } from 'vitest'
import { buildGraph } from '../build-graph.ts'
import { genericTest, model, paths, source } from '../nodes.fixture.ts'
import { parseSelectors } from './parse-selectors.ts'
import { selectNodes, type SelectionRequest } from './select-nodes.ts'

const parse = (...lines: readonly string[]) =>
  parseSelectors({ path: 'selectors.yml', text: lines.join('\n') })

/** The findings for definitions under `selectors:`, which begin at line 2. */
const findings = (...lines: readonly string[]) =>
  parse('selectors:', ...lines).diagnostics.map(
    ({ code, at }) => `${code} ${at?.line}:${at?.column}-${at?.endColumn}`,
  )

const { graph } = buildGraph(
  [
    source('raw.payments'),
    model('stg_payments', { folder: 'models/staging', mentions: ['raw.payments'], tags: ['nightly'] }),
    model('orders', { folder: 'models/marts', mentions: ['stg_payments'], tags: ['nightly', 'finance'] }),
    model('revenue', { folder: 'models/marts', mentions: ['orders'], tags: ['finance'] }),
    model('customers', { folder: 'models/marts', config: { materialized: 'table' } }),
    genericTest('relationships_orders_customers', { mentions: ['orders', 'customers'] }),
  ],
  { package: 'bank' },
)

/** What the selector `wanted` of these lines selects. */
const selects = (lines: readonly string[], request: Partial<SelectionRequest> = {}) => {
  const { selectors, diagnostics } = parse('selectors:', '  - name: wanted', ...lines)
  expect(diagnostics).toEqual([])
  const asked = {
    select: [],
    exclude: [],
    selector: 'wanted',
    selectors,
    paths,
    resourceTypes: ['model'] as const,
  }
  const outcome = selectNodes(graph, { ...asked, ...request })
  expect(outcome.diagnostics).toEqual([])
  return [...outcome.ids].map((id) => id.split('.').at(-1))
}

describe('a definition', () => {
  test('is text as on the command line', () => {
    expect(selects(['    definition: +orders,tag:nightly customers'])).toEqual([
      'customers',
      'orders',
      'stg_payments',
    ])
  })

  test('is a key with a value', () => {
    expect(selects(['    definition: { tag: finance }'])).toEqual(['orders', 'revenue'])
    expect(selects(['    definition:', '      config.materialized: table'])).toEqual(['customers'])
    expect(selects(['    definition: { config.enabled: true }'])).toHaveLength(4)
  })

  test('is a method with a value, relatives and an exclusion', () => {
    const method = ['    definition:', '      method: fqn', '      value: orders']
    expect(selects(method)).toEqual(['orders'])
    expect(selects([...method, '      parents: true'])).toEqual(['orders', 'stg_payments'])
    expect(selects([...method, '      children: true', '      children_depth: 1'])).toEqual([
      'orders',
      'revenue',
    ])
    expect(selects([...method, '      children_depth: 1'])).toEqual(['orders', 'revenue'])
    expect(selects([...method, '      parents: false', '      parents_depth: 1'])).toEqual(['orders'])
    expect(selects([...method, '      childrens_parents: true'])).toEqual([
      'customers',
      'orders',
      'revenue',
      'stg_payments',
    ])
    expect(selects([...method, '      parents: true', '      exclude:', '        - tag: finance'])).toEqual([
      'stg_payments',
    ])
  })

  test('is a union or an intersection, less what is excluded', () => {
    expect(
      selects([
        '    definition:',
        '      union:',
        '        - tag: finance',
        '        - intersection:',
        '            - tag: nightly',
        '            - staging',
        '        - exclude:',
        '            - revenue',
        '            - method: fqn',
        '              value: customers',
      ]),
    ).toEqual(['orders', 'stg_payments'])
  })

  test('can refer to other selectors, before or behind it, with relatives', () => {
    expect(
      selects([
        '    definition:',
        '      union:',
        '        - { method: selector, value: money, parents: true }',
        '        - selector: people',
        '  - { name: money, definition: { method: selector, value: revenue_only } }',
        '  - { name: people, definition: customers }',
        '  - { name: revenue_only, definition: revenue }',
      ]),
    ).toEqual(['customers', 'orders', 'revenue', 'stg_payments'])
  })

  test('says which tests come along', () => {
    const lines = (mode: string) => [
      '    definition:',
      '      method: fqn',
      '      value: orders',
      `      indirect_selection: ${mode}`,
    ]
    const tests = { resourceTypes: ['test'] } as const
    expect(selects(lines('eager'), tests)).toEqual(['relationships_orders_customers'])
    expect(selects(lines('cautious'), tests)).toEqual([])
    expect(selects(lines('eager'), { ...tests, indirectSelection: 'empty' })).toEqual([
      'relationships_orders_customers',
    ])
  })

  test('can use anchors', () => {
    expect(
      selects([
        '    definition:',
        '      union:',
        '        - &finance { tag: finance }',
        '        - intersection: [*finance, { tag: nightly }]',
      ]),
    ).toEqual(['orders', 'revenue'])
  })
})

describe('selectors on the command line', () => {
  const lines = ['    default: true', '    definition: customers']

  test('the default one is used when nothing else is asked for', () => {
    expect(selects(lines, { selector: undefined })).toEqual(['customers'])
    expect(selects(lines, { selector: undefined, select: ['orders'] })).toEqual(['orders'])
    expect(selects(lines, { selector: undefined, exclude: ['orders'] })).toEqual([
      'customers',
      'revenue',
      'stg_payments',
    ])
  })

  test('selector: is a method like any other', () => {
    expect(selects(lines, { selector: undefined, select: ['selector:wanted orders'] })).toEqual([
      'customers',
      'orders',
    ])
  })

  const { selectors } = parse('selectors:', '  - { name: nightly, definition: tag:nightly }')
  const ask = (request: Partial<SelectionRequest>) =>
    selectNodes(graph, { select: [], exclude: [], selectors, paths, ...request }).diagnostics

  test('an unknown one is reported with the one that was meant', () => {
    expect(ask({ selector: 'nihgtly' })).toMatchObject([
      {
        code: 'unknown-selector',
        hint: 'Did you mean "nightly"?',
        at: { path: '--selector', column: 1, endColumn: 8 },
      },
    ])
    expect(ask({ select: ['orders +selector:weekly'] })).toMatchObject([
      { code: 'unknown-selector', hint: 'The selectors are: nightly.', at: { path: '--select', column: 8 } },
    ])
    expect(ask({ selector: 'nightly', selectors: [] })).toMatchObject([
      { hint: 'Define it in selectors.yml.' },
    ])
  })

  test('--selector does not go together with --select', () => {
    expect(ask({ selector: 'nightly', select: ['orders'] })).toMatchObject([{ code: 'selector-with-select' }])
    expect(ask({ selector: 'nightly', exclude: ['orders'] })).toMatchObject([
      { code: 'selector-with-select' },
    ])
  })
})

describe('what is wrong is reported at its place', () => {
  test.each<[string, readonly string[], readonly string[]]>([
    ['an unknown method', ['  - { name: a, definition: { tags: x } }'], ['unknown-selector-method 2:30-34']],
    [
      'one inside text',
      ['  - { name: a, definition: "orders tags:x" }'],
      ['unknown-selector-method 2:36-40'],
    ],
    [
      'one inside plain text',
      ['  - name: a', '    definition: orders state:nwe'],
      ['unknown-selector-value 3:30-33'],
    ],
    [
      'an unknown key',
      ['  - name: a', '    defintion: orders'],
      ['unknown-key 3:5-14', 'missing-key 2:5-22'],
    ],
    [
      'an unknown key beside a method',
      ['  - { name: a, definition: { method: tag, value: x, parent: true } }'],
      ['unknown-key 2:53-59'],
    ],
    ['a method without a value', ['  - { name: a, definition: { method: tag } }'], ['missing-key 2:28-43']],
    ['a value without a method', ['  - { name: a, definition: { value: tag } }'], ['missing-key 2:28-42']],
    ['nothing', ['  - { name: a, definition: }'], ['missing-key 2:5-29']],
    ['an empty text', ['  - { name: a, definition: "" }'], ['empty-selection 2:29-29']],
    ['a list', ['  - { name: a, definition: [orders] }'], ['wrong-type 2:28-36']],
    ['several keys', ['  - { name: a, definition: { tag: x, path: y } }'], ['wrong-type 2:28-47']],
    ['an exclusion from nothing', ['  - { name: a, definition: { exclude: [x] } }'], ['wrong-type 2:28-44']],
    ['a list as a value', ['  - { name: a, definition: { tag: [x, y] } }'], ['wrong-type 2:35-41']],
    ['a union that is no list', ['  - { name: a, definition: { union: orders } }'], ['wrong-type 2:37-43']],
    [
      'an exclusion beside a union',
      ['  - { name: a, definition: { union: [a], exclude: [b] } }'],
      ['unknown-key 2:42-49'],
    ],
    [
      'a wrong depth',
      ['  - { name: a, definition: { method: tag, value: x, children_depth: -1 } }'],
      ['wrong-type 2:69-71'],
    ],
    [
      'a wrong mode',
      ['  - { name: a, definition: { method: tag, value: x, indirect_selection: egaer } }'],
      ['unknown-value 2:73-78'],
    ],
    ['an unknown selector', ['  - { name: a, definition: { selector: b } }'], ['unknown-selector 2:30-41']],
    ['a selector of itself', ['  - { name: a, definition: "selector:a" }'], ['selector-cycle 2:13-14']],
    [
      'a name twice',
      ['  - { name: a, definition: x }', '  - { name: a, definition: y }'],
      ['duplicate-selector 3:13-14'],
    ],
    [
      'two defaults',
      ['  - { name: a, default: true, definition: x }', '  - { name: b, default: true, definition: y }'],
      ['several-default-selectors 3:13-14'],
    ],
  ])('%s', (_, lines, expected) => {
    expect(findings(...lines)).toEqual(expected)
  })

  test('all of it, and what is right is kept', () => {
    const { selectors, diagnostics } = parse(
      'selectors:',
      '  - { name: good, definition: orders }',
      '  - { name: bad, definition: { tags: x } }',
      '  - { name: circle, definition: { selector: round } }',
      '  - { name: round, definition: { selector: circle } }',
    )
    expect(selectors.map(({ name }) => name)).toEqual(['good'])
    expect(diagnostics.map(({ code }) => code)).toEqual(['unknown-selector-method', 'selector-cycle'])
    expect(diagnostics[1]?.message).toBe(
      '2 selectors refer to each other in a circle: circle → round → circle.',
    )
  })

  test('a file that is not what it should be', () => {
    for (const text of [
      '',
      '[]',
      '{',
      'selectors: 1',
      '\u0000\u0001',
      '[[['.repeat(5000),
      'selectors: [{name: __proto__, definition: constructor}]',
    ]) {
      expect(() => parseSelectors({ path: 'selectors.yml', text })).not.toThrow()
    }
    expect(parse('# nothing yet')).toEqual({ selectors: [], diagnostics: [] })
    expect(parse('selectors:').diagnostics.map(({ code }) => code)).toEqual(['missing-key'])
  })

  test('a chain of ten thousand selectors is evaluated', () => {
    const chain = Array.from(
      { length: 10_000 },
      (_, index) =>
        `  - { name: s${index}, definition: ${index === 9999 ? 'orders' : `"selector:s${index + 1}"`} }`,
    )
    const { selectors } = parse('selectors:', ...chain)
    expect([
      ...selectNodes(graph, { select: [], exclude: [], selector: 's0', selectors, paths }).ids,
    ]).toEqual(['model.bank.orders', 'test.bank.relationships_orders_customers'])
  })
})
