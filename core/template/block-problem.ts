import { diagnostic, type Diagnostic } from '../errors/diagnostic.ts'
import { didYouMean } from '../errors/suggest.ts'
import type { Span } from '../errors/span.ts'
import type { OpenMustache } from './mustache.ts'

/** The blocks of the language and how each is written. */
export const blockForms: ReadonlyMap<string, string> = new Map([
  ['if', '{{#if condition}} … {{else}} … {{/if}}'],
  ['unless', '{{#unless condition}} … {{else}} … {{/unless}}'],
  ['each', '{{#each list as |item index|}} … {{else}} … {{/each}}'],
  ['let', '{{#let name=value other=value}} … {{/let}}'],
  ['macro', '{{#macro name parameter other=default}} … {{/macro}}'],
])

/** What people write for our blocks in other languages. */
const synonyms: ReadonlyMap<string, string> = new Map([
  ['with', 'let'],
  ['set', 'let'],
  ['for', 'each'],
  ['foreach', 'each'],
  ['inline', 'macro'],
  ['function', 'macro'],
])

/** A block whose name is none of ours. */
export function describeUnknownBlock({ name, nameAt }: OpenMustache): Diagnostic {
  const synonym = synonyms.get(name)
  const form = synonym === undefined ? undefined : blockForms.get(synonym)
  const suggestion = form === undefined ? didYouMean(name, blockForms.keys()) : `Write ${form}.`
  return diagnostic('unknown-block', { name, suggestion }, { at: nameAt })
}

/** A block whose arguments are not what it takes; `at` is the first that is not, `form` how to write just this one. */
export function describeBlockForm(
  { name, nameAt }: OpenMustache,
  {
    at = nameAt,
    form = blockForms.get(name) ?? '',
  }: { at?: Span | undefined; form?: string | undefined } = {},
): Diagnostic {
  return diagnostic('wrong-block-form', { name, form }, { at })
}
