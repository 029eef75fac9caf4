// A command line → what it writes, in this process.
import { inject } from 'vitest'
import type { runWords as RunWords } from '../../cli/run-words.ts'
import type { World } from '../../cli/world.ts'

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
  words: readonly string[],
  { folder, env = {}, now = () => Date.parse('2026-07-01T06:00:00Z') }: CommandPlace,
): Promise<CommandOutcome> {
  const { runWords }: { readonly runWords: typeof RunWords } = await import(inject('bundledCli'))
  const parts: string[] = []
  const stream: World['stdout'] = { write: (text) => parts.push(text), on: () => undefined }
  const code = await runWords(words, {
    cwd: folder,
    env,
    stdout: stream,
    stderr: stream,
    now,
    signal: new AbortController().signal,
    version: '0.1.0',
  })
  return { text: parts.join(''), code }
}
