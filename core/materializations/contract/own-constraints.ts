import { constraintSuffixes } from '../../adapter/constraint.ts'
import type { CompiledNode } from '../../compile/compiled.ts'

const suffixes = Object.values(constraintSuffixes)

/** Whether a constraint is one that a node's contract makes, or once made: it is made anew, and not carried over. */
export function isOwnConstraint(name: string, { contract }: Pick<CompiledNode, 'contract'>): boolean {
  const isDeclared = contract?.constraints.some((constraint) => constraint.name === name) ?? false
  return isDeclared || suffixes.some((suffix) => name.endsWith(suffix))
}
