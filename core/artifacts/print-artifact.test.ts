import { expect, test } from 'vitest'
import { printArtifact } from './print-artifact.ts'

const conceal = (text: string): string => text.replaceAll('hunter2', '***')

test('an artifact is one line of JSON with its keys in order', () => {
  expect(printArtifact({ b: 1, a: [true, null] }, conceal)).toBe('{"b":1,"a":[true,null]}\n')
})

test('secrets are taken out of SQL, messages, config and meta, however deep', () => {
  const artifact = {
    compiled_code: "select * from attached('hunter2')",
    message: 'user hunter2 is unknown',
    config: { 'pre-hook': [{ sql: "set token = 'hunter2'" }] },
    columns: { amount: { meta: { owner: ['hunter2'] } } },
  }
  expect(printArtifact(artifact, conceal)).not.toContain('hunter2')
})

test('a secret is found although JSON writes it with escapes', () => {
  const secret = 'a"b\\c'
  const text = printArtifact({ message: `password ${secret}` }, (one) => one.replaceAll(secret, '***'))
  expect(text).toBe('{"message":"password ***"}\n')
})

test('ids and names stay what the rest of the file calls them', () => {
  const artifact = { unique_id: 'model.hunter2.orders', depends_on: { nodes: ['model.hunter2.accounts'] } }
  expect(JSON.parse(printArtifact(artifact, conceal))).toEqual(artifact)
})
