// The words of a command line → the command that they name, run with its options.
import yargs, { type Argv } from 'yargs'
import { commonOptions, exitCodes, type Command } from './command.ts'
import { commands, plannedCommands } from './commands/index.ts'
import type { Options, World } from './world.ts'

/**
 * Runs a command line (`run`, `--select`, `orders`) in a world; resolves to its exit code. What it asks of help and version is
 * printed to the process's own output.
 */
export async function runWords(words: readonly string[], world: World): Promise<number> {
  let chosen: { readonly command: Command; readonly options: Options } | undefined
  const problems: string[] = inheritedNames(words).map((name) => `Unknown argument: ${name}`)
  if (problems.length > 0) return misuse(words, problems, world)
  const parser = commands.reduce(
    (argv, command) =>
      argv.command(usage(command), command.summary, build(command), (args) => {
        chosen = { command, options: readOptions(args) }
      }),
    commonOptions(yargs([...words])),
  )
  await configure(parser, problems, world).parseAsync()
  if (problems.length > 0) return misuse(words, problems, world)
  if (chosen === undefined) return exitCodes.success
  const { command, options } = chosen
  const surplus = [...repeatedOptions(options), ...surplusWords(command, options)]
  if (surplus.length > 0) return misuse(words, surplus, world)
  const run = await command.load()
  return run({ command: command.name, options, world })
}

function configure(argv: Argv, problems: string[], { version, stdout }: World): Argv {
  return argv
    .scriptName('xform')
    .usage('xform builds SQL models into DuckDB or Postgres.\n\nUsage: $0 <command> [options]')
    .version(version)
    .help()
    .alias('help', 'h')
    .demandCommand(1, 'no command')
    .strict()
    .exitProcess(false)
    .showHelpOnFail(false)
    .wrap(Math.min(100, stdout.columns ?? 100))
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

async function misuse(
  words: readonly string[],
  problems: readonly string[],
  { stderr }: World,
): Promise<number> {
  const { explainMisuse } = await import('./misuse.ts')
  stderr.write(await explainMisuse({ words, problems, commands, plannedCommands }))
  return exitCodes.usage
}
