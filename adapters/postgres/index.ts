import type { AdapterModule } from '../../core/adapter/adapter.ts'
import { postgresDialect } from './dialect.ts'
import { readTarget, type PostgresTarget } from './target.ts'

/** Postgres, from version 15 on. */
export const postgres: AdapterModule<PostgresTarget> = {
  dialectOf: () => postgresDialect,
  readTarget,
  reach(own, other) {
    const [here, there] = [readTarget(own), readTarget(other)]
    if (!here.ok || !there.ok) return undefined
    const isSame = (['host', 'port', 'database'] as const).every(
      (key) => here.target[key] === there.target[key],
    )
    return isSame ? {} : undefined
  },
  open: async (target, options) => {
    const { openPostgres } = await import('./adapter.ts')
    return openPostgres(target, options)
  },
}
