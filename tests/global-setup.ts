import type { TestProject } from 'vitest/node'
import { openDoor } from './databases/door.ts'

/** Runs once for a whole test run, in its main process: lends every test file the one Postgres server. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const door = await openDoor()
  project.provide('postgresDoor', door.port)
  return door.close
}

declare module 'vitest' {
  interface ProvidedContext {
    /** The loopback port that tells where the test run's Postgres is; the first who asks starts it. */
    postgresDoor: number
  }
}
