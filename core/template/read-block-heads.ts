import type { Diagnostic } from '../errors/diagnostic.ts'
import { describeBlockForm } from './block-problem.ts'
import type { OpenMustache } from './mustache.ts'
import type { EachStatement, Expression, LetStatement, NamedExpression } from './template.ts'

/** What stands behind a block's name, or what is wrong with it; nothing where that has been said already. */
export type HeadReading<T> =
  { readonly ok: true; readonly head: T } | { readonly ok: false; readonly problem: Diagnostic | undefined }

/** Reads the one expression of `{{#if}}` and `{{#unless}}`. */
export function readCondition(open: OpenMustache): HeadReading<Expression> {
  if (open.head === undefined) return { ok: false, problem: undefined }
  const [first, second] = open.head.args
  if (first?.kind !== 'positional' || open.head.names.length > 0) {
    return { ok: false, problem: describeBlockForm(open) }
  }
  if (second === undefined) return { ok: true, head: first.value }
  const { value } = first
  const form =
    value.kind === 'name'
      ? `{{#${open.name} (${value.name} …)}} or {{#${open.name} ${value.name}(…)}}`
      : undefined
  return { ok: false, problem: describeBlockForm(open, { at: second.value.at, form }) }
}

/** Reads `list as |item index|`. */
export function readEachHead(
  open: OpenMustache,
): HeadReading<Pick<EachStatement, 'list' | 'item' | 'index'>> {
  if (open.head === undefined) return { ok: false, problem: undefined }
  const { args, names } = open.head
  const [list, second] = args
  const [item, index, third] = names
  if (list?.kind !== 'positional' || second !== undefined) {
    return { ok: false, problem: describeBlockForm(open, { at: second?.value.at }) }
  }
  if (item === undefined || third !== undefined || item === index) {
    return { ok: false, problem: describeBlockForm(open) }
  }
  return { ok: true, head: { list: list.value, item, ...(index === undefined ? {} : { index }) } }
}

/** Reads `name=value …`. */
export function readLetHead(open: OpenMustache): HeadReading<Pick<LetStatement, 'bindings'>> {
  if (open.head === undefined) return { ok: false, problem: undefined }
  const bindings: NamedExpression[] = []
  for (const argument of open.head.args) {
    if (argument.kind === 'positional') {
      return { ok: false, problem: describeBlockForm(open, { at: argument.value.at }) }
    }
    bindings.push(argument)
  }
  if (bindings.length === 0 || open.head.names.length > 0) {
    return { ok: false, problem: describeBlockForm(open) }
  }
  return { ok: true, head: { bindings } }
}
