// The rows of a snapshot's query, read → looks for what may not be among them.
import { diagnostic } from '../../errors/diagnostic.ts'
import { textOf } from '../../adapter/session.ts'
import { refuseRepeated } from '../repeated-keys.ts'
import type { Step } from '../step.ts'
import type { History } from './history.ts'

/** Refuses two rows with one key, and rows that do not say when they changed though they should. */
export function checkRows(history: History): readonly Step[] {
  return [onePerKey(history), ...everyTime(history)]
}

function onePerKey(history: History): Step {
  const { node, rows, key } = history
  return refuseRepeated(history, {
    source: rows,
    key: key.map(({ part }) => part),
    parts: node.config.uniqueKey,
    config: 'unique_key',
    what: 'result',
    at: node.places['unique_key'] ?? node.at,
  })
}

function everyTime({ node, dialect, rows, updatedAt }: History): readonly Step[] {
  const { incoming } = updatedAt ?? {}
  if (incoming === undefined) return []
  const at = node.places['updated_at'] ?? node.at
  const sql = `select count(*) as n from ${dialect.relation(rows)} where ${dialect.quote(incoming.name)} is null`
  return [
    {
      kind: 'ask',
      label: 'look for rows without a time',
      statement: { sql, at },
      next: ([row]) => {
        const count = Number(textOf(row?.['n'] ?? 0))
        if (count === 0) return { kind: 'steps', steps: [] }
        const params = { snapshot: node.name, column: incoming.name, count }
        return { kind: 'refuse', diagnostics: [diagnostic('updated-at-null', params, { at })] }
      },
    },
  ]
}
