import { expect, test } from 'vitest'
import { XformError } from '../errors/xform-error.ts'
import { decodeStream } from './decode-stream.ts'

async function* pieces(...parts: readonly (readonly number[] | string)[]): AsyncGenerator<Buffer> {
  for (const part of parts) yield typeof part === 'string' ? Buffer.from(part) : Buffer.from(part)
}

async function decode(stream: AsyncIterable<Buffer>): Promise<string> {
  let text = ''
  for await (const piece of decodeStream('seeds/countries.csv', stream)) text += piece
  return text
}

test('a character that is cut between two pieces comes out whole', async () => {
  expect(await decode(pieces('a', [0xc3], [0xa9], 'b'))).toBe('aéb')
})

test('a byte order mark is dropped', async () => {
  expect(await decode(pieces([0xef, 0xbb], [0xbf], 'id'))).toBe('id')
})

test.each([
  { what: 'in a piece', parts: ['id\n1\n', [0x61, 0x0a, 0xff]] as const, line: 4 },
  { what: 'at the end', parts: ['id\n', [0xc3]] as const, line: 2 },
])('a byte that is part of no character is refused with its line: $what', async ({ parts, line }) => {
  const failure = await decode(pieces(...parts)).catch((error: unknown) => error)
  if (!(failure instanceof XformError)) throw new Error('expected a refusal')
  expect(failure.diagnostics).toMatchObject([{ code: 'not-utf8', at: { path: 'seeds/countries.csv', line } }])
})
