// A call whose arguments are evaluated → its value: of a built-in function, one of the environment's, or a macro.
import { diagnostic, type Diagnostic } from '../errors/diagnostic.ts'
import type { Span } from '../errors/span.ts'
import { callMacro } from './call-macro.ts'
import type { EvaluatedArgument, EvaluatedCall } from './evaluated-call.ts'
import type { Argument, FunctionResult, TemplateFunction } from './environment.ts'
import { report, reportValue, spend, type Evaluation, type Frame } from './evaluation.ts'
import type { BuiltinFunction } from './functions/function.ts'
import { builtins } from './functions/builtins.ts'
import { bindArguments, type Given } from './signature.ts'
import { isList } from './truthy.ts'
import { failed, isKnown, unknowable, type Evaluated } from './unknown.ts'
import type { Value } from './value.ts'

/** Functions whose calls make the graph: everywhere, and so their arguments must be knowable everywhere. */
const referenceFunctions = new Set(['ref', 'source'])

/** Calls the function or the macro that has the call's name, which is known to exist. */
export function callFunction(evaluation: Evaluation, call: EvaluatedCall, frame: Frame): Evaluated {
  const { functions, macros } = evaluation.environment
  const builtin = builtins.get(call.name)
  if (builtin !== undefined) return callBuiltin(evaluation, { builtin, call }, frame)
  const supplied = functions.get(call.name)
  if (supplied !== undefined) return callSupplied(evaluation, { supplied, call }, frame)
  const macro = macros.get(call.name)
  if (macro !== undefined) return callMacro(evaluation, { macro, given: giveArguments(call) }, frame)
  return failed
}

/** A call's arguments, the named ones by name. */
function giveArguments({ args, at }: EvaluatedCall): Given<EvaluatedArgument> {
  const named = new Map<string, EvaluatedArgument>()
  for (const argument of args) {
    if (argument.name !== undefined) named.set(argument.name, argument)
  }
  return { args: args.filter(({ name }) => name === undefined), named, at }
}

function callBuiltin(
  evaluation: Evaluation,
  { builtin, call }: { readonly builtin: BuiltinFunction; readonly call: EvaluatedCall },
  frame: Frame,
): Evaluated {
  const bound = bindArguments(builtin.signature, giveArguments(call))
  if (!bound.ok) return reportAll(evaluation, frame, bound.diagnostics)
  const unknown = findUnknown(call.args)
  if (unknown !== undefined) return unknown
  spend(evaluation, frame, { steps: weigh(call.args), at: call.at })
  if (evaluation.stopped) return failed
  const { environment } = evaluation
  const result = builtin.run({
    args: bound.args.map((argument) => toArgument(argument ?? { value: null, at: call.at })),
    rest: bound.rest.map(toArgument),
    at: call.at,
    environment,
  })
  return result.ok ? result.value : reportValue(evaluation, frame, result.diagnostic)
}

function callSupplied(
  evaluation: Evaluation,
  { supplied, call }: { readonly supplied: TemplateFunction; readonly call: EvaluatedCall },
  frame: Frame,
): Evaluated {
  const dead = frame.output === undefined
  if (dead && evaluation.environment.branches === 'taken') return unknowable
  const isReference = referenceFunctions.has(call.name)
  const unknown = findUnknown(call.args)
  if (unknown !== undefined) {
    const mustBeKnown = isReference && !unknown.reported
    return mustBeKnown ? report(evaluation, frame, describeUnknowable(call)) : unknown
  }
  const result = withPlace(supplied(toCall(call, { calls: frame.calls, dead })), call.at)
  if (result.ok) return result.value
  return isReference
    ? report(evaluation, frame, result.diagnostic)
    : reportValue(evaluation, frame, result.diagnostic)
}

function toCall(
  call: EvaluatedCall,
  { calls, dead }: { readonly calls: readonly Span[]; readonly dead: boolean },
): Parameters<TemplateFunction>[0] {
  const { args, named } = giveArguments(call)
  return {
    name: call.name,
    args: args.map(toArgument),
    named: new Map([...named].map(([name, argument]) => [name, toArgument(argument)])),
    at: call.at,
    calls,
    dead,
  }
}

/** An argument whose value has been found to be known. */
function toArgument({ value, at, nameAt, expression }: EvaluatedArgument): Argument {
  return {
    value: isKnown(value) ? value : null,
    at,
    ...(nameAt === undefined ? {} : { nameAt }),
    ...(expression === undefined ? {} : { expression }),
  }
}

function findUnknown(args: readonly EvaluatedArgument[]): Exclude<Evaluated, Value> | undefined {
  let found: Exclude<Evaluated, Value> | undefined
  for (const { value } of args) {
    if (!isKnown(value) && (found === undefined || value.reported)) found = value
  }
  return found
}

function describeUnknowable({ name, args, at }: EvaluatedCall): Diagnostic {
  const place = args.find(({ value }) => !isKnown(value))?.at ?? at
  return diagnostic('unknowable-reference', { name }, { at: place })
}

function withPlace(result: FunctionResult, at: Span): FunctionResult {
  if (result.ok || result.diagnostic.at !== undefined) return result
  return { ok: false, diagnostic: { ...result.diagnostic, at } }
}

/** What a call costs beyond itself: functions look at every item of a list and at every letter of a text. */
function weigh(args: readonly EvaluatedArgument[]): number {
  let weight = 0
  for (const { value } of args) {
    if (typeof value === 'string') weight += value.length >> 8
    else if (isKnown(value) && isList(value)) weight += value.length
  }
  return weight
}

function reportAll(evaluation: Evaluation, frame: Frame, findings: readonly Diagnostic[]): Evaluated {
  for (const finding of findings) report(evaluation, frame, finding)
  return failed
}
