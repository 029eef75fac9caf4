import type { TestProject } from 'vitest/node'
import { bundleCli } from './bundled-cli.ts'
import { openDoor } from './databases/door.ts'

/** Runs once for a whole test run, in its main process: lends every test file the one Postgres server and the command line. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const [door, cli] = await Promise.all([openDoor(), bundleCli()])
  project.provide('postgresDoor', door.port)
  project.provide('bundledCli', cli.path)
  return async () => {
    cli.remove()
    await door.close()
  }
}

declare module 'vitest' {
  interface ProvidedContext {
    /** The loopback port that tells where the test run's Postgres is; the first who asks starts it. */
    postgresDoor: number
    /** The module of the command line: cli/run-words.ts and all that it needs. */
    bundledCli: string
  }
}
