#!/usr/bin/env node
import { readFileSync } from 'node:fs'
import { setFlagsFromString } from 'node:v8'
import { exitCodes } from './command.ts'
import { runWords } from './run-words.ts'
import { stopSignal } from './stop-signal.ts'

// A run makes much that is soon forgotten; a young generation that does not grow keeps the whole process small.
setFlagsFromString('--semi-space-growth-factor=1')

const stop = stopSignal(process, (code) => process.exit(code))
const ended = runWords(process.argv.slice(2), {
  cwd: process.cwd(),
  env: process.env,
  stdout: process.stdout,
  stderr: process.stderr,
  now: () => Date.now(),
  signal: stop.signal,
  version: ownVersion(),
})
ended.then(
  (code) => leave(stop.code() ?? code),
  (error: unknown) => {
    process.stderr.write(
      `xform stopped on an error of its own; please report it.\n${describeDefect(error)}\n`,
    )
    return leave(exitCodes.failure)
  },
)

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
