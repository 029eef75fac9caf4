import type { Column } from '../../adapter/relation.ts'
import type { Sql } from '../../template/sql.ts'
import { checked } from '../contract/under-contract.ts'
import { statementOver, type ExecuteStep, type Reaction, type Step } from '../step.ts'
import type { GrowthInput } from './growth-input.ts'

/** Runs a query whose rows decide what comes next: what that is, a dry run cannot know. */
export function ask(label: string, sql: string, next: Extract<Step, { kind: 'ask' }>['next']): Step {
  return { kind: 'ask', label, statement: { sql }, next, beforehand: 'later' }
}

/** Runs a statement. */
export function execute(label: string, sql: string): ExecuteStep {
  return { kind: 'execute', label, statement: { sql } }
}

/** Runs a statement of the ledger. */
export function write(sql: string): Step {
  return execute('remember', sql)
}

/** Learns a query's columns and goes on; under a contract, where they are the declared ones. */
export function describeQuery(
  input: GrowthInput,
  query: Sql,
  next: (columns: readonly Column[]) => Reaction,
): Reaction {
  const { node } = input
  return checked(input, query, () => ({
    kind: 'steps',
    steps: [
      {
        kind: 'describe',
        label: 'read columns',
        statement: statementOver(query, (text) => text, node.at),
        next,
      },
    ],
  }))
}

/** Runs statements one by one and goes on with how many rows they wrote together. */
export function tally(
  [first, ...rest]: readonly string[],
  label: string,
  next: (count: number) => Reaction,
): Reaction {
  if (first === undefined) return next(0)
  const step: Step = {
    kind: 'ask',
    label,
    statement: { sql: first },
    next: (_, count) => tally(rest, label, (others) => next((count ?? 0) + others)),
  }
  return { kind: 'steps', steps: [step] }
}
