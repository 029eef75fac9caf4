import { expect, test } from 'vitest'
import { diagnostic } from '../../errors/diagnostic.ts'
import type { ArtifactReader, EarlierArtifacts } from '../../project/earlier-artifacts.ts'
import type { PlainValue } from '../../project/project.ts'
import { buildGraph } from '../build-graph.ts'
import { model, paths, source } from '../nodes.fixture.ts'
import { selectNodes } from './select-nodes.ts'

const { graph } = buildGraph(
  [
    ...['payments', 'orders', 'visits', 'cards'].map((table) => source(`raw.${table}`)),
    model('stg_payments', { mentions: ['raw.payments'] }),
    model('stg_orders', { mentions: ['raw.orders'] }),
    model('revenue', { mentions: ['stg_payments', 'stg_orders'] }),
  ],
  { package: 'bank' },
)

type Found = readonly [status: string, loadedAt?: string]

const sourcesFile = (found: Readonly<Record<string, Found>>): PlainValue => ({
  results: Object.entries(found).map(([table, [status, loadedAt]]) => ({
    unique_id: `source.bank.raw.${table}`,
    status,
    ...(loadedAt === undefined ? { error: 'it failed' } : { max_loaded_at: loadedAt }),
  })),
})

const reader =
  (value: PlainValue): ArtifactReader =>
  () => ({ ok: true, value, file: 'sources.json' })

const now = sourcesFile({
  payments: ['pass', '2026-07-01T06:00:00Z'],
  orders: ['warn', '2026-07-01T05:00:00.000000+00:00'],
  visits: ['error', '2026-06-01T00:00:00Z'],
  cards: ['runtime error'],
  gone: ['error', '2026-06-01T00:00:00Z'],
})

const before = sourcesFile({
  payments: ['pass', '2026-07-01T05:00:00Z'],
  orders: ['pass', '2026-07-01T05:00:00Z'],
  cards: ['pass', '2026-07-01T05:00:00Z'],
})

function select(text: string, artifacts?: EarlierArtifacts) {
  const { ids, diagnostics } = selectNodes(graph, { select: [text], exclude: [], paths, artifacts })
  return {
    names: [...ids].map((id) => id.replace(/^\w+\.bank\./u, '')),
    findings: diagnostics.map(({ code, at }) => `${code} ${at?.column}`),
  }
}

const both: EarlierArtifacts = { current: reader(now), before: reader(before) }

test.each([
  ['source_status:fresher', ['raw.payments', 'raw.visits']],
  ['source_status:fresher+', ['revenue', 'stg_payments', 'raw.payments', 'raw.visits']],
  ['source_status:pass', ['raw.payments']],
  ['source_status:warn+1', ['stg_orders', 'raw.orders']],
  ['source_status:error', ['raw.cards', 'raw.visits']],
  ['source_status:fresher,source_status:error', ['raw.visits']],
])('%s selects by what freshness found', (text, names) => {
  expect(select(text, both)).toEqual({ names, findings: [] })
})

test('a source that could not be looked at before is fresher now, and one that cannot be now is not', () => {
  const failedBefore = { current: reader(before), before: reader(now) }
  expect(select('source_status:fresher', failedBefore).names).toEqual(['raw.cards'])
})

test('nothing fresher is worth a note', () => {
  const same = { current: reader(now), before: reader(now) }
  expect(select('source_status:fresher+', same)).toEqual({ names: [], findings: ['no-source-status 1'] })
})

test('where it cannot be known, nothing is selected and the reason is an error at the criterion', () => {
  const missing: ArtifactReader = (name) => ({
    ok: false,
    diagnostic: diagnostic('artifact-missing', { file: `target/${name}`, name, folder: undefined }),
  })
  const nothing = (finding: string) => ({ names: [], findings: [finding] })
  expect(select('revenue source_status:fresher', { ...both, before: undefined })).toEqual(
    nothing('state-needed 9'),
  )
  expect(select('source_status:pass', { ...both, current: missing })).toEqual(nothing('artifact-missing 1'))
  expect(select('source_status:fresher', { ...both, before: missing })).toEqual(nothing('artifact-missing 1'))
  for (const value of [null, 5, [], {}, { results: {} }])
    expect(select('source_status:pass', { ...both, current: reader(value) })).toEqual(
      nothing('artifact-unreadable 1'),
    )
})
