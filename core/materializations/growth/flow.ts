import type { Materialization } from '../materialization.ts'
import { addRows } from './add-batch.ts'
import { decideGrowth } from './decide-growth.ts'
import { glanceAtDriver } from './glance.ts'
import { grow } from './grow.ts'
import { rebuildFlow } from './rebuild-flow.ts'
import { warnAcrossRows } from './warn-across-rows.ts'

/** A table to which each new row of its driver is added exactly once. */
export const flow: Materialization = {
  name: 'flow',
  produces: 'table',
  decide: decideGrowth,
  glance: glanceAtDriver,
  steps: (action, input) =>
    grow(action, input, {
      rebuild: (...[asked, growth, reading]) =>
        warnAcrossRows(growth, () => rebuildFlow(asked, growth, reading)),
      add: (growth, reading) => warnAcrossRows(growth, () => addRows(growth, reading)),
    }),
}
