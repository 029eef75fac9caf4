import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import type { Diagnostic } from '../errors/diagnostic.ts'
import { fileSpan } from '../errors/span.ts'
import { mapValuedKeys } from '../project/folder-defaults.ts'
import { treeAt } from '../project/tree.ts'
import { modelGrammar, seedGrammar, snapshotGrammar, testGrammar } from './config-keys.ts'
import { mergeSaid, readSaid, type Said } from './said.ts'

type ModelSaid = Said<typeof modelGrammar.keys>

const at = fileSpan('models/orders.sql')

function say(values: Readonly<Record<string, unknown>>): ModelSaid {
  const tree = treeAt(values as never, at)
  const findings: Diagnostic[] = []
  const said = readSaid(tree.kind === 'map' ? tree.entries : [], modelGrammar, (finding) =>
    findings.push(finding),
  )
  expect(findings).toEqual([])
  return said
}

const values = fc.record(
  {
    materialized: fc.constantFrom('view', 'table', null),
    schema: fc.constantFrom('raw', 'marts', null),
    tags: fc.oneof(fc.array(fc.constantFrom('a', 'b', 'c')), fc.constant(null)),
    meta: fc.oneof(fc.dictionary(fc.constantFrom('owner', 'team'), fc.integer()), fc.constant(null)),
    unique_key: fc.oneof(fc.array(fc.constantFrom('id', 'day')), fc.constant('id')),
    pre_hook: fc.array(fc.constantFrom('select 1', 'select 2')),
  },
  { requiredKeys: [] },
)

test('for any three places: it does not matter which two are put together first', () => {
  const holds = fc.property(values, values, values, (a, b, c) => {
    const [far, middle, near] = [say(a), say(b), say(c)]
    expect(mergeSaid(mergeSaid(far, middle), near)).toEqual(mergeSaid(far, mergeSaid(middle, near)))
  })
  fc.assert(holds)
})

test('for any two places: the nearer replaces what does not add up, and nothing said is the neutral element', () => {
  const holds = fc.property(values, values, (a, b) => {
    const [far, near] = [say(a), say(b)]
    const merged = mergeSaid(far, near)
    for (const key of ['materialized', 'schema', 'unique_key'] as const) {
      expect(merged[key]).toEqual(near[key] ?? far[key])
    }
    expect(mergeSaid({}, near)).toEqual(near)
    expect(mergeSaid(far, {})).toEqual(far)
  })
  fc.assert(holds)
})

test('tags, hooks and meta add up', () => {
  const far = say({ tags: ['a', 'b'], meta: { owner: 'x', team: 'y' }, pre_hook: 'select 1' })
  const near = say({ tags: 'c', meta: { owner: 'z' }, 'pre-hook': 'select 1' })
  const { tags, meta, pre_hook: hooks } = mergeSaid(far, near)
  expect(tags?.value).toEqual(['a', 'b', 'c'])
  expect(meta?.value).toEqual({ owner: 'z', team: 'y' })
  expect(hooks?.value?.map(({ sql }) => sql.value)).toEqual(['select 1', 'select 1'])
})

test('null takes back what a farther place says, and adds nothing to what adds up', () => {
  const merged = mergeSaid(say({ schema: 'marts', tags: ['a'] }), say({ schema: null, tags: null }))
  expect([merged.schema?.value, merged.tags?.value]).toEqual([null, ['a']])
})

test('every key whose value can be a map is known not to be a folder', () => {
  const keys = [modelGrammar, seedGrammar, snapshotGrammar, testGrammar].flatMap((grammar) =>
    Object.entries(grammar.keys).filter(([, { jsonSchema }]) =>
      JSON.stringify(jsonSchema).startsWith('{"type":"object"'),
    ),
  )
  expect(keys.map(([key]) => key).filter((key) => !mapValuedKeys.has(key))).toEqual([])
  expect(mapValuedKeys.has('pre_hook')).toBe(true)
})
