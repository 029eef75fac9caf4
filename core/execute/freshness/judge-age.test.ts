import { describe, expect, test } from 'vitest'
import type { FreshnessCheck } from '../../compile/freshness-check.ts'
import { freshnessCheck } from '../../compile/freshness-check.fixture.ts'
import type { AgeLimit } from '../../parse/age-limit.ts'
import { judgeAge } from './judge-age.ts'

const hours = (count: number): AgeLimit => ({ count, period: 'hour' })
const lookedAt = Date.UTC(2026, 6, 1, 6)

function check(limits: { readonly warn?: number; readonly error?: number }): FreshnessCheck {
  return freshnessCheck('raw.payments', {
    ...(limits.warn === undefined ? {} : { warnAfter: hours(limits.warn) }),
    ...(limits.error === undefined ? {} : { errorAfter: hours(limits.error) }),
  })
}

const aged = (limits: Parameters<typeof check>[0], age: number | undefined) =>
  judgeAge(check(limits), {
    newest: age === undefined ? undefined : lookedAt - age * 3_600_000,
    lookedAt,
  })

describe('the age of the newest rows', () => {
  test.each([
    [{ warn: 12, error: 24 }, 11.9, 'pass'],
    [{ warn: 12, error: 24 }, 12, 'pass'],
    [{ warn: 12, error: 24 }, 12.1, 'warn'],
    [{ warn: 12, error: 24 }, 24.1, 'fail'],
    [{ warn: 12 }, 1000, 'warn'],
    [{ error: 24 }, 20, 'pass'],
    [{ warn: 0 }, 0.1, 'warn'],
    [{ warn: 12, error: 24 }, undefined, 'fail'],
    [{ warn: 12 }, undefined, 'warn'],
    [{ error: 24 }, -5, 'pass'],
  ] as const)('with %o is judged: %d hours %s', (limits, age, verdict) => {
    expect(aged(limits, age).verdict).toBe(verdict)
  })

  test('is told at the limit that was passed, as a warning or an error', () => {
    const [warning] = aged({ warn: 12, error: 24 }, 13).diagnostics
    expect(warning).toMatchObject({ code: 'stale', severity: 'warning' })
    expect(warning?.message).toBe(
      'The newest row of "raw.payments" is 13 hours old (2026-06-30 17:00:00 UTC), and may be at most 12 hours old.',
    )
    expect(aged({ error: 24 }, undefined).diagnostics).toMatchObject([
      {
        code: 'stale',
        severity: 'error',
        message: '"raw.payments" has no rows, and its newest one may be at most 24 hours old.',
      },
    ])
  })

  test('is noted where it lies in the future by more than clocks differ', () => {
    expect(aged({ error: 24 }, -0.01).diagnostics).toEqual([])
    expect(aged({ error: 24 }, -2).diagnostics).toMatchObject([
      { code: 'from-the-future', severity: 'note', hint: expect.stringContaining('at time zone') },
    ])
  })
})
