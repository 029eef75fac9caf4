// A command and its options → what it writes, in this process.
import yargs from 'yargs'
import type { Command } from '../../cli/command.ts'
import { commands } from '../../cli/commands/index.ts'
import type { Options, World } from '../../cli/world.ts'

/** What a command wrote, to either of its outputs, and its exit code. */
export interface CommandOutcome {
  readonly text: string
  readonly code: number
}

/** Where a command runs. */
export interface CommandPlace {
  readonly folder: string
  readonly env?: Readonly<Record<string, string>>
  /** Milliseconds since 1970; always the same moment unless given. */
  readonly now?: () => number
}

/** Runs a command line (`run`, `--select`, `orders`) in a folder, without a process of its own. */
export async function runCommand(
  [name = '', ...words]: readonly string[],
  { folder, env = {}, now = () => Date.parse('2026-07-01T06:00:00Z') }: CommandPlace,
): Promise<CommandOutcome> {
  const command = commands.find((one) => one.name === name)
  if (command === undefined) throw new Error(`there is no command ${name}`)
  const parts: string[] = []
  const stream: World['stdout'] = { write: (text) => parts.push(text), on: () => undefined }
  const world: World = {
    cwd: folder,
    env,
    stdout: stream,
    stderr: stream,
    now,
    signal: new AbortController().signal,
    version: '0.1.0',
  }
  const run = await command.load()
  const code = await run({ command: name, options: readOptions(command, words), world })
  return { text: parts.join(''), code }
}

/** Reads words as main.ts does. */
function readOptions({ groups }: Command, words: readonly string[]): Options {
  const settings = { 'greedy-arrays': true, 'strip-aliased': true, 'strip-dashed': true }
  const parser = yargs([...words]).parserConfiguration(settings)
  const { _: rest, $0: _script, ...options } = groups.reduce((argv, group) => group(argv), parser).parseSync()
  return { ...options, words: rest.map(String) }
}
