import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { MicrobatchConfig } from '../parse/config.ts'
import {
  choosePeriods,
  countOlder,
  describePeriods,
  isSettledAt,
  mostPeriods,
  type BuiltStretch,
} from './choose-periods.ts'
import { namePeriod, type Stretch } from './period.ts'

const at = (iso: string): number => Date.parse(`${iso}${iso.length === 10 ? 'T00:00:00' : ''}Z`)
const oneDay = 86_400_000
const config: MicrobatchConfig = {
  eventTime: 'occurred_at',
  batchSize: 'day',
  begin: at('2024-01-01T06:00:00'),
  lookback: 1,
}

/** A stretch that was built late enough, and by the present SQL. */
function stretch(start: string, end: string): BuiltStretch {
  return { start: at(start), end: at(end), settled: true, fingerprint: 'new' }
}

function chosen(
  built: readonly BuiltStretch[],
  { asked, ...rest }: Partial<MicrobatchConfig> & { readonly asked?: Stretch } = {},
): readonly string[] {
  const all = { ...config, ...rest }
  const periods = choosePeriods({ config: all, built, now: at('2024-01-05T12:00:00'), asked })
  return periods.map((period) => namePeriod(period, all.batchSize).slice(5))
}

describe('the periods to build', () => {
  test('are at first all since the one that begin is in', () => {
    expect(chosen([])).toEqual(['01-01', '01-02', '01-03', '01-04', '01-05'])
  })

  test('are none before begin', () => {
    expect(chosen([], { begin: at('2024-02-01') })).toEqual([])
  })

  test.each([
    [0, ['01-05']],
    [1, ['01-04', '01-05']],
    [9, ['01-01', '01-02', '01-03', '01-04', '01-05']],
  ])('are later the last %i besides the present one', (lookback, expected) => {
    expect(chosen([stretch('2024-01-01', '2024-01-06')], { lookback })).toEqual(expected)
  })

  test('are also those in a gap, and those whose rows were still to come', () => {
    const built = [
      stretch('2024-01-01', '2024-01-02'),
      { ...stretch('2024-01-02', '2024-01-03'), settled: false },
      stretch('2024-01-04', '2024-01-05'),
    ]
    expect(chosen(built, { lookback: 0 })).toEqual(['01-02', '01-03', '01-05'])
  })

  test('are exactly those that were asked for, whatever is remembered', () => {
    const asked = { start: at('2023-12-31T12:00:00'), end: at('2024-01-02') }
    expect(chosen([stretch('2024-01-01', '2024-01-06')], { asked })).toEqual(['12-31', '01-01'])
  })

  test('of another size are built where no earlier ones hold them', () => {
    const hours = [0, 1].map((hour) => stretch(`2024-01-01T0${hour}:00:00`, `2024-01-01T0${hour + 1}:00:00`))
    expect(chosen([...hours, stretch('2024-01-02', '2024-01-05')], { lookback: 0 })).toEqual([
      '01-01',
      '01-05',
    ])
  })

  test('are counted no further than the bound', () => {
    const periods = choosePeriods({
      config: { ...config, batchSize: 'hour', begin: at('0001-01-01') },
      built: [],
      now: at('2024-01-01'),
      asked: undefined,
    })
    expect(periods).toHaveLength(mostPeriods + 1)
  })
})

test('those that stay and were built by other SQL are counted', () => {
  const older = { ...stretch('2024-01-01', '2024-01-02'), fingerprint: 'old' }
  const rebuilt = { ...stretch('2024-01-02', '2024-01-03'), fingerprint: 'old' }
  const adopted = { ...stretch('2023-01-01', '2024-01-01'), fingerprint: null }
  expect(countOlder([adopted, older, rebuilt], { periods: [rebuilt], fingerprint: 'new' })).toBe(1)
})

test('the choice in words', () => {
  const first = { start: at('2024-01-01'), end: at('2024-01-02') }
  const last = { start: at('2024-01-02'), end: at('2024-01-03') }
  expect(describePeriods([first], { config, older: 0 })).toBe('2024-01-01')
  expect(describePeriods([first, last], { config, older: 2 })).toBe(
    '2 periods, 2024-01-01 to 2024-01-02; 2 earlier periods were built by older SQL',
  )
  expect(describePeriods([], { config, older: 0 })).toBe('no period has begun since begin')
})

/** A row that comes some days late, or a run that may stop after some periods. */
const happening = fc.oneof(
  fc.record({ kind: fc.constant('row' as const), hours: fc.nat({ max: 30 }), late: fc.nat({ max: 2 }) }),
  fc.record({
    kind: fc.constant('run' as const),
    failsAfter: fc.oneof(fc.constant(99), fc.nat({ max: 3 })),
  }),
)

test('with no row later than lookback, any runs that fail anywhere leave what a full refresh would', () => {
  const whole: MicrobatchConfig = { ...config, begin: at('2024-01-01'), lookback: 2 }
  fc.assert(
    fc.property(fc.array(fc.tuple(fc.nat({ max: 30 }), happening), { maxLength: 40 }), (history) => {
      const source: { readonly day: number; readonly id: number }[] = []
      const table = new Map<number, readonly number[]>()
      let built: BuiltStretch[] = []
      let now = whole.begin
      const build = (failsAfter: number): void => {
        const periods = choosePeriods({ config: whole, built, now, asked: undefined })
        for (const period of periods.slice(0, failsAfter)) {
          const rows = source.filter(({ day }) => day === period.start)
          table.set(
            period.start,
            rows.map(({ id }) => id),
          )
          const settled = isSettledAt(now, period, whole)
          built = [
            ...built.filter(({ start }) => start !== period.start),
            { ...period, settled, fingerprint: 'f' },
          ]
        }
      }
      for (const [id, [hours, one]] of history.entries()) {
        now += hours * 3_600_000
        const day = Math.floor(now / oneDay) * oneDay
        if (one.kind === 'run') build(one.failsAfter)
        else source.push({ id, day: Math.max(day - one.late * oneDay, whole.begin) })
      }
      build(99_999)
      const sorted = (ids: readonly number[]): readonly number[] => ids.toSorted((a, b) => a - b)
      expect(sorted([...table.values()].flat())).toEqual(sorted(source.map(({ id }) => id)))
    }),
    { numRuns: 500 },
  )
})
