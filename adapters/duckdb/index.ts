import { normalize } from 'node:path'
import type { AdapterModule } from '../../core/adapter/adapter.ts'
import { duckdbDialect } from './dialect.ts'
import { dialectFor } from './qualified-dialect.ts'
import { readTarget, type DuckdbTarget } from './target.ts'

/** DuckDB, the embedded database: a file (or memory) and no server. */
export const duckdb: AdapterModule<DuckdbTarget> = {
  dialectOf(settings) {
    const reading = readTarget(settings)
    if (!reading.ok) return duckdbDialect
    const { path, attachments } = reading.target
    return dialectFor({ path, aliases: attachments.map(({ alias }) => alias) })
  },
  readTarget,
  reach(own, other) {
    const [here, there] = [readTarget(own), readTarget(other)]
    if (!here.ok || !there.ok) return undefined
    const path = normalize(there.target.path)
    if (normalize(here.target.path) === path) return {}
    const attached = here.target.attachments.find((one) => normalize(one.path) === path)
    return attached === undefined ? undefined : { database: attached.alias }
  },
  open: async (target, options) => {
    const { openDuckdb } = await import('./adapter.ts')
    return openDuckdb(target, options)
  },
}
