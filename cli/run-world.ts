import { setTimeout as sleepFor } from 'node:timers/promises'
import { findHashedFiles, openSeed, readSeed, type Adapter, type ExecuteContext } from '../core/index.ts'
import type { Invocation } from './command.ts'
import type { RunFacts } from './compile-input.ts'
import type { OpenProject } from './open-project.ts'

/** What building asks of the world outside the database: the time, chance, the project's files, who is running. */
export type RunWorld = Pick<
  ExecuteContext,
  'clock' | 'sleep' | 'random' | 'signal' | 'run' | 'lockTimeout' | 'readSeed' | 'findFiles'
>

/** The world of one run. */
export function runWorld(
  { project }: OpenProject,
  run: RunFacts,
  { invocation, adapter }: { readonly invocation: Invocation; readonly adapter: Adapter },
): RunWorld {
  const { world, command, options } = invocation
  const { folder, target } = project
  const { now, signal } = world
  return {
    clock: now,
    sleep: async (milliseconds, stop) => sleepFor(milliseconds, undefined, { signal: stop }),
    random: Math.random,
    signal,
    run: {
      runId: run.id,
      command,
      target: target.name,
      xformVersion: world.version,
      arguments: argumentsOf(options),
    },
    lockTimeout: target.lockTimeout,
    readSeed: ({ path, config, columns }) =>
      readSeed({ open: () => openSeed(folder, path), path, config, columns, dialect: adapter.dialect }),
    findFiles: (config, known) => findHashedFiles(config, known, { folder, now: now(), signal }),
  }
}

/** What a retry needs to know of the command line; variables may hold secrets and are left out. */
function argumentsOf({
  select,
  exclude,
  selector,
  fullRefresh,
  empty,
  audit,
  storeFailures,
  eventTimeStart,
  eventTimeEnd,
}: Invocation['options']): Readonly<Record<string, unknown>> {
  return {
    select,
    exclude,
    selector,
    fullRefresh,
    empty,
    audit,
    storeFailures,
    eventTimeStart,
    eventTimeEnd,
  }
}
