import type { Located, PlainValue } from '../project/project.ts'
import { contentSpan, plainValue, type Tree } from '../project/tree.ts'
import type { Span } from '../errors/span.ts'
import { findMention } from './mention.ts'
import type { Reference } from './node.ts'

/** What is written for an argument of a generic test. */
export type GivenArgument =
  | { readonly kind: 'reference'; readonly reference: Reference; readonly at: Span }
  /** Text, which may be a template. */
  | { readonly kind: 'text'; readonly text: Located<string>; readonly at: Span }
  | { readonly kind: 'list'; readonly items: readonly GivenArgument[]; readonly at: Span }
  /** A number, true or false, null or a map; `raw` is the author's own spelling. */
  | { readonly kind: 'plain'; readonly value: PlainValue; readonly raw: string; readonly at: Span }

/** Reads an argument, whatever it is for. */
export function readGiven(tree: Tree): GivenArgument {
  const { at } = tree
  if (tree.kind === 'list') return { kind: 'list', items: tree.items.map(readGiven), at }
  if (tree.kind === 'map') return { kind: 'plain', value: plainValue(tree), raw: '', at }
  const reference = findMention(tree)
  if (reference !== undefined) return { kind: 'reference', reference, at }
  if (typeof tree.value !== 'string') return { kind: 'plain', value: tree.value, raw: tree.raw, at }
  return { kind: 'text', text: { value: tree.value, at: contentSpan(tree) }, at }
}
