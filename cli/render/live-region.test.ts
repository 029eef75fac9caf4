import { expect, test } from 'vitest'
import { memoryOutput } from '../../tests/reporting/memory-output.ts'
import { readScreen } from '../../tests/reporting/screen-reader.ts'
import { createLiveRegion } from './live-region.ts'

test('live lines are rewritten in place, below the lines that stay', () => {
  const output = memoryOutput({ isTerminal: true, columns: 80 })
  const region = createLiveRegion(output)
  region.draw(['header'], ['orders 0.1s', 'accounts 0.1s'])
  region.draw(['orders created'], ['accounts 0.2s'])
  expect(readScreen(output.text())).toEqual({
    lines: ['header', 'orders created', 'accounts 0.2s', ''],
    row: 3,
  })
})

test('at the end the live lines are gone and the cursor stands on a line of its own', () => {
  const output = memoryOutput({ isTerminal: true, columns: 80 })
  const region = createLiveRegion(output)
  region.draw([], ['a long live line', 'another'])
  region.draw(['done\n\nin two lines'], [])
  expect(readScreen(output.text())).toEqual({ lines: ['done', '', 'in two lines', ''], row: 3 })
})

test('the cursor is never hidden', () => {
  const output = memoryOutput({ isTerminal: true, columns: 80 })
  createLiveRegion(output).draw(['orders'], ['accounts'])
  expect(output.text()).not.toContain('[?25l')
})

test('lines that a narrower terminal has folded are overwritten too', () => {
  const output = { ...memoryOutput({ isTerminal: true }), columns: 80 }
  const region = createLiveRegion(output)
  region.draw([], ['x'.repeat(70)])
  output.columns = 40
  region.draw([], ['short'])
  expect(output.text()).toContain('\u001b[2A')
})

test('elsewhere than on a terminal only lines that stay are written, and nothing but their text', () => {
  const output = memoryOutput()
  const region = createLiveRegion(output)
  region.draw(['orders created'], ['accounts 0.2s'])
  region.draw([], ['accounts 0.3s'])
  expect(output.text()).toBe('orders created\n')
})
