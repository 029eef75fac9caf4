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
  open: async (target, options) => {
    const { openDuckdb } = await import('./adapter.ts')
    return openDuckdb(target, options)
  },
}
