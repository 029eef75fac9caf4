import type { RelationName } from './adapter/relation.ts'
import type { ResultTable } from './adapter/session.ts'
import type { Diagnostic } from './errors/diagnostic.ts'
import type { AgeLimit } from './parse/age-limit.ts'
import type { NodeId } from './parse/node.ts'

/** What a node is built for, as events and results name it. */
export interface NodeSummary {
  readonly id: NodeId
  readonly kind: string
  readonly name: string
  readonly path: string
  readonly materialized: string
  /** Undefined for what makes no relation, such as a test. */
  readonly relation: RelationName | undefined
}

/** A node that makes a relation. */
export interface RelationSummary extends NodeSummary {
  readonly relation: RelationName
}

/** What was done to a relation. */
export type ActionKind =
  'create' | 'replace' | 'append' | 'delete+insert' | 'merge' | 'microbatch' | 'load' | 'nothing' | 'verify'

/** What came with the new rows of a flow. */
export interface BatchCounts {
  /** The flow's newest batch. */
  readonly batch: number
  /** Rows behind the watermark, whether they were accepted, diverted or dropped. */
  readonly late: number
  /** Rows that were left out because their key was there already. */
  readonly duplicates: number
}

/** How old a node's newest rows were found to be (`xform freshness`). Times are in milliseconds since the epoch. */
export interface AgedOutcome {
  readonly status: 'aged'
  /** Whether they are younger than every limit, or which one they have passed. */
  readonly verdict: 'pass' | 'warn' | 'fail'
  /** When the newest row came; undefined where there is none, which is older than any limit. */
  readonly newest: number | undefined
  /** From then to `lookedAt`, in milliseconds; negative where the newest row is from the future. */
  readonly age: number | undefined
  /** The time then, by the clock of the database, or of this machine where files were looked at. */
  readonly lookedAt: number
  readonly limits: {
    readonly warnAfter: AgeLimit | undefined
    readonly errorAfter: AgeLimit | undefined
  }
  /** What is wrong, if anything is, at the limit that was passed. */
  readonly diagnostics: readonly Diagnostic[]
}

/** How a node ended. Every node of a run ends in exactly one of these. */
export type NodeOutcome =
  | {
      readonly status: 'success'
      readonly action: ActionKind
      readonly because: string
      readonly rows: number | undefined
      /** Of a flow that was added to. */
      readonly batch?: BatchCounts
    }
  /** A test that was run. */
  | {
      readonly status: 'tested'
      readonly verdict: 'pass' | 'warn' | 'fail'
      /** The rows that fail, or what `fail_calc` makes of them. */
      readonly failures: number
      /** Set where it is not a number of rows. */
      readonly calculated?: true
      /** What is to be said of them; nothing where it passes. */
      readonly diagnostics: readonly Diagnostic[]
      /** Where the rows that fail are kept. */
      readonly stored?: RelationName
    }
  | AgedOutcome
  | { readonly status: 'error'; readonly diagnostics: readonly Diagnostic[] }
  | { readonly status: 'skipped'; readonly because: string; readonly blockedBy: NodeId | undefined }
  | { readonly status: 'cancelled' }

/** Whether an end lets what comes behind it go on: it was built, or tested or looked at without failing. */
export function endedWell(outcome: NodeOutcome): boolean {
  const isJudged = outcome.status === 'tested' || outcome.status === 'aged'
  return outcome.status === 'success' || (isJudged && outcome.verdict !== 'fail')
}

/** A node and how it ended. Times are in milliseconds since the epoch. */
export interface NodeResult {
  readonly node: NodeSummary
  readonly outcome: NodeOutcome
  readonly startedAt: number
  readonly endedAt: number
  /** Which of the run's threads built it, from 1; 0 where it never started. */
  readonly thread: number
  readonly warnings: readonly Diagnostic[]
}

/** How a whole run ended. */
export interface RunResult {
  readonly runId: string
  readonly command: string
  readonly target: string
  readonly startedAt: number
  readonly endedAt: number
  readonly results: readonly NodeResult[]
  /** Findings about the run itself (a hook that failed, a lost connection). */
  readonly diagnostics: readonly Diagnostic[]
  readonly interrupted: boolean
}

/**
 * What a run says while it goes on: the only way out of `execute`.
 *
 * Of one node the events come in order and never overlap; of different nodes they are interleaved. `run:start` is the
 * first event and `run:end` the last.
 */
export type RunEvent =
  /** The plan stands and the first node is about to start. */
  | {
      readonly type: 'run:start'
      readonly at: number
      readonly runId: string
      readonly command: string
      readonly target: string
      readonly threads: number
      readonly nodes: readonly NodeSummary[]
    }
  /** A node's transaction is about to begin. Nodes that are skipped never start. */
  | {
      readonly type: 'node:start'
      readonly at: number
      readonly node: NodeSummary
      readonly index: number
      readonly total: number
      readonly thread: number
    }
  /** Something has to wait for somebody else's lock. May come again with another reason. */
  | {
      readonly type: 'node:wait'
      readonly at: number
      readonly node: NodeSummary | undefined
      readonly because: string
    }
  /** A node that is built in several transactions has come to the next: what was done before is committed. */
  | {
      readonly type: 'node:progress'
      readonly at: number
      readonly node: NodeSummary
      /** What it does now, in words (`2024-01-03, 3 of 12 periods`). */
      readonly doing: string
    }
  /** A statement of a node has run; what it did is not committed yet. */
  | {
      readonly type: 'statement'
      readonly at: number
      readonly node: NodeSummary
      readonly label: string
      readonly sql: string
      readonly milliseconds: number
      readonly rows: number | undefined
    }
  /** A relation is not what its query gives (`xform verify`); its `node:end` follows. */
  | {
      readonly type: 'node:difference'
      readonly at: number
      readonly node: NodeSummary
      /** Rows that the query gives and the relation does not hold. */
      readonly missing: number
      /** Rows that it holds and the query does not give. */
      readonly surplus: number
      /** Some of them, each with its side in the first column. */
      readonly examples: ResultTable
    }
  /** A node has ended. On success its transaction is committed; otherwise nothing of it is left but whole periods of a microbatch model. */
  | {
      readonly type: 'node:end'
      readonly at: number
      readonly result: NodeResult
      readonly index: number
      readonly total: number
    }
  /** A finding that belongs to no node. */
  | { readonly type: 'notice'; readonly at: number; readonly diagnostic: Diagnostic }
  /** Everything has ended; nothing runs on the server any more. */
  | { readonly type: 'run:end'; readonly at: number; readonly result: RunResult }

/** Hears of a run's events. One that throws is warned about once and not called again. */
export interface RunListener {
  onEvent(event: RunEvent): void
  /** Called once, after `run:end`: the place to finish files. */
  close?(): Promise<void>
}
