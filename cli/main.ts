#!/usr/bin/env node
import { readFileSync } from 'node:fs'
import { setFlagsFromString } from 'node:v8'
import yargs, { type Argv } from 'yargs'
import { commonOptions, exitCodes, type Command } from './command.ts'
import { commands, plannedCommands } from './commands/index.ts'
import { stopSignal } from './stop-signal.ts'
import type { Options, World } from './world.ts'

// A run makes much that is soon forgotten; a young generation that does not grow keeps the whole process small.
setFlagsFromString('--semi-space-growth-factor=1')

const stop = stopSignal(process, (code) => process.exit(code))
const world: World = {
  cwd: process.cwd(),
  env: process.env,
  stdout: process.stdout,
  stderr: process.stderr,
  now: () => Date.now(),
  signal: stop.signal,
  version: ownVersion(),
}

main(process.argv.slice(2)).then(leave, (error: unknown) => {
  process.stderr.write(`xform stopped on an error of its own; please report it.\n${describeDefect(error)}\n`)
  return leave(exitCodes.failure)
})

async function main(words: readonly string[]): Promise<number> {
  let chosen: { readonly command: Command; readonly options: Options } | undefined
  const problems: string[] = inheritedNames(words).map((name) => `Unknown argument: ${name}`)
  if (problems.length > 0) return misuse(words, problems)
  const parser = commands.reduce(
    (argv, command) =>
      argv.command(usage(command), command.summary, build(command), (args) => {
        chosen = { command, options: readOptions(args) }
      }),
    commonOptions(yargs([...words])),
  )
  await configure(parser, problems).parseAsync()
  if (problems.length > 0) return misuse(words, problems)
  if (chosen === undefined) return exitCodes.success
  const { command, options } = chosen
  const surplus = [...repeatedOptions(options), ...surplusWords(command, options)]
  if (surplus.length > 0) return misuse(words, surplus)
  const run = await command.load()
  const code = await run({ command: command.name, options, world })
  return stop.code() ?? code
}

function configure(argv: Argv, problems: string[]): Argv {
  return argv
    .scriptName('xform')
    .usage('xform builds SQL models into DuckDB or Postgres.\n\nUsage: $0 <command> [options]')
    .version(world.version)
    .help()
    .alias('help', 'h')
    .demandCommand(1, 'no command')
    .strict()
    .exitProcess(false)
    .showHelpOnFail(false)
    .wrap(Math.min(100, process.stdout.columns ?? 100))
    .parserConfiguration({
      'dot-notation': false,
      'greedy-arrays': true,
      'strip-aliased': true,
      'strip-dashed': true,
    })
    .fail((message: string | null, error: Error | undefined) => {
      if (error !== undefined && error.name !== 'YError') throw error
      problems.push(message ?? error?.message ?? '')
    })
}

/** Options with the names of what every object has: the parser would stumble over them. */
function inheritedNames(words: readonly string[]): readonly string[] {
  const names = words.flatMap((word) => /^--?(?:no-)?(?<name>[^=]+)/u.exec(word)?.groups?.['name'] ?? [])
  return names.filter(
    (name) => (name.split('.')[0] ?? '') in Object.prototype || name.startsWith('__proto__'),
  )
}

/** The options that can be given several times. */
const listOptions: ReadonlySet<string> = new Set(['select', 'exclude', 'reporter', 'resourceType', 'words'])

function repeatedOptions(options: Options): readonly string[] {
  return Object.entries(options).flatMap(([name, value]) =>
    Array.isArray(value) && !listOptions.has(name) ? [`Repeated option: ${name}`] : [],
  )
}

/** What stands behind `--` belongs to no option. */
function surplusWords({ name }: Command, { words }: Options): readonly string[] {
  return name === 'init' ? [] : words.map((word) => `Unknown argument: ${word}`)
}

function usage({ name }: Command): string {
  return name === 'init' ? 'init [folder]' : name
}

/** The options that every command has are known before the command is, so that they may stand in front of it. */
function build({ groups }: Command): (argv: Argv) => Argv {
  return (argv) =>
    groups.filter((group) => group !== commonOptions).reduce((built, group) => group(built), argv)
}

function readOptions({ _: words, $0: _script, ...options }: Record<string, unknown>): Options {
  return { ...options, words: Array.isArray(words) ? words.slice(1).map(String) : [] }
}

async function misuse(words: readonly string[], problems: readonly string[]): Promise<number> {
  const { explainMisuse } = await import('./misuse.ts')
  process.stderr.write(await explainMisuse({ words, problems, commands, plannedCommands }))
  return exitCodes.usage
}

function ownVersion(): string {
  const text = readFileSync(new URL('../../package.json', import.meta.url), 'utf8')
  const parsed: unknown = JSON.parse(text)
  return typeof parsed === 'object' && parsed !== null && 'version' in parsed
    ? String(parsed.version)
    : 'unknown'
}

function describeDefect(error: unknown): string {
  return error instanceof Error ? (error.stack ?? error.message) : String(error)
}

/** Ends the process once everything that was written has left it. */
async function leave(code: number): Promise<void> {
  await new Promise((resolve) => process.stdout.write('', resolve))
  await new Promise((resolve) => process.stderr.write('', resolve))
  process.exit(code)
}
