/**
 * Empties the search path for the rest of the transaction, so that the catalogue prints every name with its schema, and keeps
 * what it was. Outside a transaction both statements must be sent in one message.
 */
export const saveSearchPath: readonly string[] = [
  `select set_config('xform.search_path', current_setting('search_path'), true)`,
  `set local search_path to ''`,
]

/** Puts the search path back. */
export const restoreSearchPath = `select set_config('search_path', current_setting('xform.search_path'), true)`
