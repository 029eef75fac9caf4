import { createTable } from './create-table.ts'
import type { Action, Decision, Materialization } from './materialization.ts'
import { kindInWords, refuseForeign } from './refuse-foreign.ts'

/** The query's rows, stored: made anew by every run. */
export const table: Materialization = {
  name: 'table',
  produces: 'table',
  decide,
  steps: (action, input) => ({ kind: 'steps', steps: createTable(action, input) }),
}

function decide({ node, standing }: Decision): Action {
  const refused = refuseForeign(node, standing)
  if (refused !== undefined) return refused
  if (!standing.exists) return { kind: 'create', because: 'it does not exist yet' }
  const because =
    standing.kind === 'table'
      ? 'a table is always built anew'
      : `a ${kindInWords(standing.kind)} stands under its name`
  return { kind: 'replace', because, standing: standing.kind }
}
