import { unquotedTable } from '../../compile/intake.ts'
import { isPlainFlow } from '../../analyze/plain-flow.ts'
import { diagnostic, type Diagnostic } from '../../errors/diagnostic.ts'
import { scanSql } from '../../parse/sql-scan.ts'
import { locateWord, type Location } from '../../template/locate.ts'
import type { Reaction } from '../step.ts'
import { withWarnings } from '../with-warnings.ts'
import type { GrowthInput } from './growth-input.ts'

/** Goes on, and warns where the SQL is new and looks at more than one row of its driver: batches then give other rows than all at once. */
export function warnAcrossRows(input: GrowthInput, next: () => Reaction): Reaction {
  const { node, own, intake } = input
  const { driver, query } = intake
  if (driver === undefined || own?.fingerprint === node.fingerprint) return next()
  if (isPlainFlow(query.text, driver.table)) return next()
  return {
    kind: 'steps',
    steps: [
      {
        kind: 'analyze flow',
        label: 'analyse the query',
        query: query.text,
        driver: unquotedTable(driver),
        next: (reasons) => withWarnings(warnings(input, driver.name, reasons), next()),
      },
    ],
  }
}

function warnings(
  { node, intake }: GrowthInput,
  driver: string,
  reasons: readonly string[],
): readonly Diagnostic[] {
  if (reasons.length === 0) return []
  const { at = node.at, related = [] } = placeOf(reasons, intake.query) ?? {}
  const params = { model: node.name, driver, reasons }
  return [diagnostic('flow-across-rows', params, { at, related, severity: 'warning' })]
}

/** Words in the reasons that stand in the query as well. */
const told = /group by|having|distinct|limit|union|except|intersect|window|sample|(\w+)(?=\(\))/giu

const written: ReadonlyMap<string, string> = new Map([
  ['group by', String.raw`group\s+by`],
  ['limit', 'limit|offset|fetch'],
  ['window', 'over'],
  ['sample', 'tablesample|using\\s+sample'],
])

/** Where the first of what the reasons name stands; undefined where none of it is found. */
function placeOf(reasons: readonly string[], query: GrowthInput['intake']['query']): Location | undefined {
  const words = [...reasons.join(' ').matchAll(told)].map(([word]) => written.get(word) ?? word)
  if (words.length === 0) return undefined
  const quoted = scanSql(query.text)
  const found = [...query.text.matchAll(new RegExp(String.raw`\b(?:${words.join('|')})\b`, 'giu'))]
  const first = found.find(({ index }) => !quoted.some(({ start, end }) => start <= index && index < end))
  return first && locateWord(query, first.index)
}
