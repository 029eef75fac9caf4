import type { AdapterModule } from '../core/adapter/adapter.ts'

/** Every adapter, by the name that a target's `type` gives it. A driver is loaded only when its target is used. */
export const adapters: Readonly<Record<string, () => Promise<AdapterModule<unknown>>>> = {
  duckdb: async () => (await import('./duckdb/index.ts')).duckdb,
  postgres: async () => (await import('./postgres/index.ts')).postgres,
}

/** What has to be known of each adapter before it is loaded: the schema that models go to where a target names none. */
export const adapterFacts: ReadonlyMap<string, { readonly schema: string }> = new Map([
  ['duckdb', { schema: 'main' }],
  ['postgres', { schema: 'public' }],
])
