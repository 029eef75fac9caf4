import { expect, test } from 'vitest'
import { testPostgres } from '../databases/postgres.ts'
import { builtMain } from '../support/xform.ts'
import { promised, tryCursors } from './cursor-trial.ts'

test('beside writers that commit in any order, every cursor reads each row once', async () => {
  const server = await testPostgres()
  const url = await server.createDatabase()
  const { tallies } = await tryCursors({ main: builtMain, url, seconds: 1.5, settle: 1200 })
  const kept = tallies.filter(({ name }) => promised.includes(name))
  expect(kept.map(({ name, lost, twice }) => ({ name, lost, twice }))).toEqual(
    promised.map((name) => ({ name, lost: 0, twice: 0 })),
  )
  expect(kept.map(({ rows }) => rows > 0)).toEqual(promised.map(() => true))
}, 60_000)
