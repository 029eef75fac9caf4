import type { KeyPart } from '../../adapter/dialect.ts'
import type { Column } from '../../adapter/relation.ts'
import { concatSql } from '../../template/concat-sql.ts'
import { hasKey } from '../contract/has-key.ts'
import type { Action } from '../materialization.ts'
import type { Reaction, Step } from '../step.ts'
import { factsQuery, isFirst, ranked, readFacts, type RowFacts } from './batch-rows.ts'
import { nextGeneration } from './decide-growth.ts'
import { duplicateWords } from './duplicate-words.ts'
import { entryOf } from './entry.ts'
import { afterColumns } from './flow-columns.ts'
import { ask, write } from './growth-steps.ts'
import { buildTable } from './grow.ts'
import { columnList, growthQuery } from './growth-query.ts'
import { batchColumn, type GrowthInput, type Reading } from './growth-input.ts'
import { clearLate } from './late-rows.ts'

/** Builds the flow from all rows of its driver, as the first batch of a new generation. */
export function rebuildFlow(action: Action, input: GrowthInput, reading: Reading): Reaction {
  const query = growthQuery(input, reading.all)
  return afterColumns(input, { reading, rows: reading.all }, (columns, key) => {
    const one = `cast(1 as bigint) as ${input.dialect.quote(batchColumn)}`
    const [before, after] = ranked(['', ''], key, input)
    const first = key.length === 0 ? '' : `\nwhere ${isFirst(input)}`
    const inner = key.length === 0 ? [query] : [before, query, after]
    const whole = concatSql([
      `select ${columnList(columns, input)}, ${one} from (\n`,
      ...inner,
      `\n) as "_xform_batch_rows"${first}`,
    ])
    const look = (table: string): Step =>
      ask('look at the rows', factsQuery(table, { ...input, own: undefined }), ([row]) => {
        const facts = readFacts(row, { own: undefined })
        return countAll(input, { reading, key, rows: facts.rows }, (duplicates) =>
          settleRebuild(action, input, { columns, reading, facts, duplicates }),
        )
      })
    return { kind: 'steps', steps: buildTable(action, withBatchIndex(input, key), { query: whole, look }) }
  })
}

/** Counts what a rebuild left out because its key was there already. */
function countAll(
  input: GrowthInput,
  {
    reading,
    key,
    rows,
  }: { readonly reading: Reading; readonly key: readonly KeyPart[]; readonly rows: number },
  next: (duplicates: number) => Reaction,
): Reaction {
  if (key.length === 0) return next(0)
  const sql = `select count(*) as n from (\n${growthQuery(input, reading.all).text}\n) as "_xform_rows"`
  // What it joins may have changed since, where the database lets a transaction see that.
  const count = ask('count all rows', sql, ([row]) => next(Math.max(0, Number(row?.['n'] ?? 0) - rows)))
  return { kind: 'steps', steps: [count] }
}

function settleRebuild(
  action: Action,
  input: GrowthInput,
  {
    columns,
    reading,
    facts: { rows, watermark },
    duplicates,
  }: {
    readonly columns: readonly Column[]
    readonly reading: Reading
    readonly facts: RowFacts
    readonly duplicates: number
  },
): Reaction {
  const generation = nextGeneration(input.own)
  const entry = entryOf(input, { reading, columns, rows, watermark, duplicates, generation, batch: 1 })
  const statements = [
    ...input.ledger.forgetFiles(input.node.relation),
    ...input.ledger.write(entry, { rows, late: 0, duplicates }),
    ...input.ledger.writeFiles(entry, reading.files ?? []),
  ]
  const steps = [...clearLate(input), ...statements.map(write)]
  if (duplicates === 0 || action.kind === 'refuse') return { kind: 'steps', steps }
  const because = `${duplicateWords(duplicates)}; ${action.because}`
  const instead = { kind: action.kind, because, batch: { batch: 1, late: 0, duplicates } }
  return { kind: 'steps', steps, instead }
}

/** Later readers look for batches, and later batches for keys. */
function withBatchIndex(input: GrowthInput, key: readonly KeyPart[]): GrowthInput {
  const { node, dialect } = input
  if (dialect.growingIndex === undefined) return input
  const names = key.flatMap((part) => (part.kind === 'column' ? [part.name] : []))
  const isPlain = names.length > 0 && names.length === key.length
  const keyIndex = isPlain && !hasKey(node, names) ? [{ columns: names, unique: false }] : []
  const indexes = [
    ...node.config.indexes,
    { columns: [batchColumn], unique: false, type: dialect.growingIndex },
    ...keyIndex,
  ]
  return { ...input, node: { ...node, config: { ...node.config, indexes } } }
}
