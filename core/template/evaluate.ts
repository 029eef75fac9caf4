// A template and what it can see → SQL with its source map, and what is wrong.
import type { Diagnostic } from '../errors/diagnostic.ts'
import type { Environment } from './environment.ts'
import { evaluateExpression } from './evaluate-expression.ts'
import { evaluateStatements } from './evaluate-statements.ts'
import { withNames, type Evaluation, type Frame } from './evaluation.ts'
import { createOutput, finish, type Output } from './output.ts'
import type { Sql } from './sql.ts'
import type { Template } from './template.ts'
import { unknowable } from './unknown.ts'

export type { Argument, Call, Environment, FunctionResult, TemplateFunction } from './environment.ts'

/** What a template comes to. With errors among the diagnostics the SQL is incomplete and not to be used. */
export interface EvaluatedTemplate {
  readonly sql: Sql
  readonly diagnostics: readonly Diagnostic[]
}

/**
 * Evaluates a template. Every name in it is resolved, also in branches that are not taken, and every mistake is
 * reported once, in the order in which it is met. Never throws.
 */
export function evaluate(template: Template, environment: Environment): EvaluatedTemplate {
  const evaluation = begin(environment)
  const output = createOutput()
  evaluation.run(template.body, frameOf(output))
  return { sql: finish(output), diagnostics: evaluation.diagnostics }
}

/**
 * Resolves the names in every macro, called or not; nothing is called and no parameter has a value. What a call with
 * real values would find is left to that call.
 */
export function checkMacros(environment: Environment): readonly Diagnostic[] {
  const evaluation = begin({ ...environment, branches: 'taken' })
  for (const { parameters, body } of environment.macros.values()) {
    const names = new Map(parameters.map(({ name }) => [name, unknowable]))
    for (const { fallback } of parameters) {
      if (fallback !== undefined) evaluation.evaluate(fallback, withNames(frameOf(undefined), names))
    }
    evaluation.run(body, withNames(frameOf(undefined), names))
  }
  return evaluation.diagnostics
}

function begin(environment: Environment): Evaluation {
  const evaluation: Evaluation = {
    environment,
    diagnostics: [],
    reported: new Set(),
    followed: new Set(),
    run: (body, frame) => {
      evaluateStatements(evaluation, body, frame)
    },
    evaluate: (expression, frame) => evaluateExpression(evaluation, expression, frame),
    steps: 0,
    depth: 0,
    made: 0,
    stopped: false,
  }
  return evaluation
}

function frameOf(output: Output | undefined): Frame {
  return { scope: undefined, calls: [], macros: [], output }
}
