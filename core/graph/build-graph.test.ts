import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { Diagnostic } from '../errors/diagnostic.ts'
import type { Node, Reference } from '../parse/node.ts'
import { buildGraph } from './build-graph.ts'
import {
  exposure,
  genericTest,
  model,
  seed,
  singularTest,
  snapshot,
  source,
  unitTest,
} from './nodes.fixture.ts'
import { referenceKey } from './reference-key.ts'

const build = (nodes: readonly Node[]) => buildGraph(nodes, { package: 'bank' })

const findings = (nodes: readonly Node[]) => build(nodes).diagnostics.map(summary)

const summary = ({ code, message, hint, at }: Diagnostic) => [
  code,
  `${at?.path}:${at?.line}`,
  `${message} ${hint}`,
]

describe('resolving references', () => {
  test('a ref means the model, seed or snapshot of that name', () => {
    const nodes = [
      model('revenue', { mentions: ['orders', 'countries', 'orders_history'] }),
      model('orders'),
      seed('countries'),
      snapshot('orders_history', { mentions: ['orders'] }),
    ]
    const { graph, diagnostics } = build(nodes)
    expect(diagnostics).toEqual([])
    expect(graph.upstream.get('model.bank.revenue')).toEqual([
      'model.bank.orders',
      'seed.bank.countries',
      'snapshot.bank.orders_history',
    ])
    expect(graph.downstream.get('model.bank.orders')).toEqual([
      'model.bank.revenue',
      'snapshot.bank.orders_history',
    ])
  })

  test('a source means the table of that name in that source', () => {
    const { graph } = build([
      model('stg_payments', { mentions: ['raw.payments'] }),
      source('raw.payments'),
      source('bank.payments'),
    ])
    expect(graph.upstream.get('model.bank.stg_payments')).toEqual(['source.bank.raw.payments'])
  })

  test('each mention is kept under its key, with and without a package', () => {
    const { graph } = build([
      model('revenue', { mentions: ['orders', 'bank:orders', 'raw.payments', 'orders'] }),
      model('orders'),
      source('raw.payments'),
    ])
    const resolutions = graph.resolutions.get('model.bank.revenue')
    expect(resolutions?.size).toBe(3)
    expect(resolutions?.get(referenceKey({ kind: 'ref', name: 'orders' }))).toBe('model.bank.orders')
    expect(resolutions?.get(referenceKey({ kind: 'ref', package: 'bank', name: 'orders' }))).toBe(
      'model.bank.orders',
    )
    expect(resolutions?.get(referenceKey({ kind: 'source', source: 'raw', table: 'payments' }))).toBe(
      'source.bank.raw.payments',
    )
    expect(graph.upstream.get('model.bank.revenue')).toEqual([
      'model.bank.orders',
      'source.bank.raw.payments',
    ])
  })

  test('an unknown name is reported at its reference, with the name that was meant', () => {
    expect(findings([model('revenue', { mentions: ['ordres'] }), model('orders')])).toEqual([
      [
        'unknown-ref',
        'models/revenue.sql:2',
        'No model, seed or snapshot is called "ordres". Did you mean "orders"?',
      ],
    ])
  })

  test('a ref to what is a source table says how to write it', () => {
    expect(
      findings([model('revenue', { mentions: ['payments'] }), source('raw.payments'), model('payment')]),
    ).toEqual([
      [
        'unknown-ref',
        'models/revenue.sql:2',
        `No model, seed or snapshot is called "payments". It is a source table: write source('raw', 'payments').`,
      ],
    ])
  })

  test('a package that is not the project is reported with the one that exists', () => {
    expect(findings([model('revenue', { mentions: ['shop:orders'] }), model('orders')])).toEqual([
      [
        'unknown-package',
        'models/revenue.sql:2',
        `The package "shop" does not exist; the only one is this project's, "bank". Write ref('orders') to mean a node of this project.`,
      ],
    ])
  })

  test('an unknown source and an unknown table of a known source are told apart', () => {
    const nodes = [
      model('stg', { mentions: ['rwa.payments', 'raw.paymets', 'lake.files'] }),
      source('raw.payments'),
    ]
    expect(findings(nodes)).toEqual([
      ['unknown-source', 'models/stg.sql:2', 'No source is called "rwa". Did you mean "raw"?'],
      [
        'unknown-source-table',
        'models/stg.sql:3',
        'The source "raw" has no table "paymets". Did you mean "payments"?',
      ],
      [
        'unknown-source',
        'models/stg.sql:4',
        'No source is called "lake". Declare it under `sources:` in a property file.',
      ],
    ])
  })

  test('a reference in a macro is reported in the macro, with the calls that led there', () => {
    const inMacro = { path: 'macros/joins.sql', line: 3, column: 9, endLine: 3, endColumn: 17 }
    const call = { path: 'models/revenue.sql', line: 7, column: 1, endLine: 7, endColumn: 20 }
    const reference: Reference = { kind: 'ref', name: 'ordres', at: inMacro, calls: [call] }
    expect(build([{ ...model('revenue'), references: [reference] }]).diagnostics).toMatchObject([
      { code: 'unknown-ref', at: inMacro, related: [{ message: 'called from here', at: call }] },
    ])
  })

  test('names of the prototype are names like any other', () => {
    const nodes = [model('__proto__', { mentions: ['constructor', 'toString'] }), model('constructor')]
    const { graph, diagnostics } = build(nodes)
    expect(graph.upstream.get('model.bank.__proto__')).toEqual(['model.bank.constructor'])
    expect(diagnostics.map(({ code }) => code)).toEqual(['unknown-ref'])
  })

  test('ten thousand wrong names are reported at once', () => {
    const nodes = Array.from({ length: 10_000 }, (_, index) =>
      model(`orders_of_day_${index}`, { mentions: [`orders_of_dya_${index}`] }),
    )
    expect(build(nodes).diagnostics).toHaveLength(10_000)
  })
})

describe('disabled nodes', () => {
  const disabled = model('orders', { config: { enabled: false } })

  test('are left out of the graph', () => {
    expect([...build([disabled, model('accounts')]).graph.nodes.keys()]).toEqual(['model.bank.accounts'])
  })

  test('cannot be referred to, and the finding says where they are disabled', () => {
    const { diagnostics } = build([disabled, model('revenue', { mentions: ['orders'] })])
    expect(diagnostics.map(summary)).toEqual([
      [
        'disabled-ref',
        'models/revenue.sql:2',
        'The model "orders" is disabled, so the model "revenue" cannot refer to it. Enable it, or take the reference away.',
      ],
    ])
    expect(diagnostics[0]?.related).toEqual([{ message: 'It is disabled here', at: disabled.at }])
  })

  test('may share their name with an enabled one', () => {
    const { graph, diagnostics } = build([
      disabled,
      model('orders', { folder: 'models/next' }),
      model('revenue', { mentions: ['orders'] }),
    ])
    expect(diagnostics).toEqual([])
    expect(graph.upstream.get('model.bank.revenue')).toEqual(['model.bank.orders'])
  })

  test('take their own tests along, without a word', () => {
    const { graph, diagnostics } = build([
      disabled,
      genericTest('not_null_orders_id', { mentions: ['orders'] }),
      unitTest('orders_are_summed', { mentions: ['orders'] }),
    ])
    expect([...graph.nodes.keys()]).toEqual([])
    expect(diagnostics).toEqual([])
  })

  test('and so do those that do not exist, which is reported where they are described', () => {
    const { graph, diagnostics } = build([
      model('accounts'),
      genericTest('not_null_ordres_id', { mentions: ['ordres'] }),
      genericTest('relationships_accounts_ordres', { mentions: ['accounts', 'ordres'] }),
    ])
    expect([...graph.nodes.keys()]).toContain('test.bank.relationships_accounts_ordres')
    expect([...graph.nodes.keys()]).not.toContain('test.bank.not_null_ordres_id')
    expect(diagnostics.map(({ code }) => code)).toEqual(['unknown-ref'])
  })

  test('leave out other tests that need them, with a warning', () => {
    const { graph, diagnostics } = build([
      disabled,
      model('accounts'),
      genericTest('relationships_accounts_orders', { mentions: ['accounts', 'orders'] }),
      singularTest('no_orphans', { mentions: ['orders', 'accounts'] }),
    ])
    expect([...graph.nodes.keys()]).toEqual(['model.bank.accounts'])
    expect(diagnostics.map(({ code, severity }) => [code, severity])).toEqual([
      ['disabled-ref', 'warning'],
      ['disabled-ref', 'warning'],
    ])
  })

  test('a disabled test is left out', () => {
    const { graph } = build([
      model('orders'),
      genericTest('unique_orders_id', { mentions: ['orders'], settings: { enabled: false } }),
    ])
    expect([...graph.nodes.keys()]).toEqual(['model.bank.orders'])
  })
})

describe('names that are used twice', () => {
  test('two models of one name in different folders', () => {
    const { graph, diagnostics } = build([
      model('orders', { folder: 'models/staging' }),
      model('orders', { folder: 'models/marts', mentions: ['accounts'] }),
      model('accounts'),
    ])
    expect(diagnostics.map(summary)).toEqual([
      [
        'duplicate-name',
        'models/staging/orders.sql:1',
        'The model "orders" is defined twice. Rename one of them; with `alias` in its config it keeps its name in the database.',
      ],
    ])
    expect(diagnostics[0]?.related?.[0]?.at.path).toBe('models/marts/orders.sql')
    expect(graph.nodes.get('model.bank.orders')?.path).toBe('models/marts/orders.sql')
  })

  test('a model and a seed of one name', () => {
    expect(findings([seed('countries'), model('countries')])).toEqual([
      [
        'duplicate-name',
        'seeds/countries.csv:1',
        'The seed "countries" has the name of the model "countries", so that a reference could mean either. Rename one of them; with `alias` in its config it keeps its name in the database.',
      ],
    ])
  })

  test('a table declared twice in its source', () => {
    expect(findings([source('raw.payments'), source('raw.payments', { folder: 'models/staging' })])).toEqual([
      [
        'duplicate-name',
        'models/staging/sources.yml:1',
        'The source table "raw.payments" is defined twice. Rename one of them, or remove it.',
      ],
    ])
  })

  test('tables of one name in two sources are fine', () => {
    expect(findings([source('raw.payments'), source('bank.payments')])).toEqual([])
  })

  test('what the second one refers to is checked all the same', () => {
    const nodes = [model('orders'), model('orders', { folder: 'models/zz', mentions: ['nowhere'] })]
    expect(build(nodes).diagnostics.map(({ code }) => code)).toEqual(['duplicate-name', 'unknown-ref'])
  })
})

describe('what uses nodes', () => {
  test('tests, unit tests and exposures stand in the graph behind what they mention', () => {
    const { graph, diagnostics } = build([
      exposure('dashboard', { mentions: ['orders', 'raw.payments'] }),
      genericTest('not_null_orders_id', { mentions: ['orders'] }),
      unitTest('orders_are_summed', { mentions: ['orders'] }),
      model('orders', { mentions: ['raw.payments'] }),
      source('raw.payments'),
    ])
    expect(diagnostics).toEqual([])
    expect(graph.order).toEqual([
      'source.bank.raw.payments',
      'model.bank.orders',
      'exposure.bank.dashboard',
      'test.bank.not_null_orders_id',
      'unit_test.bank.orders_are_summed',
    ])
  })

  test('cannot be referred to', () => {
    const nodes = [
      model('orders', { mentions: ['dashboard'] }),
      exposure('dashboard', { mentions: ['orders'] }),
    ]
    expect(build(nodes).diagnostics.map(({ code }) => code)).toEqual(['unknown-ref'])
  })
})

describe('the order', () => {
  test('follows the ids where needs leave a choice', () => {
    const { graph } = build([
      model('accounts', { mentions: ['zones'] }),
      model('zones'),
      model('orders'),
      model('balances', { mentions: ['accounts'] }),
    ])
    expect(graph.order).toEqual([
      'model.bank.orders',
      'model.bank.zones',
      'model.bank.accounts',
      'model.bank.balances',
    ])
  })

  test('puts every node behind those it needs, and is the same whatever the order of the nodes', () => {
    fc.assert(
      fc.property(randomModels, fc.gen(), (models, generate) => {
        const { graph, diagnostics } = build(models)
        const shuffled = generate(fc.shuffledSubarray, models, { minLength: models.length })
        expect(build(shuffled).graph).toEqual(graph)
        expect(diagnostics).toEqual([])
        const rank = new Map(graph.order.map((id, index) => [id, index]))
        expect(rank.size).toBe(models.length)
        for (const [id, needs] of graph.upstream) {
          for (const needed of needs) expect(rank.get(needed)).toBeLessThan(rank.get(id) ?? -1)
        }
      }),
    )
  })

  test('a chain of ten thousand models is ordered at once', () => {
    const nodes = Array.from({ length: 10_000 }, (_, index) =>
      model(`m${index}`, { mentions: index === 0 ? [] : [`m${index - 1}`] }),
    )
    const { graph, diagnostics } = build(nodes)
    expect(diagnostics).toEqual([])
    expect(graph.order.at(-1)).toBe('model.bank.m9999')
  })
})

/** Models that mention only earlier ones. */
const randomModels = fc.array(fc.array(fc.nat(), { maxLength: 4 }), { maxLength: 20 }).map((choices) =>
  choices.map((picks, index) =>
    model(`m${(index * 7) % 20}`, {
      mentions: index === 0 ? [] : picks.map((pick) => `m${((pick % index) * 7) % 20}`),
    }),
  ),
)
