import { expect, test } from 'vitest'
import { openOutput } from './output.ts'
import type { OutputStream } from './output.ts'

interface TestStream extends OutputStream {
  isTTY?: boolean
  columns?: number
  rows?: number
  readonly written: string[]
  fail(code: string): void
}

function testStream(): TestStream {
  const written: string[] = []
  let listener: (error: NodeJS.ErrnoException) => void = () => undefined
  return {
    written,
    write: (text) => written.push(text),
    on: (_, one) => (listener = one),
    fail: (code) => listener(Object.assign(new Error(code), { code })),
  }
}

test('a pipe has no limits, no colours and no live lines', () => {
  const output = openOutput(testStream(), { env: {} })
  expect(output).toMatchObject({ isTerminal: false, columns: Infinity, rows: Infinity, color: false })
})

test('a terminal that is resized is measured anew', () => {
  const stream = Object.assign(testStream(), { isTTY: true, columns: 100, rows: 30 })
  const output = openOutput(stream, { env: {} })
  expect(output).toMatchObject({ isTerminal: true, columns: 100, rows: 30, color: true })
  stream.columns = 60
  expect(output.columns).toBe(60)
})

test('a terminal that does not know its size counts as 80 by 24', () => {
  const output = openOutput(Object.assign(testStream(), { isTTY: true, columns: 0 }), { env: {} })
  expect(output).toMatchObject({ columns: 80, rows: 24 })
})

test('a reader that went away ends the output silently', () => {
  const stream = testStream()
  const output = openOutput(stream, { env: {} })
  output.write('orders\n')
  stream.fail('EPIPE')
  output.write('accounts\n')
  expect(stream.written).toEqual(['orders\n'])
})

test('any other failure of the stream is thrown', () => {
  const stream = testStream()
  openOutput(stream, { env: {} })
  expect(() => {
    stream.fail('ENOSPC')
  }).toThrow('ENOSPC')
})
