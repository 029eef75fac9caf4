import type { Diagnostic } from '../../../core/errors/diagnostic.ts'

/** How a code is explained in docs/errors.md: what it means, and an example. */
export type ErrorExample = RunExample | WordedExample

/** A small project and a command in which the code comes up. */
export interface RunExample {
  /** For somebody who has just met it: when it comes up, and what it would lead to. */
  readonly means: string
  /** Path → content, besides or instead of the usual files. Where there are several steps, they are taken in turn. */
  readonly steps: readonly ExampleStep[]
}

/** Files that are written, and the command that runs then. */
export interface ExampleStep {
  readonly files: Readonly<Record<string, string | Uint8Array>>
  readonly words: readonly string[]
}

/** A code that comes up only in circumstances that an example cannot make: what it would say. */
export interface WordedExample {
  readonly means: string
  readonly finding: Diagnostic
}

/** An example with one file, which shows when the project is compiled. */
export function inFile(path: string, content: string | Uint8Array, means: string): RunExample {
  return inFiles({ [path]: content }, means)
}

/** An example with several files, which shows when the project is compiled. */
export function inFiles(files: ExampleStep['files'], means: string): RunExample {
  return { means, steps: [{ files, words: ['compile'] }] }
}

/** An example with a model's SQL, which shows when the project is compiled. */
export function inModel(sql: string, means: string): RunExample {
  return inFile('models/revenue.sql', sql, means)
}

/** An example with a file of macros. */
export function inMacros(text: string, means: string): RunExample {
  return inFile('macros/money.sql', text, means)
}

/** An example with a property file. */
export function inProperties(text: string, means: string): RunExample {
  return inFile('models/models.yml', text, means)
}

/** An example with an xform.yml; the part that is always the same is written in front. */
export function inProject(text: string, means: string): RunExample {
  return inFile('xform.yml', `${projectHead}${text}`, means)
}

/** An example that needs a command. */
export function onCommand(
  words: readonly string[],
  means: string,
  files: ExampleStep['files'] = {},
): RunExample {
  return { means, steps: [{ files, words }] }
}

/** An example with a seed, which shows when it is loaded. */
export function inSeed(csv: string | Uint8Array, means: string): RunExample {
  return onCommand(['seed', '--select', 'rates'], means, { 'seeds/rates.csv': csv })
}

/** An example that is worded by hand. */
export function worded(finding: Diagnostic, means: string): WordedExample {
  return { means, finding }
}

/** The beginning of every example's xform.yml. */
export const projectHead = 'name: bank\ntargets:\n  dev: { type: duckdb, path: bank.duckdb }\n'
