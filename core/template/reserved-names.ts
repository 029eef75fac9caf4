import { blockForms } from './block-problem.ts'
import { builtins } from './functions/builtins.ts'

/** Functions that the stages supply. */
const functions = ['ref', 'source', 'config', 'var', 'env', 'env_var', 'watermark']

/** Names that stand for values, and words of the language itself. */
const values = ['this', 'target', 'run', 'incremental', 'true', 'false', 'null', 'else', 'raw']

const supplied = new Set([...functions, ...values])

/** Whether a macro cannot have this name, because calls to it would mean something else. */
export function isReservedName(name: string): boolean {
  return builtins.has(name) || supplied.has(name) || blockForms.has(name)
}
