// A fixture and what came of it → what is true of it, beside what should be.
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { indexLines } from '../../core/errors/span.ts'
import { asExpected, readFindings, type PrintedFinding } from './findings.ts'
import type { ExpectedFinding, Fixture, FixturePlace } from './fixture.ts'
import { writtenTexts, type FixtureOutcome } from './run-fixture.ts'
import { hasTraces, standingRelations } from './standing.ts'

/** Everything that matters of how a command ended. */
export interface Verdict {
  readonly exit: number | string | null
  readonly findings: readonly ExpectedFinding[]
  /** Whether it printed a stack trace, or that it stopped on an error of its own. */
  readonly crashed: boolean
  /** The findings whose place is none in their file. */
  readonly misplaced: readonly PrintedFinding[]
  /** The secrets that were printed, or written to target/. */
  readonly leaked: readonly string[]
  /** Whether a command that could not start has made anything in the database. */
  readonly began: boolean
  readonly standing: readonly string[] | undefined
}

/** What should be true of a fixture. */
export function expectedVerdict({ expect: { exit, findings, standing } }: Fixture): Verdict {
  return { exit, findings, crashed: false, misplaced: [], leaked: [], began: false, standing }
}

/** What is true of it. */
export async function judge(fixture: Fixture, outcome: FixtureOutcome): Promise<Verdict> {
  const { code, signal, project } = outcome
  const { findings: wanted, standing, exit } = fixture.expect
  const printed = outcome.stdout + outcome.stderr
  const findings = readFindings(printed)
  const shown = [printed, ...writtenTexts(project)]
  return {
    exit: signal === null ? code : `killed by ${signal}: it hangs`,
    findings: findings.map((finding, index) => asExpected(finding, wanted[index])),
    crashed: /\n\s+at .*:\d+:\d+|error of its own/u.test(printed),
    misplaced: findings.filter((finding) => !isInFile(finding, project)),
    leaked: (fixture.secrets ?? []).filter((secret) => shown.some((text) => text.includes(secret))),
    began: exit === 2 && (await madeSomething(fixture, outcome)),
    standing: standing === undefined ? undefined : await standingRelations(outcome),
  }
}

/** The name that a query of the command line goes by. */
const inlineQuery = 'xform_inline.sql'

/** Whether a finding's place is one: inside the text of its file. What is no text has a beginning only. */
function isInFile({ at }: PrintedFinding, project: string): boolean {
  if (at === undefined) return true
  const path = join(project, at.path)
  const isBeginning = [at.line, at.column, at.endLine, at.endColumn].every((number) => number === 1)
  if (isBeginning || !existsSync(path)) {
    return isBeginning || at.path.startsWith('--') || at.path === inlineQuery
  }
  const text = readFileSync(path, 'utf8').replace(/^\uFEFF/u, '')
  const index = indexLines({ path: at.path, text })
  const [start, end] = [index.offset(at), index.offset({ line: at.endLine, column: at.endColumn })]
  const { line, column, endLine, endColumn } = index.span(start, end)
  const isSame =
    line === at.line && column === at.column && endLine === at.endLine && endColumn === at.endColumn
  return start <= end && isSame
}

/** Whether anything of xform stands in a database that was empty before. */
async function madeSomething({ engine, earlier, prepare }: Fixture, place: FixturePlace): Promise<boolean> {
  const isComparable =
    earlier === undefined && prepare === undefined && engine !== 'postgres without a server'
  return isComparable && (await hasTraces(place))
}
