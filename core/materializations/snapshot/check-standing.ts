// A snapshot's table as it stands → whether its current rows can be told, asked before anything is changed.
import { textOf, type Row } from '../../adapter/session.ts'
import { diagnostic } from '../../errors/diagnostic.ts'
import type { Reaction, Step } from '../step.ts'
import { isClosed, type History } from './history.ts'
import { asText, momentAs } from './times.ts'

const day = 24 * 60 * 60 * 1000

/**
 * Asks for the rows that are current and do not say until when, and for those that are closed as of a day in the future
 * without a version behind them: they were current under another `dbt_valid_to_current`, and taken for closed they would
 * all come again. Goes on with how many of the first have to be told until when.
 */
export function askStanding(history: History, next: (open: number) => Reaction): Step {
  const { node, dialect, meta } = history
  const [from, to] = [meta.validFrom, meta.validTo].map(({ name }) => `target.${dialect.quote(name)}`)
  const table = dialect.relation(node.relation)
  const strange = [
    isClosed(history),
    `${to} > ${momentAs(meta.validTo.type, node.takenAt + day)}`,
    `${to} > ${from} + interval '1 microsecond'`,
    `not exists (select 1 from ${table} as later where later.${dialect.quote(meta.validFrom.name)} = ${to})`,
  ].join('\n  and ')
  const open =
    history.until === undefined
      ? '0'
      : `(select count(*) from ${table} where ${dialect.quote(meta.validTo.name)} is null)`
  const sql = [
    `select ${open} as open, count(*) as strange, ${asText(`max(${to})`, meta.validTo.type)} as until`,
    `from ${table} as target`,
    `where ${strange}`,
  ].join('\n')
  return {
    kind: 'ask',
    label: 'look at current rows',
    statement: { sql, at: node.places['dbt_valid_to_current'] ?? node.at },
    beforehand: 'now',
    next: ([row]) => refuseStrange(row, history) ?? next(Number(textOf(row?.['open'] ?? 0))),
  }
}

function refuseStrange(row: Row | undefined, { node, dialect, meta }: History): Reaction | undefined {
  const count = Number(textOf(row?.['strange'] ?? 0))
  if (count === 0) return undefined
  const params = {
    table: dialect.relation(node.relation),
    column: meta.validTo.name,
    count,
    until: textOf(row?.['until']),
    current: node.config.validToCurrent,
  }
  const at = node.places['dbt_valid_to_current'] ?? node.at
  return { kind: 'refuse', diagnostics: [diagnostic('current-rows-unclear', params, { at })] }
}
