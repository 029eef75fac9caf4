import type { Growth, GrowthStatus } from '../../core/index.ts'
import { formatNumber } from './count.ts'
import { formatDuration } from './duration.ts'
import { escapeControls } from './escape.ts'
import { escapeJsonControls } from './result.ts'
import { renderTable, type TableView, type TextTable } from './table.ts'

/** How far growing models have got, as one JSON document. */
export function renderStatusJson(target: string, list: readonly GrowthStatus[]): string {
  const nodes = list.map(({ node, growth }) => ({
    unique_id: node.id,
    name: node.name,
    materialized: node.materialized,
    relation: `${node.relation.schema}.${node.relation.name}`,
    built: growth !== undefined,
    ...(growth === undefined ? {} : fieldsOf(growth)),
  }))
  return `${escapeJsonControls(JSON.stringify({ target, nodes }, undefined, 2))}\n`
}

function fieldsOf(growth: Growth): Readonly<Record<string, unknown>> {
  const { grownAt, lag, ...rest } = growth
  return {
    ...rest,
    lag: lag !== null && 'count' in lag ? lag.count : null,
    lag_unit: lag?.kind ?? null,
    lag_at_least: lag !== null && 'atLeast' in lag && lag.atLeast,
    lag_because: lag !== null && 'because' in lag ? lag.because : null,
    grown_at: grownAt === null ? null : new Date(grownAt).toISOString(),
  }
}

/** The same as a table, with what they wait for below; `now` is in milliseconds since the epoch. */
export function renderStatus(
  list: readonly GrowthStatus[],
  view: TableView & { readonly now: number },
): string {
  if (list.length === 0) return 'There is no flow, state or change log here.\n'
  const { lines } = renderTable(withoutIdle(tableOf(list, view.now)), view)
  const notes = list.flatMap(({ node, growth }) =>
    notesOf(growth).map((note) => `${escapeControls(node.name)}: ${escapeControls(note)}`),
  )
  return `${[...lines, ...(notes.length === 0 ? [] : ['', ...notes])].join('\n')}\n`
}

const headers = [
  'model',
  'kind',
  'behind',
  'last grew',
  'rows',
  'batch',
  'late',
  'duplicates',
  'watermark',
  'has read',
]
const numbers: ReadonlySet<string> = new Set(['behind', 'last grew', 'rows', 'batch', 'late', 'duplicates'])

function tableOf(list: readonly GrowthStatus[], now: number): TextTable {
  return {
    columns: headers.map((header) => ({ header, align: numbers.has(header) ? 'right' : 'left' })),
    rows: list.map(({ node, growth }) => [
      node.name,
      node.materialized,
      ...(growth === undefined ? ['not built', '', '', '', '', '', '', ''] : cellsOf(growth, now)),
    ]),
  }
}

/** Columns that are left out as long as nothing stands in them, so that the others have room. */
const spare: ReadonlySet<string> = new Set(['late', 'duplicates', 'watermark', 'has read'])

function withoutIdle({ columns, rows }: TextTable): TextTable {
  const isKept = columns.map(
    ({ header }, at) => !spare.has(header) || rows.some((row) => !['', '0'].includes(row[at] ?? '')),
  )
  return {
    columns: columns.filter((_, at) => isKept[at]),
    rows: rows.map((row) => row.filter((_, at) => isKept[at])),
  }
}

function cellsOf(growth: Growth, now: number): readonly string[] {
  const { generation, batch } = growth
  return [
    lagText(growth),
    growth.grownAt === null ? '' : `${formatDuration(now - growth.grownAt)} ago`,
    formatNumber(growth.rows),
    generation === 1 ? String(batch) : `${generation}:${batch}`,
    formatNumber(growth.late),
    formatNumber(growth.duplicates),
    growth.watermark ?? '',
    growth.reached ?? '',
  ]
}

const singular = { batches: 'batch', rows: 'row', files: 'file' } as const

function lagText({ lag }: Growth): string {
  if (lag === null) return '?'
  switch (lag.kind) {
    case 'batches':
    case 'rows':
    case 'files': {
      const unit = lag.count === 1 && !lag.atLeast ? singular[lag.kind] : lag.kind
      return lag.count === 0 ? 'nothing' : `${formatNumber(lag.count)}${lag.atLeast ? '+' : ''} ${unit}`
    }
    case 'rebuild':
      return 'rebuild'
    case 'unknown':
      return '?'
  }
}

function notesOf(growth: Growth | undefined): readonly string[] {
  if (growth === undefined) return []
  const { lag, waits } = growth
  return [
    ...(waits === null ? [] : [waits]),
    ...(lag?.kind === 'rebuild' ? [`${lag.because}: the next run builds it anew`] : []),
    ...(lag?.kind === 'unknown' ? [lag.because] : []),
  ]
}
