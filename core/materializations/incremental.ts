import { createTable } from './create-table.ts'
import { appendRows, changeRows, deltaQuery } from './add-rows.ts'
import { checked } from './contract/under-contract.ts'
import { whileHeld } from './contract/while-held.ts'
import type { Action, BuildInput, Decision, Materialization } from './materialization.ts'
import { kindInWords, refuseForeign } from './refuse-foreign.ts'
import type { Reaction, Step } from './step.ts'

/** A table that is built once and then only given what its delta query says is new. */
export const incremental: Materialization = { name: 'incremental', produces: 'table', decide, steps }

function decide(decision: Decision): Action {
  const { node, standing, options } = decision
  const refused = refuseForeign(node, standing)
  if (refused !== undefined) return refused
  if (!standing.exists) return { kind: 'create', because: 'it does not exist yet' }
  if (standing.kind !== 'table') {
    const because = `a ${kindInWords(standing.kind)} stands under its name`
    return { kind: 'replace', because, standing: standing.kind }
  }
  if (wantsFullRefresh(decision)) {
    const because = options.fullRefresh
      ? '--full-refresh was asked for'
      : 'its config says full_refresh: true'
    return { kind: 'replace', because, standing: 'table' }
  }
  const kept = options.fullRefresh ? ', and its config forbids a full refresh' : ''
  return { kind: strategyOf(decision), because: `the table stands${kept}` }
}

function wantsFullRefresh({ node, options }: Decision): boolean {
  return node.config.fullRefresh ?? options.fullRefresh
}

function strategyOf({ node }: Decision): 'append' | 'delete+insert' | 'merge' | 'microbatch' {
  return node.config.incrementalStrategy ?? (node.config.uniqueKey.length === 0 ? 'append' : 'delete+insert')
}

function steps(action: Action, input: BuildInput): Reaction {
  switch (action.kind) {
    case 'create':
    case 'replace':
      return { kind: 'steps', steps: createTable(action, input) }
    case 'append':
      return addHeld(input, () => appendRows(input))
    case 'delete+insert':
    case 'merge': {
      const { kind } = action
      return addHeld(input, () => changeRows(kind, input))
    }
    case 'refuse':
      return { kind: 'refuse', diagnostics: [action.diagnostic] }
    // What has to be done depends on what is remembered of periods: execute asks for one at a time.
    case 'microbatch':
    case 'load':
    case 'nothing':
      return { kind: 'steps', steps: [] }
  }
}

/** Adds rows to a table that is what its contract says, from a query that gives what it says. */
function addHeld(input: BuildInput, add: () => readonly Step[]): Reaction {
  return checked(input, deltaQuery(input), () => whileHeld(input, () => ({ kind: 'steps', steps: add() })))
}
