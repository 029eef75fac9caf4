const sessionWide =
  /(?:^|;)\s*(?:set\s+(?!local\b|transaction\b)|reset\b|discard\b|listen\b|prepare\b|declare\b|load\b)/i
const setsByCall = /\bset_config\s*\([^;]*\bfalse\s*\)|\bpg_(?:try_)?advisory_lock/i
const temporary = /\btemp(?:orary)?\b/i

/**
 * Whether a statement may change its session for longer than its transaction: settings, temporary tables, session locks. Also
 * true where such a thing is only mentioned; then a connection is made anew that could have been used again.
 */
export function leavesTraces(statement: string): boolean {
  if (sessionWide.test(statement) || setsByCall.test(statement)) return true
  return temporary.test(statement) && !/\bon commit drop\b/i.test(statement)
}
