import type { JsonObject } from './json-object.ts'

/** Who made an artifact, and when. Times are in milliseconds since the epoch. */
export interface Provenance {
  /** xform's own version. */
  readonly xformVersion: string
  /** The run's id. */
  readonly invocationId: string
  readonly startedAt: number
  readonly generatedAt: number
}

const schemas = {
  catalog: 'https://schemas.getdbt.com/dbt/catalog/v1.json',
  manifest: 'https://schemas.getdbt.com/dbt/manifest/v12.json',
  runResults: 'https://schemas.getdbt.com/dbt/run-results/v6.json',
  sources: 'https://schemas.getdbt.com/dbt/sources/v3.json',
} as const

/**
 * What every artifact says of itself.
 *
 * `dbt_version` is xform's version marked as such (`0.1.0+xform`): no dbt made the file, so none is named. It stays a
 * version by the rules of SemVer and of PEP 440, because readers that do not only show it parse it; what they need to
 * know of the format is in `dbt_schema_version`.
 */
export function artifactMetadata(artifact: keyof typeof schemas, provenance: Provenance): JsonObject {
  return {
    dbt_schema_version: schemas[artifact],
    dbt_version: `${provenance.xformVersion}+xform`,
    generated_at: timestamp(provenance.generatedAt),
    invocation_id: provenance.invocationId,
    invocation_started_at: timestamp(provenance.startedAt),
    env: {},
  }
}

/** A moment as artifacts write it: ISO 8601 in UTC. */
export function timestamp(milliseconds: number): string {
  return new Date(milliseconds).toISOString()
}
