import type { TestConfig } from './config.ts'
import type { testGrammar } from './config-keys.ts'
import { optional } from './optional.ts'
import { valueOf, type Said } from './said.ts'
import { notNothing } from './threshold.ts'

/** A data test's config, complete: what was not said has its default. */
export function completeTestConfig(said: Said<typeof testGrammar.keys>): TestConfig {
  return {
    enabled: valueOf(said.enabled) ?? true,
    severity: valueOf(said.severity) ?? 'error',
    warnIf: valueOf(said.warn_if) ?? notNothing,
    errorIf: valueOf(said.error_if) ?? notNothing,
    ...optional('failCalc', valueOf(said.fail_calc)),
    ...optional('limit', valueOf(said.limit)),
    ...optional('where', valueOf(said.where)),
    ...optional('storedAs', storedAs(said)),
    isDescribed: valueOf(said.persist_docs)?.relation ?? true,
    ...optional('schema', valueOf(said.schema)),
    ...optional('database', valueOf(said.database)),
    ...optional('alias', valueOf(said.alias)),
  }
}

/** `store_failures_as` goes before `store_failures`, wherever each was said. */
function storedAs(said: Said<typeof testGrammar.keys>): TestConfig['storedAs'] {
  const as = valueOf(said.store_failures_as)
  if (as !== undefined) return as === 'ephemeral' ? 'nothing' : as
  const isStored = valueOf(said.store_failures)
  if (isStored === undefined) return undefined
  return isStored ? 'table' : 'nothing'
}
