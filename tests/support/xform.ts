import { spawn, type ChildProcess } from 'node:child_process'
import { fileURLToPath } from 'node:url'

/** The built command line. */
export const builtMain = fileURLToPath(new URL('../../dist/cli/main.js', import.meta.url))

/** How a process ended, and what it said. */
export interface Ended {
  readonly code: number | null
  readonly signal: NodeJS.Signals | null
  readonly stdout: string
  readonly stderr: string
}

/** A running `xform`. */
export interface Running {
  readonly child: ChildProcess
  readonly ended: Promise<Ended>
  /** Resolves when the output so far matches. */
  saw(pattern: RegExp): Promise<void>
}

/** Where and with what `xform` is started. */
export interface Start {
  readonly cwd: string
  readonly env?: Readonly<Record<string, string>>
}

/** Starts the built command line as a process of its own. */
export function startXform(words: readonly string[], { cwd, env = {} }: Start): Running {
  const child = spawn(process.execPath, [builtMain, ...words], {
    cwd,
    env: { PATH: process.env['PATH'], HOME: process.env['HOME'], ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  let stdout = ''
  let stderr = ''
  const watchers = new Set<() => void>()
  const tell = (): void => {
    for (const watch of watchers) watch()
  }
  child.stdout.on('data', (chunk: Buffer) => {
    stdout += chunk.toString()
    tell()
  })
  child.stderr.on('data', (chunk: Buffer) => {
    stderr += chunk.toString()
    tell()
  })
  const ended = new Promise<Ended>((resolve, reject) => {
    child.on('error', reject)
    child.on('close', (code, signal) => resolve({ code, signal, stdout, stderr }))
  })
  return {
    child,
    ended,
    saw: (pattern) =>
      new Promise((resolve, reject) => {
        const watch = (): void => {
          if (!pattern.test(stdout + stderr)) return
          watchers.delete(watch)
          resolve()
        }
        watchers.add(watch)
        child.on('close', () => reject(new Error(`never saw ${String(pattern)} in:\n${stdout}${stderr}`)))
        watch()
      }),
  }
}

/** Runs the built command line to its end. */
export function xform(words: readonly string[], start: Start): Promise<Ended> {
  return startXform(words, start).ended
}
