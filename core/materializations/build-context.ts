import type { Dialect } from '../adapter/dialect.ts'
import type { CompiledNode } from '../compile/compiled.ts'

/** What every step is written from: the node, and how its database writes SQL. */
export interface BuildContext {
  readonly node: CompiledNode
  readonly dialect: Dialect
}
