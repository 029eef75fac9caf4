import type { KeyPart } from '../../adapter/dialect.ts'
import type { Column, RelationName } from '../../adapter/relation.ts'
import type { StateAnalysis } from '../../analyze/analyze-state.ts'
import { deferKeys } from '../contract/defer-keys.ts'
import { finish } from '../finish.ts'
import type { Reaction } from '../step.ts'
import type { GrowthInput, Reading } from './growth-input.ts'
import { execute, tally, write } from './growth-steps.ts'
import { entryOf } from './entry.ts'
import type { Remembered } from './ledger.ts'

/** What is new of a state's driver, and what the state is. */
export interface StateChange {
  readonly reading: Reading
  readonly columns: readonly Column[]
  readonly own: Remembered
}

/** One whose query was looked at, or need not be. */
export interface AnalyzedChange extends StateChange {
  readonly analysis: StateAnalysis | null
}

/** Rows to be put in the place of others. */
export interface Exchange extends AnalyzedChange {
  /** The key columns of the rows that go. */
  readonly key: readonly string[]
  /** The table with the keys of the rows that go. */
  readonly touched: RelationName
  /** The table with the rows that come. */
  readonly fresh: RelationName
  /** What is not needed behind it. */
  readonly temporary: readonly RelationName[]
  /** How many keys it concerns. */
  readonly noted: number
}

/** Puts rows in the place of those that stand for the same keys, and remembers how far the driver has been read. */
export function exchangeRows(input: GrowthInput, change: Exchange): Reaction {
  const { node, dialect } = input
  const key = change.key.map((name): KeyPart => ({ kind: 'column', name }))
  const removal = dialect.deleteMatching({
    target: node.relation,
    source: change.touched,
    key,
    predicates: [],
  })
  const names = change.columns.map(({ name }) => name)
  const list = names.map((name) => dialect.quote(name)).join(', ')
  const insert = dialect.insert(node.relation, names, `select ${list} from ${dialect.relation(change.fresh)}`)
  const { before, after } = deferKeys(input)
  const exchanged = tally(removal, 'delete touched keys', (removed) =>
    tally([insert], 'insert', (added) => {
      const settled = settle(input, change, change.own.rows - removed + added)
      return { ...settled, steps: [...after, ...settled.steps] }
    }),
  )
  return exchanged.kind === 'refuse' ? exchanged : { ...exchanged, steps: [...before, ...exchanged.steps] }
}

function settle(
  input: GrowthInput,
  change: Exchange,
  rows: number,
): Extract<Reaction, { readonly kind: 'steps' }> {
  const { reading, columns, own, noted, temporary, analysis } = change
  const { node, dialect, ledger } = input
  const batch = noted > 0 ? own.batch + 1 : own.batch
  const entry = entryOf(input, {
    reading,
    columns,
    analysis,
    rows,
    generation: own.generation,
    batch,
  })
  const entered = noted > 0 ? { rows: noted, late: 0, duplicates: 0 } : undefined
  return {
    kind: 'steps',
    steps: [
      ...temporary.map((one) => execute('drop new rows', dialect.drop('table', one))),
      ...finish(input, { kind: 'table', relation: node.relation }),
      ...ledger.write(entry, entered).map(write),
    ],
  }
}
