import type { Materialization } from './materialization.ts'

/** No relation at all: the query becomes a common table expression of whatever refers to it. */
export const ephemeral: Materialization = {
  name: 'ephemeral',
  produces: 'nothing',
  decide: () => ({ kind: 'nothing', because: 'it becomes part of the queries that refer to it' }),
  steps: () => ({ kind: 'steps', steps: [] }),
}
