import type { Adapter } from '../adapter/adapter.ts'
import type { RunEvent } from '../events.ts'
import type { CompiledSeed } from '../compile/compiled.ts'
import type { ReadFile } from '../materializations/growth/ledger.ts'
import type { FoundFiles } from '../materializations/step.ts'
import type { FilesConfig } from '../project/files/files-config.ts'
import type { SeedReading } from '../seed/read-seed.ts'

/** Everything that `execute` needs of the world. */
export interface ExecuteContext {
  readonly adapter: Adapter
  readonly emit: (event: RunEvent) => void
  /** Milliseconds since the epoch. */
  readonly clock: () => number
  /** Waits; rejects when the signal fires. */
  readonly sleep: (milliseconds: number, signal: AbortSignal) => Promise<void>
  /** A number from 0 up to 1, for jitter. */
  readonly random: () => number
  /** Fires when the run is to stop: what runs is cancelled, what has not started is left. */
  readonly signal: AbortSignal
  readonly run: RunIdentity
  /** How long to wait for somebody else's lock, in milliseconds. */
  readonly lockTimeout: number
  readonly threads: number
  readonly failFast: boolean
  /** Looks which files a source has; those that are not known to be as they were are hashed. */
  readonly findFiles: (config: FilesConfig, known: readonly ReadFile[]) => Promise<FoundFiles>
  /** Reads a seed's file. */
  readonly readSeed: (seed: CompiledSeed) => Promise<SeedReading>
}

/** What identifies a run, in events and in the bookkeeping. */
export interface RunIdentity {
  readonly runId: string
  readonly command: string
  readonly target: string
  readonly xformVersion: string
  /** What was asked for, without secrets. */
  readonly arguments: Readonly<Record<string, unknown>>
}
