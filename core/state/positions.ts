// What is remembered of relations that grow, as SQL text.
import type { QueryTexts } from '../adapter/query-texts.ts'
import type { Dialect } from '../adapter/dialect.ts'
import type { Column } from '../adapter/relation.ts'
import { textOf, type Row } from '../adapter/session.ts'
import type { StateAnalysis } from '../analyze/analyze-state.ts'
import { analysisRevision } from '../analyze/revision.ts'
import type { Batch, Ledger, Remembered } from '../materializations/growth/ledger.ts'
import type { Position } from '../materializations/growth/position.ts'
import { auditLedger } from './audits.ts'
import { fileLedger } from './files.ts'
import { one, stateSchema } from './layout.ts'

/** What a ledger writes beside every entry. */
export interface LedgerRun {
  readonly runId: string
  /** Milliseconds since the epoch. */
  readonly clock: () => number
}

/** The ledger of a database, for one run. */
export function createLedger(
  { texts, dialect }: { readonly texts: QueryTexts; readonly dialect: Dialect },
  run: LedgerRun,
): Ledger {
  const files = fileLedger({ texts, dialect })
  const audits = auditLedger({ texts, dialect })
  const table = (name: string) => texts.knex.withSchema(stateSchema).from(name)
  return {
    read: (relations) =>
      one(
        texts.print(
          table('positions').whereIn(
            'relation',
            relations.map((relation) => dialect.relation(relation)),
          ),
        ),
      ),
    parse: parseRemembered,
    write: (remembered, batch) => {
      const now = new Date(run.clock()).toISOString()
      const { relation } = remembered
      const entry = {
        ...rowOf(remembered),
        run_id: run.runId,
        updated_at: now,
      }
      return [
        ...texts.print(table('positions').where({ relation }).delete()),
        ...texts.print(table('positions').insert(entry)),
        ...(batch === undefined
          ? []
          : texts.print(table('batches').insert(batchRow(remembered, batch, { run, now })))),
      ]
    },
    countBatches: ({ relation, generation }) => {
      const query = table('batches').where({ relation, generation }).where('rows', '>', 0)
      return one(texts.print(query.select('batch').sum({ n: 'rows' }).groupBy('batch')))
    },
    countOlder: ({ relation, generation }, fingerprint) =>
      one(
        texts.print(
          table('batches').where({ relation, generation }).whereNot({ fingerprint }).count({ n: '*' }),
        ),
      ),
    ...files,
    ...audits,
    forget: (relation) => [
      ...texts.print(
        table('positions')
          .where({ relation: dialect.relation(relation) })
          .delete(),
      ),
      ...files.forgetFiles(relation),
      ...audits.forgetAudits(relation),
    ],
  }
}

/** The query for everything that is remembered of relations that grow. */
export function readAllPositions(texts: QueryTexts): string {
  return one(texts.print(texts.knex.withSchema(stateSchema).from('positions').orderBy('relation')))
}

/** The query for when relations grew last: rows with `relation`, `grown_at` in milliseconds since the epoch. */
export function readGrowthTimes(texts: QueryTexts): string {
  const { knex } = texts
  const moment = knex.raw('cast(floor(extract(epoch from max(committed_at)) * 1000) as bigint) as grown_at')
  const query = knex.withSchema(stateSchema).from('batches').select('relation', moment).groupBy('relation')
  return one(texts.print(query))
}

/** A row of `positions`. */
export function parseRemembered(row: Row): Remembered {
  return {
    relation: textOf(row['relation']),
    nodeId: textOf(row['node_id']),
    generation: Number(row['generation']),
    batch: Number(row['batch']),
    driver: nullable(row['driver']),
    position: readJson(row['position']) as Position | null,
    watermark: nullable(row['watermark']),
    fingerprint: textOf(row['fingerprint']),
    analysis: readAnalysis(row['analysis']),
    columns: (readJson(row['columns']) ?? []) as readonly Column[],
    rows: Number(row['rows']),
    late: Number(row['late']),
    duplicates: Number(row['duplicates']),
  }
}

function rowOf(remembered: Remembered): Readonly<Record<string, string | number | null>> {
  return {
    relation: remembered.relation,
    node_id: remembered.nodeId,
    generation: remembered.generation,
    batch: remembered.batch,
    driver: remembered.driver,
    position: remembered.position === null ? null : JSON.stringify(remembered.position),
    watermark: remembered.watermark,
    fingerprint: remembered.fingerprint,
    analysis: writeAnalysis(remembered.analysis),
    columns: JSON.stringify(remembered.columns),
    rows: remembered.rows,
    late: remembered.late,
    duplicates: remembered.duplicates,
  }
}

function batchRow(
  remembered: Remembered,
  batch: Batch,
  { run, now }: { readonly run: LedgerRun; readonly now: string },
): Readonly<Record<string, string | number | null>> {
  return {
    relation: remembered.relation,
    generation: remembered.generation,
    batch: remembered.batch,
    rows: batch.rows,
    late: batch.late,
    duplicates: batch.duplicates,
    fingerprint: remembered.fingerprint,
    run_id: run.runId,
    committed_at: now,
  }
}

function nullable(cell: Row[string] | undefined): string | null {
  return cell === null || cell === undefined ? null : textOf(cell)
}

interface KeptAnalysis {
  readonly revision: number
  readonly analysis: StateAnalysis
}

function writeAnalysis(analysis: StateAnalysis | null): string | null {
  return analysis === null
    ? null
    : JSON.stringify({ revision: analysisRevision, analysis } satisfies KeptAnalysis)
}

function readAnalysis(cell: Row[string] | undefined): StateAnalysis | null {
  const kept = readJson(cell) as KeptAnalysis | null
  return kept?.revision === analysisRevision ? kept.analysis : null
}

function readJson(cell: Row[string] | undefined): unknown {
  const text = nullable(cell)
  return text === null ? null : JSON.parse(text)
}
