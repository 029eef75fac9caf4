// An expression → its value, in the place where evaluation stands.
import { diagnostic } from '../errors/diagnostic.ts'
import { didYouMean } from '../errors/suggest.ts'
import { callFunction } from './call-function.ts'
import type { EvaluatedArgument } from './evaluated-call.ts'
import { enter, leave, report, reportValue, type Evaluation, type Frame } from './evaluation.ts'
import {
  describeUnknownFunction,
  describeUnknownName,
  isEnvironmentName,
  isFunction,
  lookUp,
} from './names.ts'
import type { CallExpression, Expression, NameExpression, NamedExpression } from './template.ts'
import { describeKind, isList } from './truthy.ts'
import { failed, isKnown, unknowable, type Evaluated } from './unknown.ts'
import type { Value } from './value.ts'

type FieldExpression = Extract<Expression, { kind: 'field' }>

/** Evaluates an expression; what is wrong with it is reported on the way. */
export function evaluateExpression(evaluation: Evaluation, expression: Expression, frame: Frame): Evaluated {
  if (!enter(evaluation, frame, expression.at)) return failed
  const value = evaluateKind(evaluation, expression, frame)
  leave(evaluation)
  return value
}

function evaluateKind(evaluation: Evaluation, expression: Expression, frame: Frame): Evaluated {
  switch (expression.kind) {
    case 'literal':
      return expression.value
    case 'name':
      return evaluateName(evaluation, expression, frame)
    case 'field':
      return evaluateField(evaluation, expression, frame)
    case 'call':
      return evaluateCall(evaluation, expression, frame)
    case 'list':
      return allKnown(expression.items.map((item) => evaluateExpression(evaluation, item, frame)))
    case 'map':
      return evaluateMap(evaluation, expression.entries, frame)
    case 'invalid':
      return failed
  }
}

function evaluateName(evaluation: Evaluation, expression: NameExpression, frame: Frame): Evaluated {
  const { name, at, callable } = expression
  const value = lookUp(evaluation, frame, name)
  if (value !== undefined) return value
  if (!isFunction(evaluation, name)) {
    return report(evaluation, frame, describeUnknownName(evaluation, frame, expression))
  }
  if (!callable) return report(evaluation, frame, diagnostic('function-not-called', { name }, { at }))
  return callFunction(evaluation, { name, at, args: [] }, frame)
}

function evaluateField(evaluation: Evaluation, expression: FieldExpression, frame: Frame): Evaluated {
  const of = evaluateExpression(evaluation, expression.of, frame)
  if (!isKnown(of)) return of
  const { field, fieldAt: at } = expression
  const fields = fieldsOf(of)
  if (fields === undefined) {
    const finding = diagnostic('no-fields', { field, kind: describeKind(of) }, { at })
    return reportValue(evaluation, frame, finding)
  }
  const value = fields.get(field)
  if (value !== undefined) return value
  const suggestion = didYouMean(field, fields.keys())
  const finding = diagnostic('unknown-field', { field, suggestion }, { at })
  const certain = isCertain(evaluation, expression.of, frame)
  return certain ? report(evaluation, frame, finding) : reportValue(evaluation, frame, finding)
}

function fieldsOf(value: Value): ReadonlyMap<string, Value> | undefined {
  if (value === null || typeof value !== 'object' || isList(value)) return undefined
  return value.kind === 'map' ? value.entries : value.fields
}

/** Whether an expression reads what the environment itself supplies: its fields are names, not data. */
function isCertain(evaluation: Evaluation, expression: Expression, frame: Frame): boolean {
  if (expression.kind === 'field') return isCertain(evaluation, expression.of, frame)
  return expression.kind === 'name' && isEnvironmentName(evaluation, frame, expression.name)
}

function evaluateMap(evaluation: Evaluation, entries: readonly NamedExpression[], frame: Frame): Evaluated {
  const values = allKnown(entries.map(({ value }) => evaluateExpression(evaluation, value, frame)))
  if (!isKnown(values)) return values
  return { kind: 'map', entries: new Map(entries.map(({ name }, index) => [name, values[index] ?? null])) }
}

/** The values, if all are known: what is made of an unknown is unknown. */
function allKnown(values: readonly Evaluated[]): readonly Value[] | typeof failed {
  const known = values.filter(isKnown)
  if (known.length === values.length) return known
  return values.includes(failed) ? failed : unknowable
}

function evaluateCall(evaluation: Evaluation, expression: CallExpression, frame: Frame): Evaluated {
  const { name, at } = expression
  const exists = isFunction(evaluation, name)
  if (!exists) report(evaluation, frame, describeUnknownFunction(evaluation, frame, expression))
  const args = expression.args.map((argument): EvaluatedArgument => {
    const value = evaluateExpression(evaluation, argument.value, frame)
    const place = { value, at: argument.value.at, expression: argument.value }
    return argument.kind === 'named' ? { ...place, name: argument.name, nameAt: argument.nameAt } : place
  })
  return exists ? callFunction(evaluation, { name, at, args }, frame) : failed
}
