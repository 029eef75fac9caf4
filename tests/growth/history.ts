// What happens to a shop, as data: generated, shrunk and printed by fast-check.
import fc from 'fast-check'

/** Something that was sent; the same one may be sent again. The first has no number. */
export interface Sent {
  readonly account: number | null
  /** In cents. */
  readonly amount: number
  /** Hours since the beginning of 2026; null where nobody knows. */
  readonly hour: number | null
  readonly note: string | null
}

/** One step of a history. Events are named by their index in the list of what can be sent. */
export type Moment =
  | { readonly kind: 'arrive'; readonly events: readonly number[] }
  /**
   * A writer that keeps its transaction open until `release`, and writes at once, or only draws numbers and writes at the
   * end. Where there is one writer only, rows simply arrive.
   */
  | { readonly kind: 'hold'; readonly events: readonly number[]; readonly writes: 'now' | 'late' }
  | { readonly kind: 'release'; readonly commits: boolean }
  | { readonly kind: 'account'; readonly id: number; readonly country: string | null; readonly name: string }
  | { readonly kind: 'close'; readonly id: number }
  /** A run, after rows have arrived. */
  | { readonly kind: 'run'; readonly events: readonly number[] }
  | { readonly kind: 'partial'; readonly models: readonly string[] }
  | { readonly kind: 'refresh'; readonly model: string }
  | { readonly kind: 'interrupted'; readonly after: number }
  | { readonly kind: 'disconnected'; readonly after: number }
  | {
      readonly kind: 'twice'
      readonly refresh: boolean
      readonly nested: boolean
      readonly between: readonly number[]
    }

/** What can be sent, and what happens to some of the project's models. */
export interface History {
  readonly models: readonly string[]
  readonly catalogue: readonly Sent[]
  readonly moments: readonly Moment[]
}

const orNull = <T>(arbitrary: fc.Arbitrary<T>): fc.Arbitrary<T | null> =>
  fc.option(arbitrary, { nil: null, freq: 4 })

const sent: fc.Arbitrary<Sent> = fc.record({
  account: orNull(fc.integer({ min: 1, max: 3 })),
  amount: fc.integer({ min: -999, max: 999 }),
  hour: orNull(fc.integer({ min: 0, max: 240 })),
  note: orNull(fc.constantFrom('gift', 'rent', '')),
})

const catalogueSize = 16

const indexes = (maxLength: number): fc.Arbitrary<readonly number[]> =>
  fc.array(fc.nat({ max: catalogueSize - 1 }), { minLength: 1, maxLength })

const statements = fc.integer({ min: 1, max: 90 })

/** Histories, each on one of the groups of models. */
export function histories(groups: readonly (readonly string[])[]): fc.Arbitrary<History> {
  return fc.constantFrom(...groups).chain(historiesOf)
}

function historiesOf(models: readonly string[]): fc.Arbitrary<History> {
  const moment: fc.Arbitrary<Moment> = fc.oneof(
    { weight: 3, arbitrary: fc.record({ kind: fc.constant('arrive'), events: indexes(5) }) },
    {
      weight: 3,
      arbitrary: fc.record({
        kind: fc.constant('hold'),
        events: indexes(3),
        writes: fc.constantFrom('now', 'late'),
      }),
    },
    { weight: 1, arbitrary: fc.record({ kind: fc.constant('release'), commits: fc.boolean() }) },
    {
      weight: 3,
      arbitrary: fc.record({
        kind: fc.constant('account'),
        id: fc.integer({ min: 1, max: 4 }),
        country: orNull(fc.constantFrom('at', 'de')),
        name: fc.constantFrom('Ada', 'Kurt'),
      }),
    },
    {
      weight: 1,
      arbitrary: fc.record({ kind: fc.constant('close'), id: fc.integer({ min: 1, max: 4 }) }),
    },
    { weight: 8, arbitrary: fc.record({ kind: fc.constant('run'), events: indexes(3) }) },
    {
      weight: 1,
      arbitrary: fc.record({ kind: fc.constant('partial'), models: fc.subarray([...models]) }),
    },
    {
      weight: 1,
      arbitrary: fc.record({ kind: fc.constant('refresh'), model: fc.constantFrom(...models) }),
    },
    { weight: 2, arbitrary: fc.record({ kind: fc.constant('interrupted'), after: statements }) },
    { weight: 2, arbitrary: fc.record({ kind: fc.constant('disconnected'), after: statements }) },
    {
      weight: 2,
      arbitrary: fc.record({
        kind: fc.constant('twice'),
        refresh: fc.boolean(),
        nested: fc.boolean(),
        between: indexes(2),
      }),
    },
  )
  return fc.record({
    models: fc.constant(models),
    catalogue: fc.array(sent, { minLength: catalogueSize, maxLength: catalogueSize }),
    moments: fc.array(moment, { minLength: 2, maxLength: 8 }),
  })
}
