import { spawn } from 'node:child_process'

/** A finished process. */
export interface Measured {
  readonly seconds: number
  /** Its largest resident set. */
  readonly megabytes: number
  readonly output: string
}

/** Runs a script of node to its end, which must be a good one. */
export function measure(words: readonly string[]): Promise<Measured> {
  const start = performance.now()
  const child = spawn('/usr/bin/env', ['time', '-f', 'peak %M', process.execPath, ...words], {
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  let output = ''
  let said = ''
  child.stdout.on('data', (chunk: Buffer) => void (output += chunk.toString()))
  child.stderr.on('data', (chunk: Buffer) => void (said += chunk.toString()))
  return new Promise((resolve, reject) => {
    child.on('error', reject)
    child.on('close', (code) => {
      const peak = /peak (\d+)/u.exec(said)?.[1] ?? '0'
      const seconds = (performance.now() - start) / 1000
      if (code === 0) resolve({ seconds, megabytes: Number(peak) / 1024, output })
      else reject(new Error(output + said))
    })
  })
}
