import { describe, expect, test } from 'vitest'
import type { Node } from '../../parse/node.ts'
import type { Hook } from '../../parse/config.ts'
import { buildGraph } from '../build-graph.ts'
import {
  exposure,
  genericTest,
  model,
  paths,
  seed,
  singularTest,
  snapshot,
  source,
  unitTest,
} from '../nodes.fixture.ts'
import { selectNodes, type SelectionRequest } from './select-nodes.ts'

const hook = (value: string): Hook => ({
  sql: { value, at: { path: 'models/marts/customers.sql', line: 1, column: 1, endLine: 1, endColumn: 1 } },
  transaction: true,
})

const staging = 'models/staging'

const bank: readonly Node[] = [
  source('bank.transactions', { folder: staging, tags: ['nightly'] }),
  source('bank.accounts', { folder: staging }),
  source('rates.daily', { folder: staging }),
  seed('countries', { tags: ['static'] }),
  model('stg_transactions', { folder: staging, mentions: ['bank.transactions'], tags: ['nightly'] }),
  model('stg_accounts', {
    folder: `${staging}/crm`,
    mentions: ['bank.accounts', 'countries'],
    propertiesPath: `${staging}/crm/schema.yml`,
  }),
  model('balances', {
    folder: 'models/marts',
    mentions: ['stg_transactions', 'stg_accounts'],
    tags: ['nightly', 'finance'],
    meta: { owner: 'finance', pii: true, reviewers: ['ann', 'bob'], sla: { hours: 4 } },
    config: { materialized: 'incremental', uniqueKey: ['account_id', 'day'] },
  }),
  model('customers', {
    folder: 'models/marts',
    mentions: ['stg_accounts'],
    config: { materialized: 'table', postHooks: [hook('analyze')] },
  }),
  snapshot('accounts_history', { mentions: ['stg_accounts'] }),
  genericTest('unique_balances', { folder: 'models/marts', test: 'unique', mentions: ['balances'] }),
  genericTest('relationships_balances_customers', {
    folder: 'models/marts',
    test: 'relationships',
    mentions: ['balances', 'customers'],
  }),
  singularTest('no_negative_balance', { mentions: ['balances', 'bank.accounts'] }),
  unitTest('balances_are_summed', { folder: 'models/marts', mentions: ['balances', 'stg_transactions'] }),
  exposure('board_report', { mentions: ['balances'] }),
]

const { graph } = buildGraph(bank, { package: 'bank' })

const ask = (request: Partial<SelectionRequest>) =>
  selectNodes(graph, { select: [], exclude: [], paths, indirectSelection: 'empty', ...request })

const names = (request: Partial<SelectionRequest>) => {
  const { ids, diagnostics } = ask(request)
  expect(diagnostics).toEqual([])
  return [...ids].map(shortName)
}

/** `balances` for a model, `bank.transactions` for a source's table. */
const shortName = (id: string) => id.replace(/^[a-z_]+\.bank\./u, '')

const selected = (...select: readonly string[]) => names({ select })

describe('names', () => {
  test('select the nodes that are called so', () => {
    expect(selected('balances')).toEqual(['balances'])
    expect(selected('countries', 'accounts_history')).toEqual(['countries', 'accounts_history'])
    expect(selected('unique_balances')).toEqual(['unique_balances'])
  })

  test('with folders before them select that node, with or without the package, and unit tests below their model', () => {
    expect(selected('marts.customers')).toEqual(['customers'])
    expect(selected('bank.marts.customers')).toEqual(['customers'])
    expect(selected('staging.crm.stg_accounts')).toEqual(['stg_accounts'])
    expect(selected('marts.balances')).toEqual(['balances', 'balances_are_summed'])
    expect(selected('marts.balances.balances_are_summed')).toEqual(['balances_are_summed'])
  })

  test('of folders select everything below', () => {
    expect(selected('staging')).toEqual(['stg_accounts', 'stg_transactions'])
    expect(selected('staging.crm')).toEqual(['stg_accounts'])
    expect(selected('bank.staging')).toEqual(['stg_accounts', 'stg_transactions'])
    expect(names({ select: ['marts'], resourceTypes: ['model'] })).toEqual(['balances', 'customers'])
  })

  test('begin below the folders that the project names', () => {
    const { ids } = ask({ select: ['crm'], paths: { ...paths, models: ['models/staging', 'models/marts'] } })
    expect([...ids]).toEqual(['model.bank.stg_accounts'])
  })

  test('of the package select all but sources and exposures, which have methods of their own', () => {
    expect(selected('bank')).toEqual(selected('*'))
    expect(selected('*')).toHaveLength(bank.length - 4)
  })

  test('may have wildcards', () => {
    expect(selected('stg_*')).toEqual(['stg_accounts', 'stg_transactions'])
    expect(selected('bank.staging.*')).toEqual(['stg_accounts', 'stg_transactions'])
    expect(selected('*.stg_?ccounts')).toEqual(['stg_accounts'])
    expect(selected('[bc]*s')).toEqual(expect.arrayContaining(['balances', 'customers', 'countries']))
  })
})

describe('methods', () => {
  test('path: selects by file or folder, also without the method when there is a slash', () => {
    expect(names({ select: ['path:models/staging'], resourceTypes: ['model'] })).toEqual([
      'stg_accounts',
      'stg_transactions',
    ])
    expect(selected('models/marts/balances.sql')).toEqual(['balances'])
    expect(selected('models/*/cust*.sql')).toEqual(['customers'])
    expect(selected('seeds/')).toEqual(['countries'])
    expect(selected('models/staging/crm/schema.yml')).toEqual(['stg_accounts'])
  })

  test('file: selects by file name, also without the method when it ends in .sql or .csv', () => {
    expect(selected('balances.sql')).toEqual(['balances'])
    expect(selected('countries.csv')).toEqual(['countries'])
    expect(selected('file:stg_*.sql')).toEqual(['stg_accounts', 'stg_transactions'])
    expect(selected('file:customers')).toEqual(['customers'])
  })

  test('tag: selects what has the tag', () => {
    expect(selected('tag:nightly')).toEqual(['balances', 'stg_transactions', 'bank.transactions'])
    expect(selected('tag:fin*')).toEqual(['balances'])
  })

  test('source: selects tables', () => {
    expect(selected('source:bank')).toEqual(['bank.accounts', 'bank.transactions'])
    expect(selected('source:bank.transactions')).toEqual(['bank.transactions'])
    expect(selected('source:*')).toHaveLength(3)
    expect(selected('source:*.da*')).toEqual(['rates.daily'])
    expect(selected('source:bank.rates.daily')).toEqual(['rates.daily'])
  })

  test.each([
    ['config.materialized:view', ['stg_accounts', 'stg_transactions']],
    ['config.materialized:seed', ['countries']],
    ['config.materialized:incr*', ['balances']],
    ['config.tags:finance', ['balances']],
    ['config.unique_key:day', ['balances']],
    ['config.meta.owner:finance', ['balances']],
    ['config.meta.pii:True', ['balances']],
    ['config.meta.reviewers:bob', ['balances']],
    ['config.meta.sla.hours:4', ['balances']],
    ['config.meta.sla:hours', ['balances']],
    ['config.post_hook:analyze', ['customers']],
    ['config.quote_columns:false', ['countries']],
  ])('%s', (text, expected) => {
    expect(selected(text)).toEqual(expected)
  })

  test.each([
    ['resource_type:snapshot', ['accounts_history']],
    ['resource_type:unit_test', ['balances_are_summed']],
    ['exposure:board_*', ['board_report']],
    ['exposure:bank.board_report', ['board_report']],
    ['unit_test:*', ['balances_are_summed']],
    ['test_type:unit', ['balances_are_summed']],
    ['test_type:singular', ['no_negative_balance']],
    ['test_type:generic', ['relationships_balances_customers', 'unique_balances']],
    ['test_type:data', ['no_negative_balance', 'relationships_balances_customers', 'unique_balances']],
    ['test_name:unique', ['unique_balances']],
  ])('%s', (text, expected) => {
    expect(selected(text)).toEqual(expected)
  })

  test('package: selects everything of the package', () => {
    expect(selected('package:bank')).toHaveLength(bank.length)
    expect(selected('package:this')).toHaveLength(bank.length)
  })
})

describe('graph operators', () => {
  test('take ancestors along, as far as they say', () => {
    expect(selected('1+customers')).toEqual(['customers', 'stg_accounts'])
    expect(selected('+customers')).toEqual(['customers', 'stg_accounts', 'countries', 'bank.accounts'])
  })

  test('take descendants along, as far as they say', () => {
    expect(names({ select: ['source:bank.transactions+1'] })).toEqual([
      'stg_transactions',
      'bank.transactions',
    ])
    expect(names({ select: ['stg_transactions+'], resourceTypes: ['model', 'exposure'] })).toEqual([
      'board_report',
      'balances',
      'stg_transactions',
    ])
  })

  test('@ takes descendants along and all that they need', () => {
    expect(names({ select: ['@stg_transactions'], resourceTypes: ['model', 'seed'] })).toEqual([
      'balances',
      'customers',
      'stg_accounts',
      'stg_transactions',
      'countries',
    ])
  })

  test('apply to any method', () => {
    expect(names({ select: ['1+tag:finance+1'], resourceTypes: ['model', 'exposure'] })).toEqual([
      'board_report',
      'balances',
      'stg_accounts',
      'stg_transactions',
    ])
  })
})

describe('sets', () => {
  test('a space is a union, a comma an intersection', () => {
    expect(selected('customers staging,tag:nightly')).toEqual(['customers', 'stg_transactions'])
  })

  test('what is excluded is taken away, from everything when nothing is selected', () => {
    expect(
      names({ select: ['marts'], exclude: ['balances', 'test_type:data'], resourceTypes: ['model'] }),
    ).toEqual(['customers'])
    expect(names({ exclude: ['source:* exposure:*', 'bank'] })).toEqual([])
  })

  test('nothing asked for is everything', () => {
    expect(ask({}).ids.size).toBe(bank.length)
  })
})

describe('tests come along', () => {
  const tests = (request: Partial<SelectionRequest>) =>
    names({ resourceTypes: ['test', 'unit_test'], ...request })

  test('eagerly: with any node that they need', () => {
    expect(tests({ select: ['customers'], indirectSelection: 'eager' })).toEqual([
      'relationships_balances_customers',
    ])
    expect(tests({ select: ['customers'], indirectSelection: undefined })).toEqual([
      'relationships_balances_customers',
    ])
  })

  test('cautiously: only with all nodes that they need', () => {
    expect(tests({ select: ['balances'], indirectSelection: 'cautious' })).toEqual([
      'unique_balances',
      'balances_are_summed',
    ])
    expect(tests({ select: ['balances', 'customers'], indirectSelection: 'cautious' })).toEqual([
      'relationships_balances_customers',
      'unique_balances',
      'balances_are_summed',
    ])
  })

  test('buildably: with all nodes that they need, what these are built from, and sources', () => {
    expect(tests({ select: ['balances'], indirectSelection: 'buildable' })).toEqual([
      'no_negative_balance',
      'unique_balances',
      'balances_are_summed',
    ])
  })

  test('a unit test with its model alone: it brings the rows of its inputs along', () => {
    for (const indirectSelection of ['eager', 'cautious', 'buildable'] as const) {
      const unit = (request: Partial<SelectionRequest>): readonly string[] =>
        names({ resourceTypes: ['unit_test'], indirectSelection, ...request })
      expect(unit({ select: ['stg_transactions'] })).toEqual([])
      expect(unit({ select: ['balances'] })).toEqual(['balances_are_summed'])
      expect(unit({ exclude: ['stg_transactions'] })).toEqual(['balances_are_summed'])
    }
  })

  test('and go with what is excluded', () => {
    for (const indirectSelection of ['eager', 'cautious', 'buildable'] as const) {
      expect(tests({ exclude: ['balances'], indirectSelection })).toEqual([])
      expect(tests({ select: ['marts'], exclude: ['customers'], indirectSelection })).not.toContain(
        'relationships_balances_customers',
      )
    }
  })
})

describe('a criterion that nothing meets', () => {
  test.each([
    ['balanecs', 'Did you mean "balances"?'],
    ['+stagign+', 'Did you mean "staging"?'],
    ['transactions', 'Did you mean "source:bank.transactions"?'],
    ['board_report', 'Did you mean "exposure:board_report"?'],
    ['tag:nightyl', 'Did you mean "tag:nightly"?'],
    ['models/stagin', 'Did you mean "path:models/staging"?'],
    ['balance.sql', 'Did you mean "file:balances.sql"?'],
    ['source:bnk', 'Did you mean "source:bank"?'],
    ['source:bank.transaction', 'Did you mean "source:bank.transactions"?'],
    ['config.materialised:view', 'Did you mean "config.materialized:view"?'],
    ['config.materialized:tabel', 'Did you mean "config.materialized:table"?'],
    ['test_name:uniqe', 'Did you mean "test_name:unique"?'],
    ['zzz*', 'Check it; `xform ls` lists what there is.'],
  ])('%s: %s', (text, hint) => {
    const { diagnostics } = ask({ select: ['customers', text] })
    expect(diagnostics).toMatchObject([
      { code: 'selects-nothing', severity: 'warning', hint, at: { path: '--select', column: 1 } },
    ])
  })

  test('is a warning for --exclude too, and the rest counts', () => {
    const { ids, diagnostics } = ask({ select: ['customers'], exclude: ['custmers'] })
    expect(ids.size).toBe(1)
    expect(diagnostics).toMatchObject([{ code: 'selects-nothing', at: { path: '--exclude' } }])
  })

  test('ten thousand of them are reported at once', () => {
    const { diagnostics } = ask({
      select: [Array.from({ length: 10_000 }, (_, index) => `orders_${index}`).join(' ')],
    })
    expect(diagnostics).toHaveLength(10_000)
  })
})

test('with an error among the findings nothing is selected', () => {
  const { ids, diagnostics } = ask({ select: ['customers', 'tags:x'] })
  expect(ids.size).toBe(0)
  expect(diagnostics).toHaveLength(1)
})
