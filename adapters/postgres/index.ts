import type { AdapterModule } from '../../core/adapter/adapter.ts'
import { postgresDialect } from './dialect.ts'
import { readTarget, type PostgresTarget } from './target.ts'

/** Postgres, from version 15 on. */
export const postgres: AdapterModule<PostgresTarget> = {
  dialectOf: () => postgresDialect,
  readTarget,
  open: async (target, options) => {
    const { openPostgres } = await import('./adapter.ts')
    return openPostgres(target, options)
  },
}
