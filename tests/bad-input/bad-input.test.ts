import { describe, expect, test } from 'vitest'
import { temporaryFolder } from '../databases/duckdb.ts'
import { expectedVerdict, judge } from './judge.ts'
import { runFixture } from './run-fixture.ts'
import { themes } from './themes.ts'

const base = temporaryFolder()

/** Those in which what a process is given is what matters. */
const inProcesses: ReadonlySet<string> = new Set(['environment', 'the command line'])

describe.each(Object.entries(themes))('%s', (theme, fixtures) => {
  test.concurrent.for(fixtures)('$name', async (fixture, { skip }) => {
    skip(fixture.skip !== undefined, fixture.skip)
    const outcome = await runFixture(fixture, { base, ownProcess: inProcesses.has(theme) })
    const verdict = await judge(fixture, outcome)
    expect(verdict).toEqual(expectedVerdict(fixture))
  })
})

test('there are more of them than anybody remembers', () => {
  expect(Object.values(themes).flat().length).toBeGreaterThanOrEqual(200)
})
