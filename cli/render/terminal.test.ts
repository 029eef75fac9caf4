import { expect, test } from 'vitest'
import { decideColor, isLive } from './terminal.ts'

test('a terminal gets colours, a pipe does not', () => {
  expect(decideColor(true, { env: {} })).toBe(true)
  expect(decideColor(false, { env: {} })).toBe(false)
})

test('the option decides before everything else', () => {
  expect(decideColor(true, { env: { FORCE_COLOR: '1' }, color: false })).toBe(false)
  expect(decideColor(false, { env: { NO_COLOR: '1' }, color: true })).toBe(true)
})

test('NO_COLOR wins over FORCE_COLOR, and an empty NO_COLOR says nothing', () => {
  expect(decideColor(true, { env: { NO_COLOR: '1', FORCE_COLOR: '1' } })).toBe(false)
  expect(decideColor(true, { env: { NO_COLOR: '' } })).toBe(true)
})

test('FORCE_COLOR colours a pipe, and takes colours away when it is 0', () => {
  expect(decideColor(false, { env: { FORCE_COLOR: '' } })).toBe(true)
  expect(decideColor(false, { env: { FORCE_COLOR: '3' } })).toBe(true)
  expect(decideColor(true, { env: { FORCE_COLOR: '0' } })).toBe(false)
})

test('in CI and on a dumb terminal nothing is rewritten in place and nothing is coloured', () => {
  expect(isLive(true, { env: { CI: 'true' } })).toBe(false)
  expect(isLive(true, { env: { TERM: 'dumb' } })).toBe(false)
  expect(decideColor(true, { env: { CI: '1' } })).toBe(false)
  expect(decideColor(true, { env: { CI: '1', FORCE_COLOR: '1' } })).toBe(true)
})

test('CI=false is no CI', () => {
  expect(isLive(true, { env: { CI: 'false' } })).toBe(true)
})
