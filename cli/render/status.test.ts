import { expect, test } from 'vitest'
import type { Growth, GrowthStatus } from '../../core/index.ts'
import { renderStatus, renderStatusJson } from './status.ts'

const now = Date.UTC(2026, 2, 1, 12, 0, 5)

const growth: Growth = {
  generation: 2,
  batch: 5,
  rows: 12_345,
  late: 0,
  duplicates: 3,
  watermark: null,
  driver: 'bank.events',
  position: { kind: 'value', of: '"raw"."events"."seq"', value: '9' },
  reached: 'bank.events to id 9',
  grownAt: now - 5_000,
  lag: { kind: 'rows', count: 10_000, atLeast: true },
  waits: null,
}

function status(name: string, of: Growth | undefined): GrowthStatus {
  const relation = { schema: 'shop', name }
  const node = { id: `model.shop.${name}`, kind: 'model', name, path: '', materialized: 'flow', relation }
  return { node, growth: of }
}

test('a table says what there is to say, and what is waited for below it', () => {
  const list = [
    status('events', growth),
    status('visits', { ...growth, generation: 1, lag: { kind: 'batches', count: 1, atLeast: false } }),
    status('totals', { ...growth, lag: { kind: 'rebuild', because: '"events" was built anew' } }),
    status('names', { ...growth, waits: 'newer rows wait for PID 7' }),
    status('later', undefined),
  ]
  const text = renderStatus(list, { width: Infinity, color: false, now })
  expect(text.split('\n').map((line) => line.replaceAll(/ {2,}/gu, ' | '))).toEqual([
    'model | kind | behind | last grew | rows | batch | duplicates | has read',
    expect.stringMatching(/^[─ |]+$/u),
    'events | flow | 10,000+ rows | 5.0s ago | 12,345 | 2:5 | 3 | bank.events to id 9',
    'visits | flow | 1 batch | 5.0s ago | 12,345 | 5 | 3 | bank.events to id 9',
    'totals | flow | rebuild | 5.0s ago | 12,345 | 2:5 | 3 | bank.events to id 9',
    'names | flow | 10,000+ rows | 5.0s ago | 12,345 | 2:5 | 3 | bank.events to id 9',
    'later | flow | not built',
    '',
    'totals: "events" was built anew: the next run builds it anew',
    'names: newer rows wait for PID 7',
    '',
  ])
})

test('JSON says the same with keys that are always there', () => {
  const document = JSON.parse(renderStatusJson('dev', [status('events', growth), status('later', undefined)]))
  expect(document).toMatchObject({
    target: 'dev',
    nodes: [
      { name: 'events', built: true, lag: 10_000, lag_unit: 'rows', lag_at_least: true, waits: null },
      { name: 'later', built: false },
    ],
  })
})
