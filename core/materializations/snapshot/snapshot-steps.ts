// A snapshot → the steps that take it: what has changed in its rows since the last time is added to its table.
import type { Column } from '../../adapter/relation.ts'
import type { Action } from '../materialization.ts'
import { queryToBuild } from '../query.ts'
import { statementOver, type Reaction } from '../step.ts'
import { addChanges } from './add-changes.ts'
import { wrongColumns } from './check-columns.ts'
import { createHistory } from './create-history.ts'
import type { SnapshotInput } from './snapshot-input.ts'

/** The steps that take a snapshot, or findings that forbid it. */
export function snapshotSteps(action: Action, input: SnapshotInput): Reaction {
  switch (action.kind) {
    case 'create':
      return describeQuery(input, (columns) => createHistory(input, columns))
    case 'merge':
      return describeQuery(input, (columns) => addChanges(input, columns))
    case 'refuse':
      return { kind: 'refuse', diagnostics: [action.diagnostic] }
    // With --empty the query is only looked at.
    case 'nothing':
      return describeQuery(input, () => ({ kind: 'steps', steps: [] }))
    case 'replace':
    case 'append':
    case 'delete+insert':
    case 'microbatch':
    case 'load':
      return { kind: 'steps', steps: [] }
  }
}

function describeQuery(input: SnapshotInput, next: (columns: readonly Column[]) => Reaction): Reaction {
  const { node, options } = input
  const statement = statementOver(queryToBuild(node.full, options), (query) => query, node.at)
  return {
    kind: 'steps',
    steps: [
      {
        kind: 'describe',
        label: 'read columns',
        statement,
        next: (columns) => {
          const wrong = wrongColumns(input, columns)
          return wrong.length > 0 ? { kind: 'refuse', diagnostics: wrong } : next(columns)
        },
      },
    ],
  }
}
