import { spawn } from 'node:child_process'
import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'

/** The built command line and a project for it. */
export interface Project {
  /** The path of the built `main.js`. */
  readonly main: string
  readonly folder: string
}

/** A process that has ended. */
export interface Finished {
  readonly code: number | null
  readonly output: string
  /** Of the whole process. */
  readonly seconds: number
}

/** Writes a project into a new temporary folder, which the caller removes. */
export function writeProject(main: string, files: Readonly<Record<string, string>>): Project {
  const folder = mkdtempSync(join(tmpdir(), 'xform-trial-'))
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true })
    writeFileSync(join(folder, path), text)
  }
  return { main, folder }
}

/** Runs the built command line on a project to its end. */
export function runToEnd({ main, folder }: Project, words: readonly string[]): Promise<Finished> {
  const start = performance.now()
  const child = spawn(process.execPath, [main, ...words, '--project-dir', folder], {
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  let output = ''
  child.stdout.on('data', (chunk: Buffer) => void (output += chunk.toString()))
  child.stderr.on('data', (chunk: Buffer) => void (output += chunk.toString()))
  return new Promise((resolve, reject) => {
    child.on('error', reject)
    child.on('close', (code) => resolve({ code, output, seconds: (performance.now() - start) / 1000 }))
  })
}

/** Runs it and throws what it said when it does not end well. */
export async function runWell(project: Project, words: readonly string[]): Promise<Finished> {
  const finished = await runToEnd(project, words)
  if (finished.code !== 0) throw new Error(`ended with ${finished.code}\n${finished.output}`)
  return finished
}
