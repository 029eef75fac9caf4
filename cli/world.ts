import type { OutputStream } from './render/output.ts'

/** What the process is given from outside: made once in main.ts, or by a test. */
export interface World {
  readonly cwd: string
  readonly env: Readonly<Record<string, string | undefined>>
  readonly stdout: OutputStream
  readonly stderr: OutputStream
  /** Milliseconds since the epoch. */
  readonly now: () => number
  /** Fires when the process is asked to stop. */
  readonly signal: AbortSignal
  /** xform's own version. */
  readonly version: string
}

/** The options of all commands, as the command line gave them; what was not given is absent. */
export interface Options {
  readonly projectDir?: string
  readonly target?: string
  readonly vars?: string
  readonly reporter?: readonly string[]
  readonly quiet?: boolean
  readonly debug?: boolean
  readonly color?: boolean
  readonly select?: readonly string[]
  readonly exclude?: readonly string[]
  readonly selector?: string
  readonly state?: string
  readonly fullRefresh?: boolean
  readonly threads?: string
  readonly failFast?: boolean
  readonly empty?: boolean
  readonly dryRun?: boolean
  readonly audit?: boolean
  readonly storeFailures?: boolean
  readonly defer?: string
  readonly eventTimeStart?: string
  readonly eventTimeEnd?: string
  readonly output?: string
  readonly resourceType?: readonly string[]
  readonly inline?: string
  readonly limit?: string
  readonly folder?: string
  readonly json?: boolean
  readonly sample?: string
  readonly sampleSeed?: string
  /** Empty where no name was given. */
  readonly saveAsUnitTest?: string
  /** Words that are not options. */
  readonly words: readonly string[]
}
