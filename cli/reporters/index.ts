import { diagnostic, suggest } from '../../core/index.ts'
import type { Diagnostic } from '../../core/index.ts'
import type { Output } from '../render/output.ts'
import { createGithubReporter } from './github.ts'
import { createJsonReporter } from './json.ts'
import { createJunitReporter } from './junit.ts'
import { createPrettyReporter } from './pretty.ts'
import type { Reporter, ReporterContext } from './reporter.ts'

/** A reporter that `--reporter` can name. */
export type ReporterDefinition = {
  readonly name: string
  /** What it does, for `--help`. */
  readonly summary: string
} & (
  | { readonly argument: 'none'; readonly create: (context: ReporterContext) => Reporter }
  | { readonly argument: 'file'; readonly create: (context: ReporterContext, file: string) => Reporter }
)

/** Every reporter. A new one is a file beside this and a line here. */
export const reporterDefinitions: readonly ReporterDefinition[] = [
  {
    name: 'pretty',
    argument: 'none',
    summary: 'lines for a person, live on a terminal',
    create: createPrettyReporter,
  },
  {
    name: 'json',
    argument: 'none',
    summary: 'one event a line, and nothing else on stdout',
    create: createJsonReporter,
  },
  { name: 'junit', argument: 'file', summary: 'a JUnit XML file', create: createJunitReporter },
  {
    name: 'github',
    argument: 'none',
    summary: 'annotations in GitHub Actions',
    create: createGithubReporter,
  },
]

/** A reporter that was asked for, ready to be made. */
export interface ReporterChoice {
  readonly name: string
  readonly file: string | undefined
  readonly create: (context: ReporterContext) => Reporter
}

/** What `--reporter` asks for, and what is wrong with it. */
export interface ReporterChoices {
  readonly choices: readonly ReporterChoice[]
  readonly diagnostics: readonly Diagnostic[]
}

/** Reads the values of `--reporter` (`pretty`, `junit=FILE`); the same one given twice counts once. */
export function parseReporters(texts: readonly string[]): ReporterChoices {
  const readings = [...new Set(texts)].map(parseReporter)
  return {
    choices: readings.flatMap((reading) => ('choice' in reading ? [reading.choice] : [])),
    diagnostics: readings.flatMap((reading) => ('problem' in reading ? [reading.problem] : [])),
  }
}

/**
 * Makes the reporters. Where one of them writes data to the standard output, the others write to the error output, so
 * that the data stays alone.
 */
export function openReporters(
  choices: readonly ReporterChoice[],
  context: ReporterContext & { readonly errorOutput: Output },
): readonly Reporter[] {
  const hasData = choices.some(({ name }) => name === 'json')
  return choices.map(({ name, create }) => {
    const output = hasData && name !== 'json' ? context.errorOutput : context.output
    return create({ ...context, output })
  })
}

type Reading = { readonly choice: ReporterChoice } | { readonly problem: Diagnostic }

function parseReporter(text: string): Reading {
  const separator = text.indexOf('=')
  const name = separator === -1 ? text : text.slice(0, separator)
  const file = separator === -1 ? '' : text.slice(separator + 1)
  const definition = reporterDefinitions.find((one) => one.name === name)
  if (definition === undefined) return { problem: unknownReporter(name) }
  if (definition.argument === 'none')
    return separator === -1
      ? { choice: { name, file: undefined, create: definition.create } }
      : { problem: diagnostic('reporter-takes-no-file', { name }) }
  return file === ''
    ? { problem: diagnostic('reporter-needs-file', { name }) }
    : { choice: { name, file, create: (context) => definition.create(context, file) } }
}

function unknownReporter(name: string): Diagnostic {
  const known = reporterDefinitions.map((one) => one.name)
  return diagnostic('unknown-reporter', { name, known, suggestion: suggest(name, known) })
}
