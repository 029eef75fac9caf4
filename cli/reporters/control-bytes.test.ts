import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import type { Diagnostic, RunEvent } from '../../core/index.ts'
import {
  ended,
  lateRows,
  model,
  nodeEnd,
  nodeStart,
  runEnd,
  runStart,
  startOfRun,
  success,
} from '../../tests/reporting/example-run.ts'
import { memoryOutput } from '../../tests/reporting/memory-output.ts'
import { replay, reporterContext } from '../../tests/reporting/reporter-context.ts'
import { readScreen } from '../../tests/reporting/screen-reader.ts'
import { openReporters, parseReporters } from './index.ts'

/** A run in which everything that comes from users or databases is the given text. */
function runOf(text: string): readonly RunEvent[] {
  const node = { ...model(text, text, text), path: text }
  const at = { path: text, line: 1, column: 1, endLine: 1, endColumn: 3 }
  const finding: Diagnostic = {
    ...lateRows,
    severity: 'error',
    message: text,
    hint: text,
    at,
    related: [{ message: text, at }],
  }
  const failed = ended(
    node,
    { status: 'error', diagnostics: [finding] },
    { from: 0, until: 5, warnings: [finding] },
  )
  const skipped = ended(
    node,
    { status: 'skipped', because: text, blockedBy: text },
    { from: 5, until: 5, thread: 0 },
  )
  const unchanged = ended(
    node,
    { status: 'success', action: 'nothing', because: text, rows: 1 },
    { from: 5, until: 9 },
  )
  const results = [failed, skipped, unchanged, ended(node, success('create'), { from: 5, until: 9 })]
  return [
    { ...runStart([node, node]), command: text, target: text, runId: text } as RunEvent,
    nodeStart(node),
    { type: 'node:wait', at: startOfRun, node, because: text },
    { type: 'node:wait', at: startOfRun, node: undefined, because: text },
    { type: 'statement', at: startOfRun, node, label: text, sql: text, milliseconds: 5, rows: 1 },
    { type: 'notice', at: startOfRun, diagnostic: finding },
    ...results.map(nodeEnd),
    runEnd(results, { command: text, target: text, runId: text }),
  ]
}

const hostile = fc
  .array(
    fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.constantFrom('\u001b[2J', '\u009b31m', '\r', '\u0007', '\n', '\t', '\u007f'),
    ),
  )
  .map((parts) => parts.join(''))

test.each(['pretty', 'json', 'github'])(
  '%s writes no control character of anybody to a pipe',
  async (name) => {
    await fc.assert(
      fc.asyncProperty(hostile, async (text) => {
        const context = reporterContext({ verbosity: 'debug', sources: new Map([[text, text]]) })
        for (const reporter of openReporters(parseReporters([name]).choices, {
          ...context,
          errorOutput: context.output,
        }))
          await replay(reporter, runOf(text))
        expect(context.output.text().replaceAll('\n', '')).not.toMatch(/\p{Cc}/u)
      }),
    )
  },
)

test('on a terminal the only control sequences are those of the reporter itself', async () => {
  await fc.assert(
    fc.asyncProperty(hostile, async (text) => {
      const output = memoryOutput({ isTerminal: true, color: true, columns: 80, rows: 30 })
      const context = reporterContext({ output, verbosity: 'debug', sources: new Map([[text, text]]) })
      for (const reporter of openReporters(parseReporters(['pretty']).choices, {
        ...context,
        errorOutput: output,
      }))
        await replay(reporter, runOf(text))
      const { lines } = readScreen(output.text())
      expect(lines.join('')).not.toMatch(/\p{Cc}/u)
      expect(output.text()).not.toContain('\u001b[2J')
    }),
  )
})
