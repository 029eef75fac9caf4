// A call of a macro → the SQL of its body.
import { diagnostic } from '../errors/diagnostic.ts'
import type { EvaluatedArgument } from './evaluated-call.ts'
import { report, stop, withNames, type Evaluation, type Frame } from './evaluation.ts'
import { fingerprint } from './fingerprint.ts'
import { limits } from './limits.ts'
import { signatureOf } from './macros.ts'
import { createOutput, finish } from './output.ts'
import { bindArguments, type Given } from './signature.ts'
import type { MacroDefinition } from './template.ts'
import { failed, unknowable, type Evaluated } from './unknown.ts'

/** A macro and what it is called with. */
export interface MacroCall {
  readonly macro: MacroDefinition
  readonly given: Given<EvaluatedArgument>
}

/**
 * Runs a macro's body with its parameters and nothing else of the caller's names. In a branch that is not taken the
 * body is only followed, and only where functions are called there at all; never twice with the same arguments and
 * never into a macro that is being followed already, so that it ends whatever calls whatever.
 */
export function callMacro(evaluation: Evaluation, { macro, given }: MacroCall, frame: Frame): Evaluated {
  const bound = bindArguments(signatureOf(macro), given)
  if (!bound.ok) {
    for (const finding of bound.diagnostics) report(evaluation, frame, finding)
    return failed
  }
  const dead = frame.output === undefined
  if (dead && !mayFollow(evaluation, { macro, args: bound.args }, frame)) return unknowable
  if (frame.macros.length >= limits.macroDepth) {
    if (dead) return unknowable
    const params = { name: macro.name, limit: limits.macroDepth }
    return stop(evaluation, frame, diagnostic('macro-too-deep', params, { at: given.at }))
  }
  const inner: Frame = {
    scope: undefined,
    calls: [given.at, ...frame.calls],
    macros: [...frame.macros, macro.name],
    output: dead ? undefined : createOutput(),
  }
  evaluation.run(macro.body, withNames(inner, nameArguments(evaluation, { macro, args: bound.args }, inner)))
  return inner.output === undefined ? unknowable : { kind: 'sql', ...finish(inner.output) }
}

interface NamedCall {
  readonly macro: MacroDefinition
  readonly args: readonly (EvaluatedArgument | undefined)[]
}

function nameArguments(
  evaluation: Evaluation,
  { macro, args }: NamedCall,
  frame: Frame,
): ReadonlyMap<string, Evaluated> {
  const names = new Map<string, Evaluated>()
  for (const [index, { name, fallback }] of macro.parameters.entries()) {
    const given = args[index]?.value
    const value =
      given === undefined && fallback !== undefined
        ? evaluation.evaluate(fallback, withNames(frame, names))
        : given
    names.set(name, value ?? null)
  }
  return names
}

function mayFollow(evaluation: Evaluation, { macro, args }: NamedCall, frame: Frame): boolean {
  if (evaluation.environment.branches === 'taken' || frame.macros.includes(macro.name)) return false
  const key = [macro.name, ...args.map((argument) => fingerprint(argument?.value))].join(' ')
  if (evaluation.followed.has(key)) return false
  evaluation.followed.add(key)
  return true
}
