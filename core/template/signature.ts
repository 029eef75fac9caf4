import { diagnostic, type Diagnostic } from '../errors/diagnostic.ts'
import { didYouMean } from '../errors/suggest.ts'
import type { Span } from '../errors/span.ts'

/** What a function or a macro takes. */
export interface Signature {
  readonly name: string
  readonly parameters: readonly Parameter[]
  /** The name of any number of further arguments; without it there may be none. */
  readonly rest?: string
}

/** A parameter; with a fallback (as it is shown to people) it need not be given. */
interface Parameter {
  readonly name: string
  readonly fallback?: string
}

/** The arguments of a call, as far as binding them needs to know them. */
export interface Given<A> {
  readonly args: readonly A[]
  readonly named: ReadonlyMap<string, A>
  readonly at: Span
}

/** Arguments in the order of the parameters, undefined where the fallback holds; or all that is wrong with them. */
export type BoundArguments<A> =
  | { readonly ok: true; readonly args: readonly (A | undefined)[]; readonly rest: readonly A[] }
  | { readonly ok: false; readonly diagnostics: readonly [Diagnostic, ...Diagnostic[]] }

/** Gives each parameter its argument, by position and by name. */
export function bindArguments<A extends { readonly at: Span; readonly nameAt?: Span }>(
  signature: Signature,
  given: Given<A>,
): BoundArguments<A> {
  const { parameters, rest } = signature
  const shown = describeSignature(signature)
  const findings: Diagnostic[] = []
  const excess = given.args[parameters.length]
  if (excess !== undefined && rest === undefined) {
    const params = { signature: shown, most: parameters.length, given: given.args.length }
    findings.push(diagnostic('too-many-arguments', params, { at: excess.at }))
  }
  for (const [name, argument] of given.named) {
    const index = parameters.findIndex((parameter) => parameter.name === name)
    const at = argument.nameAt ?? argument.at
    if (index === -1) findings.push(describeUnknown(signature, name, at))
    else if (index < given.args.length)
      findings.push(diagnostic('given-twice', { what: 'argument', name }, { at }))
  }
  const args = parameters.map(({ name }, index) => given.args[index] ?? given.named.get(name))
  const missing = parameters.filter(
    ({ fallback }, index) => fallback === undefined && args[index] === undefined,
  )
  for (const { name } of missing) {
    findings.push(diagnostic('missing-argument', { name, signature: shown }, { at: given.at }))
  }
  const [first, ...others] = findings
  return first === undefined
    ? { ok: true, args, rest: given.args.slice(parameters.length) }
    : { ok: false, diagnostics: [first, ...others] }
}

/** How a call looks: `cents_to_dollars(column, scale=2)`. */
function describeSignature({ name, parameters, rest }: Signature): string {
  const shown = parameters.map((parameter) =>
    parameter.fallback === undefined ? parameter.name : `${parameter.name}=${parameter.fallback}`,
  )
  return `${name}(${[...shown, ...(rest === undefined ? [] : [`${rest} …`])].join(', ')})`
}

function describeUnknown(signature: Signature, name: string, at: Span): Diagnostic {
  const names = signature.parameters.map((parameter) => parameter.name)
  const suggestion = didYouMean(name, names)
  return diagnostic('unknown-argument', { name, signature: describeSignature(signature), suggestion }, { at })
}
