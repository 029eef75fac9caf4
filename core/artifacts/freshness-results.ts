// What a look at the freshness of sources found → its artifact, in the shape of dbt's schema sources v3.
import type { FreshnessCheck } from '../compile/freshness-check.ts'
import type { AgedOutcome, NodeResult, RunResult } from '../events.ts'
import { writtenFreshness } from '../parse/freshness.ts'
import type { JsonObject } from './json-object.ts'
import { artifactMetadata, timestamp, type Provenance } from './metadata.ts'

/** What the artifact tells besides the result itself. */
export interface FreshnessFacts {
  readonly checks: readonly FreshnessCheck[]
  readonly provenance: Provenance
}

/**
 * How fresh sources are: plain data, valid against dbt's published schema `sources/v3`, in the order of ids. The format
 * knows sources only: models and seeds have no place in it.
 */
export function freshnessResultsOf(result: RunResult, { checks, provenance }: FreshnessFacts): JsonObject {
  const byId = new Map(checks.map((check) => [check.id, check]))
  return {
    metadata: artifactMetadata('sources', provenance),
    results: result.results.flatMap((one) => {
      const check = byId.get(one.node.id)
      return check?.kind === 'source' ? [entryOf(one, check)] : []
    }),
    elapsed_time: seconds(result.endedAt - result.startedAt),
  }
}

function entryOf(result: NodeResult, check: FreshnessCheck): JsonObject {
  const { node, outcome } = result
  switch (outcome.status) {
    case 'aged':
      return { unique_id: node.id, ...ageEntry(outcome), ...restEntry(result, check) }
    case 'error': {
      const error = outcome.diagnostics.map(({ message }) => message).join('\n')
      return { unique_id: node.id, error, status: 'runtime error' }
    }
    case 'success':
    case 'tested':
    case 'skipped':
    case 'cancelled':
      return { unique_id: node.id, error: 'the run was interrupted', status: 'runtime error' }
  }
}

/** As dbt writes it where there are no rows: the beginning of time. */
const never = Date.parse('0001-01-01T00:00:00Z')

function ageEntry({ newest = never, lookedAt, verdict }: AgedOutcome): JsonObject {
  return {
    max_loaded_at: timestamp(newest),
    snapshotted_at: timestamp(lookedAt),
    max_loaded_at_time_ago_in_s: seconds(lookedAt - newest),
    status: verdict === 'fail' ? 'error' : verdict,
  }
}

function restEntry({ startedAt, endedAt, thread }: NodeResult, { freshness }: FreshnessCheck): JsonObject {
  return {
    criteria: writtenFreshness(freshness),
    adapter_response: {},
    timing: [{ name: 'execute', started_at: timestamp(startedAt), completed_at: timestamp(endedAt) }],
    thread_id: `Thread-${thread}`,
    execution_time: seconds(endedAt - startedAt),
  }
}

function seconds(milliseconds: number): number {
  return milliseconds / 1000
}
