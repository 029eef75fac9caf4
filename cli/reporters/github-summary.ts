import type { NodeResult, RunResult } from '../../core/index.ts'
import { count } from '../render/count.ts'
import { formatDuration } from '../render/duration.ts'
import { escapeControls } from '../render/escape.ts'
import { nodeName } from './names.ts'
import { describeOutcome } from './outcome.ts'
import { describeTally, endOf, endWords, tallyNodes } from './tally.ts'

/** GitHub drops a summary beyond 1 MiB: so many rows stay below it. */
const mostRows = 500

/** A run → its part of a job's summary, as Markdown: a table of the nodes, failures first. */
export function renderStepSummary(result: RunResult): string {
  const { command, target, results, startedAt, endedAt, interrupted } = result
  const elapsed = formatDuration(endedAt - startedAt)
  const ending = interrupted ? `, interrupted after ${elapsed}` : ` in ${elapsed}`
  const nodes =
    results.length === 0
      ? 'nothing to do'
      : `${count(results.length, 'node')}: ${describeTally(tallyNodes(results))}`
  const shown = failuresFirst(results).slice(0, mostRows)
  const hidden = results.length - shown.length
  return [
    `### xform ${escapeMarkdown(command)} on ${escapeMarkdown(target)}`,
    '',
    `${nodes}${ending}`,
    '',
    ...(shown.length === 0 ? [] : renderTable(shown)),
    ...(hidden === 0 ? [] : [`… and ${count(hidden, 'more node')}`, '']),
    '',
  ].join('\n')
}

function renderTable(results: readonly NodeResult[]): readonly string[] {
  return [
    '| | node | materialized | time | result |',
    '| --- | --- | --- | ---: | --- |',
    ...results.map(renderRow),
    '',
  ]
}

function renderRow(result: NodeResult): string {
  const { node, startedAt, endedAt } = result
  const cells = [
    endWords[endOf(result)],
    nodeName(node),
    node.materialized,
    formatDuration(endedAt - startedAt),
    describeOutcome(result),
  ]
  return `| ${cells.map(escapeMarkdown).join(' | ')} |`
}

function failuresFirst(results: readonly NodeResult[]): readonly NodeResult[] {
  const failed = results.filter((one) => endOf(one) === 'failed')
  return [...failed, ...results.filter((one) => endOf(one) !== 'failed')]
}

const longest = 300

function escapeMarkdown(text: string): string {
  const bounded = text.length > longest ? `${text.slice(0, longest)}…` : text
  return escapeControls(bounded).replaceAll(/[\\`*_{}[\]<>()#|~&]/g, (character) => `\\${character}`)
}
