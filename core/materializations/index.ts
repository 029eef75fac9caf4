import type { MaterializationName } from '../parse/config.ts'
import { ephemeral } from './ephemeral.ts'
import { changes } from './growth/changes.ts'
import { flow } from './growth/flow.ts'
import { state } from './growth/state.ts'
import { incremental } from './incremental.ts'
import type { Materialization } from './materialization.ts'
import { table } from './table.ts'
import { view } from './view.ts'

/** Every materialization, by the name that a config gives it. */
export const materializations: Readonly<Record<MaterializationName, Materialization>> = {
  view,
  table,
  incremental,
  flow,
  state,
  changes,
  ephemeral,
}
