import type { Diagnostic } from '../errors/diagnostic.ts'
import type { Reaction } from './step.ts'

/** A reaction that warns as well; one that refuses has more to say than that. */
export function withWarnings(warnings: readonly Diagnostic[], reaction: Reaction): Reaction {
  if (reaction.kind === 'refuse' || warnings.length === 0) return reaction
  return { ...reaction, warnings: [...warnings, ...(reaction.warnings ?? [])] }
}
