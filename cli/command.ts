import yargs, { type Argv } from 'yargs'
import type { Options, World } from './world.ts'

/** How the process ends: all good, something ran and failed, or it could not start. */
export const exitCodes = { success: 0, failure: 1, usage: 2 } as const

/** What a command is called with. */
export interface Invocation {
  readonly command: string
  readonly options: Options
  readonly world: World
}

/** Carries a command out and gives the exit code. Loaded only when its command is called. */
export type CommandRunner = (invocation: Invocation) => Promise<number>

/** A command of the command line. */
export interface Command {
  readonly name: string
  /** One line for `--help`. */
  readonly summary: string
  readonly groups: readonly OptionGroup[]
  readonly load: () => Promise<CommandRunner>
}

/** Options that belong together. */
export type OptionGroup = (argv: Argv) => Argv

/** The options of a command, as they are written: its help lists them. */
export async function optionsOf({ groups }: Command): Promise<readonly string[]> {
  const help = await groups.reduce((argv, group) => group(argv), yargs([]).wrap(null)).getHelp()
  return [...new Set(help.match(/(?<=\s)--[a-z][a-z-]*/gu))]
}

/** What every command understands. */
export const commonOptions: OptionGroup = (argv) =>
  argv
    .option('project-dir', {
      alias: 'p',
      type: 'string',
      requiresArg: true,
      describe: 'the project, or a folder in it',
    })
    .option('target', { alias: 't', type: 'string', requiresArg: true, describe: 'a target of xform.yml' })
    .option('vars', {
      type: 'string',
      requiresArg: true,
      describe: "variables as YAML or JSON: '{start: 2024-01-01}'",
    })
    .option('reporter', {
      type: 'string',
      array: true,
      nargs: 1,
      describe: 'pretty, json, junit=FILE or github; may be given several times',
    })
    .option('quiet', { alias: 'q', type: 'boolean', describe: 'only failures and the summary' })
    .option('debug', { type: 'boolean', describe: 'every statement with its time' })
    .option('color', { type: 'boolean', describe: 'colours; --no-color leaves them out' })

/** What chooses nodes. */
export const selectionOptions: OptionGroup = (argv) =>
  argv
    .option('select', {
      alias: ['s', 'models'],
      type: 'string',
      array: true,
      requiresArg: true,
      describe: 'only these nodes: names, path:, tag:, +orders, orders+1, a,b …',
    })
    .option('exclude', { type: 'string', array: true, requiresArg: true, describe: 'not these nodes' })
    .option('selector', { type: 'string', requiresArg: true, describe: 'a selector of selectors.yml' })
    .option('state', {
      type: 'string',
      requiresArg: true,
      describe: 'a folder with the artifacts of an earlier run, for state:, result: and source_status:',
    })

const threads = {
  type: 'string',
  requiresArg: true,
  describe: 'how many nodes are worked on at once',
} as const

/** What commands that build share. */
export const buildOptions: OptionGroup = (argv) =>
  argv
    .option('full-refresh', { alias: 'f', type: 'boolean', describe: 'rebuild incremental models' })
    .option('threads', threads)
    .option('fail-fast', { alias: 'x', type: 'boolean', describe: 'stop at the first failure' })
    .option('empty', { type: 'boolean', describe: 'columns without rows' })
    .option('dry-run', {
      type: 'boolean',
      describe: 'show each action, its reason and its SQL; touch nothing',
    })

const storeFailures = {
  type: 'boolean',
  describe: 'keep the rows that fail, also of tests whose config does not say so',
} as const

/** What commands that run tests, and nothing else, share. */
export const testOptions: OptionGroup = (argv) =>
  argv
    .option('threads', { type: 'string', requiresArg: true, describe: 'how many tests are run at once' })
    .option('fail-fast', { alias: 'x', type: 'boolean', describe: 'stop at the first failure' })
    .option('store-failures', storeFailures)
    .option('dry-run', { type: 'boolean', describe: 'show the SQL of each test; run nothing' })

/** Whether tests come before publication, and whether the rows that fail are kept. */
export const auditOptions: OptionGroup = (argv) =>
  argv
    .option('audit', {
      type: 'boolean',
      describe: 'test before publishing; --no-audit publishes first, and tests then',
    })
    .option('store-failures', storeFailures)

/** What `retry` can say anew; the rest was said by the run that it takes up. */
export const retryOptions: OptionGroup = (argv) =>
  argv
    .option('threads', { type: 'string', requiresArg: true, describe: 'how many nodes are built at once' })
    .option('fail-fast', { alias: 'x', type: 'boolean', describe: 'stop at the first failure' })
    .option('state', {
      type: 'string',
      requiresArg: true,
      describe: 'a folder with the artifacts of an earlier run, for --defer',
    })
    .option('dry-run', {
      type: 'boolean',
      describe: 'show each action, its reason and its SQL; touch nothing',
    })

/** Where what is not built here is read. */
export const deferOptions: OptionGroup = (argv) =>
  argv.option('defer', {
    type: 'string',
    describe: 'read what is not built here from another target, or as the manifest of --state says',
  })

/** Which periods of microbatch models are built. */
export const eventTimeOptions: OptionGroup = (argv) =>
  argv
    .option('event-time-start', {
      type: 'string',
      requiresArg: true,
      describe: 'rebuild the periods of microbatch models from here (2024-01-01, in UTC)',
    })
    .option('event-time-end', { type: 'string', requiresArg: true, describe: '… up to here, not included' })

/** What `ls` prints. */
export const listOptions: OptionGroup = (argv) =>
  argv
    .option('output', {
      type: 'string',
      choices: ['text', 'json', 'paths'],
      describe: 'how nodes are listed',
    })
    .option('resource-type', {
      type: 'string',
      array: true,
      requiresArg: true,
      describe: 'only these kinds of nodes',
    })

/** What `show` prints. */
export const showOptions: OptionGroup = (argv) =>
  argv
    .option('inline', {
      type: 'string',
      requiresArg: true,
      describe: 'a query of your own: "select * from {{ ref(\'orders\') }}"',
    })
    .option('limit', { type: 'string', requiresArg: true, describe: 'at most so many rows (10)' })
    .option('output', { type: 'string', choices: ['text', 'json', 'csv'], describe: 'how rows are printed' })
    .option('save-as-unit-test', {
      type: 'string',
      describe: 'write rows of what the model reads, and what it makes of them, as a unit test of this name',
    })

/** How `status` prints. */
export const statusOptions: OptionGroup = (argv) =>
  argv.option('json', { type: 'boolean', describe: 'one JSON document instead of a table' })

/** How much `verify` compares. */
export const verifyOptions: OptionGroup = (argv) =>
  argv
    .option('sample', {
      type: 'string',
      requiresArg: true,
      describe: 'only about so many keys (1000), or so much of them (5%)',
    })
    .option('sample-seed', {
      type: 'string',
      requiresArg: true,
      describe: 'chooses the keys: the same seed, the same keys',
    })

/** What `freshness` needs. */
export const freshnessOptions: OptionGroup = (argv) =>
  argv.option('threads', threads).option('output', {
    alias: 'o',
    type: 'string',
    requiresArg: true,
    describe: 'where sources.json is written (target/sources.json)',
  })

/** What `init` needs. */
export const initOptions: OptionGroup = (argv) =>
  argv.positional('folder', {
    type: 'string',
    describe: 'where to put the project; made if it does not exist',
  })
