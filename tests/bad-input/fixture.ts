/** Path → content. */
export type Files = Readonly<Record<string, string | Uint8Array>>

/** What `--reporter json` is to say of one problem. */
export interface ExpectedFinding {
  readonly code: string
  /** `path:line:column`; absent where no file is to blame. */
  readonly at?: string
  /** Words of the hint. */
  readonly hint: string
  /** Words of the message. */
  readonly message?: string
  /** An error where it is not said. */
  readonly severity?: 'warning' | 'note'
}

/** How the command is to end, and everything that it is to say, in order. */
export interface Expectation {
  readonly exit: 0 | 1 | 2
  readonly findings: readonly ExpectedFinding[]
  /** The relations that stand in the target's schema afterwards; looked at only where it is said. */
  readonly standing?: readonly string[]
}

/** Files that are written, and the command that runs then. */
export interface Step {
  readonly files?: Files | undefined
  readonly command?: readonly string[]
}

/** The database that a fixture runs on; on the server of the tests it has one of its own. */
export type FixtureEngine = 'duckdb' | 'postgres without a server' | 'postgres'

/** Where a fixture runs. */
export interface FixturePlace {
  /** The project's folder. */
  readonly project: string
  readonly env: Readonly<Record<string, string>>
}

/** Takes back what was prepared. */
export type Undo = () => Promise<unknown> | void

/** A small project with something wrong in it, or something that only looks wrong, and what xform is to say. */
export interface Fixture extends Step {
  readonly name: string
  /** DuckDB where it is not said. */
  readonly engine?: FixtureEngine
  readonly env?: Readonly<Record<string, string>>
  /** Steps that go well, before the one that is looked at. */
  readonly earlier?: readonly Step[]
  /** Makes what files cannot say: links, rights, somebody else who has the database open. Gives back what undoes it. */
  readonly prepare?: (place: FixturePlace) => Promise<Undo | void> | Undo | void
  /** Why it cannot be tried here. */
  readonly skip?: string | undefined
  /** What must be in nothing that is printed or written. */
  readonly secrets?: readonly string[]
  readonly expect: Expectation
}

/** It could not start, and these are the reasons. */
export function refused(...findings: readonly ExpectedFinding[]): Expectation {
  return { exit: 2, findings }
}

/** It ran, and these things failed. */
export function failed(...findings: readonly ExpectedFinding[]): Expectation {
  return { exit: 1, findings }
}

/** It went well; there may be warnings and notes. */
export function fine(...findings: readonly ExpectedFinding[]): Expectation {
  return { exit: 0, findings }
}
