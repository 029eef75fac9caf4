// The rows of a snapshot's query and those that are current in its table → one row for each key that has changed.
import type { KeyPass } from '../../adapter/dialect.ts'
import { temporaryTable, type TemporaryTable } from '../temporary-table.ts'
import {
  incomingRows,
  isClosed,
  isCurrent,
  isDeleted,
  own,
  partList,
  partNames,
  type History,
} from './history.ts'
import { momentAs } from './times.ts'

/** The temporary table with what has changed. */
export function changesTable({ node, dialect }: Pick<History, 'node' | 'dialect'>): TemporaryTable {
  return temporaryTable(node.relation, '__xform_changes', dialect)
}

/** The temporary table with the keys that come back: until when each of them was valid. */
export function returnsTable({ node, dialect }: Pick<History, 'node' | 'dialect'>): TemporaryTable {
  return temporaryTable(node.relation, '__xform_returns', dialect)
}

/**
 * A query for what has changed: for each key that is `new`, `changed` or `gone`, the table's columns with the values of its
 * new version (of what is gone, with its last ones), the parts of its key, and when that version starts. The version
 * before it ends then.
 */
export function changesQuery(history: History): string {
  const { dialect, node, meta } = history
  const { keyPasses: passes } = dialect
  const pairs = passes.map((pass) => pairsIn(pass, history))
  const gone = node.config.hardDeletes === 'ignore' ? [] : passes.map((pass) => goneIn(pass, history))
  const { type } = meta.validFrom
  const columns = [...history.columns.map(({ name }) => dialect.quote(name)), ...partNames(history)]
  return [
    'with "_xform_source" as (',
    incomingRows(history),
    '), "_xform_current" as (',
    `select *, ${partList(history)}, 1 as ${own.found} from ${dialect.relation(node.relation)}`,
    `where ${isCurrent(history)}`,
    '), "_xform_pairs" as (',
    [...pairs, ...gone].join('\nunion all\n'),
    ')',
    `select *, cast(${own.starts} as ${meta.validTo.type}) as ${own.ends} from (`,
    `select ${columns.join(', ')}, ${own.change}, ${own.at}, cast(case`,
    `  when ${own.change} = 'new' or (${own.change} = 'changed' and ${own.at} > ${own.began}) then ${own.at}`,
    `  else ${afterwards(history)}`,
    `end as ${type}) as ${own.starts}`,
    'from "_xform_pairs"',
    `where ${own.change} is not null`,
    ') as "_xform_changes"',
  ].join('\n')
}

/** When a version starts whose row does not say it: now, and never before the version that it follows has begun. */
function afterwards({ node, meta }: History): string {
  const now = momentAs(meta.validFrom.type, node.takenAt)
  return `greatest(${now}, ${own.began} + interval '1 microsecond')`
}

function sides(history: History): { readonly target: readonly string[]; readonly source: readonly string[] } {
  const parts = partNames(history)
  return { target: parts.map((part) => `target.${part}`), source: parts.map((part) => `source.${part}`) }
}

/** Rows of the query, each with the current row of its key. */
function pairsIn(pass: KeyPass, history: History): string {
  const { dialect, columns, meta } = history
  const { target, source } = sides(history)
  const taken = pass.takes(source)
  const values = columns.map(({ name, type, incoming }) =>
    incoming === undefined
      ? `cast(null as ${type}) as ${dialect.quote(name)}`
      : `source.${dialect.quote(name)}`,
  )
  const deleted = isDeleted(history, 'target.')
  const changed = [...(deleted === undefined ? [] : [deleted]), ...changedConditions(history)]
  return [
    `select ${[...values, ...source].join(', ')}, source.${own.at}, case`,
    `  when target.${own.found} is null then 'new'`,
    `  when ${changed.join('\n    or ')} then 'changed'`,
    `end as ${own.change}, target.${dialect.quote(meta.validFrom.name)} as ${own.began}`,
    'from "_xform_source" as source',
    `left join "_xform_current" as target on ${pass.equal(target, source).join(' and ')}`,
    ...(taken === undefined ? [] : [`where ${taken}`]),
  ].join('\n')
}

/** What is compared is compared so that NULL equals NULL; values that cannot be compared are by their texts. */
function changedConditions({ node, meta, compared, dialect }: History): readonly string[] {
  if (node.config.changeTest.strategy === 'timestamp') {
    const [before, began] = [meta.updatedAt, meta.validFrom].map(
      ({ name }) => `target.${dialect.quote(name)}`,
    )
    return [`source.${own.at} > coalesce(${before}, ${began})`]
  }
  return compared.map(({ name, type }) => {
    const [now, before] = ['source', 'target'].map((side) => {
      const value = `${side}.${dialect.quote(name)}`
      return dialect.comparable(type) ? value : `cast(${value} as varchar)`
    })
    return `not (${dialect.nullSafeEqual(now ?? '', before ?? '')})`
  })
}

/** Current rows whose keys the query does not give any more. */
function goneIn(pass: KeyPass, history: History): string {
  const { dialect, columns, meta, node } = history
  const { target, source } = sides(history)
  const values = columns.map(({ name }) => `target.${dialect.quote(name)}`)
  const { type, name } = meta.validFrom
  const deleted = isDeleted(history, 'target.')
  const matches = [pass.takes(source), ...pass.equal(target, source)].filter((one) => one !== undefined)
  const conditions = [
    pass.takes(target),
    ...(deleted === undefined ? [] : [`not ${deleted}`]),
    `not exists (select 1 from "_xform_source" as source where ${matches.join(' and ')})`,
  ].filter((one) => one !== undefined)
  return [
    `select ${[...values, ...target].join(', ')}, ${momentAs(type, node.takenAt)}, 'gone', target.${dialect.quote(name)}`,
    'from "_xform_current" as target',
    `where ${conditions.join('\n  and ')}`,
  ].join('\n')
}

/**
 * A query for the new keys that were there before and went: until when. A row that says of itself that it changed before it
 * came back is valid from now on: it was not there in between.
 */
export function returnsQuery(history: History): string {
  const { dialect, meta, node } = history
  const { target, source } = sides(history)
  const { name, type } = meta.validTo
  const parts = partNames(history)
  const changes = dialect.relation(changesTable(history).relation)
  const found = dialect.keyPasses.map((pass) => {
    const conditions = [`source.${own.change} = 'new'`, pass.takes(source)].filter((one) => one !== undefined)
    return [
      `select ${source.join(', ')}, target.${own.ended}`,
      `from ${changes} as source`,
      `join "_xform_closed" as target on ${pass.equal(target, source).join(' and ')}`,
      `where ${conditions.join(' and ')}`,
    ].join('\n')
  })
  const { type: time } = meta.validFrom
  return [
    'with "_xform_closed" as (',
    `select ${partList(history)}, ${dialect.quote(name)} as ${own.ended} from ${dialect.relation(node.relation)}`,
    `where ${isClosed(history)}`,
    '), "_xform_found" as (',
    found.join('\nunion all\n'),
    ')',
    `select ${parts.join(', ')}, cast(max(${own.ended}) as ${time}) as ${own.ended},`,
    `  cast(greatest(${momentAs(type, node.takenAt)}, max(${own.ended})) as ${time}) as ${own.starts}`,
    `from "_xform_found" group by ${parts.join(', ')}`,
  ].join('\n')
}
