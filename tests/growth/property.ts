import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { EngineName } from '../support/engines.ts'
import { groups, historyFiles } from './history-project.ts'
import { histories, type History } from './history.ts'
import { judge } from './judge.ts'
import { openStage, play } from './play.ts'
import { openWarehouse } from './warehouse.ts'

/** Environment variables: how many histories, and which one to play again. */
const settings = {
  count: 'XFORM_GROWTH_HISTORIES',
  seed: 'XFORM_TEST_SEED',
  path: 'XFORM_GROWTH_PATH',
}

/** Defines the test that whatever happens, what stands in the end is what a full refresh would have left. */
export function testHistories(engine: EngineName): void {
  const count = Number(process.env[settings.count] ?? 50)
  const path = process.env[settings.path]
  test(
    `after any of ${count} histories every flow, state and change log is what its full refresh would be`,
    { timeout: 60_000 + count * 10_000 },
    async () => {
      const stage = await openStage(await openWarehouse(engine), historyFiles)
      const arbitrary = histories(groups)
      const property = fc.asyncProperty(arbitrary, async (history) => {
        await play(stage, history)
        await judge(stage, history.models)
      })
      try {
        const details = await fc.check(property, {
          numRuns: count,
          ...(path === undefined ? {} : { path }),
        })
        expect(details.failed ? report(engine, details) : '').toBe('')
      } finally {
        await stage.close()
      }
    },
  )
}

function report(engine: EngineName, details: fc.RunDetails<[History]>): string {
  const { seed, counterexamplePath, counterexample, errorInstance } = details
  return [
    `A history on ${engine} ends otherwise than its full refresh. To play it again:`,
    `  ${settings.seed}=${seed} ${settings.path}=${counterexamplePath ?? ''} npx vitest run tests/growth/${engine}.test.ts`,
    JSON.stringify(counterexample?.[0]),
    String(errorInstance instanceof Error ? errorInstance.stack : errorInstance),
  ].join('\n')
}
