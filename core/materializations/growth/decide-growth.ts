import { emitsOtherwise } from '../../compile/fingerprint.ts'
import { diagnostic } from '../../errors/diagnostic.ts'
import type { Action, Decision } from '../materialization.ts'
import type { Reaction } from '../step.ts'
import { kindInWords, refuseForeign } from '../refuse-foreign.ts'
import { batchColumn } from './growth-input.ts'
import type { Remembered } from './ledger.ts'
import { whyWhole } from './why-whole.ts'

/** What to do with a relation that grows: create it, build it anew for a reason that is said, or add what is new. */
export function decideGrowth(decision: Decision): Action {
  const { node, standing } = decision
  const refused = refuseForeign(node, standing)
  if (refused !== undefined) return refused
  if (!standing.exists) return { kind: 'create', because: `it does not exist yet${readsWhole(node)}` }
  const reason = reasonToRebuild(decision)
  if (reason === undefined) return { kind: 'append', because: becauseOf(decision) }
  if (reason === changedSql && policyOf(decision) === 'fail') return refuseSql(decision)
  return replace(decision, reason)
}

const changedSql = 'its SQL has changed'

function reasonToRebuild({ node, standing, remembered, options }: Decision): string | undefined {
  if (standing.exists && standing.kind !== 'table')
    return `a ${kindInWords(standing.kind)} stands under its name`
  if (remembered === undefined || remembered.nodeId !== node.id || lacksBatches(node, standing))
    return `what stands was not built as a ${node.config.materialized}`
  if (node.config.fullRefresh === true) return 'its config says full_refresh: true'
  if (options.fullRefresh && node.config.fullRefresh !== false) return '--full-refresh was asked for'
  const driver = node.intake?.driver?.id ?? null
  if (remembered.driver !== driver) return 'something else drives it now'
  if (emitsOtherwise(remembered.fingerprint, node.fingerprint)) return 'its `emit` has changed'
  const isChanged = remembered.fingerprint !== node.fingerprint
  return isChanged && policyOf({ node }) !== 'continue' ? changedSql : undefined
}

/** Whether the columns that stand, where they are known, are not those of a log. */
function lacksBatches({ config }: Decision['node'], standing: Decision['standing']): boolean {
  if (config.materialized === 'state' || !standing.exists || standing.columns.length === 0) return false
  return standing.columns.every(({ name }) => name !== batchColumn)
}

/** Rows that older SQL made are kept in a log, which is history; a state that mixed both would be neither. */
function policyOf({ node }: Pick<Decision, 'node'>): 'continue' | 'rebuild' | 'fail' {
  return node.config.growth.onSqlChange ?? (node.config.materialized === 'state' ? 'rebuild' : 'continue')
}

function becauseOf({ node, remembered, options }: Decision): string {
  const kept = options.fullRefresh ? ', and its config forbids a full refresh' : ''
  const older =
    remembered !== undefined && remembered.fingerprint !== node.fingerprint
      ? `; batches up to ${remembered.batch} were made by other SQL`
      : ''
  const whole = node.config.materialized === 'state' ? whyWhole(node) : undefined
  const anew = whole === undefined ? '' : `; new rows build it anew: ${whole}`
  return `the table stands${kept}${older}${readsWhole(node)}${anew}`
}

/** Other inputs have no part in what is new: what they hold at the time decides. */
function readsWhole({ config, intake }: Decision['node']): string {
  const whole = intake?.whole ?? []
  if (whole.length === 0 || config.materialized === 'changes') return ''
  return `; reads ${whole.join(', ')} as ${whole.length === 1 ? 'it is' : 'they are'} now`
}

function replace(decision: Decision, because: string): Action {
  const { node, standing } = decision
  const isAsked = because.includes('full_refresh') || because.startsWith('--full-refresh')
  // Also of rows that something else made: the source may not hold them any more.
  const isLoss = standing.exists && standing.kind === 'table'
  if (node.config.fullRefresh === false && isLoss && !isAsked)
    return { kind: 'refuse', because, diagnostic: forbidRefresh(decision, because) }
  return { kind: 'replace', because, standing: standing.exists ? standing.kind : 'table' }
}

/** Says that something has to be built anew that must not be. */
function forbidRefresh({ node }: Pick<Decision, 'node'>, because: string): ReturnType<typeof diagnostic> {
  const at = node.places['full_refresh'] ?? node.at
  return diagnostic('refresh-forbidden', { model: node.name, because }, { at })
}

/** The refusal of a relation whose config forbids that it is built anew. */
export function refuseRebuild({ node }: Pick<Decision, 'node'>, because: string): Reaction | undefined {
  if (node.config.fullRefresh !== false) return undefined
  return { kind: 'refuse', diagnostics: [forbidRefresh({ node }, because)] }
}

function refuseSql({ node }: Decision): Action {
  const at = node.places['on_sql_change'] ?? node.at
  return {
    kind: 'refuse',
    because: changedSql,
    diagnostic: diagnostic('sql-changed', { model: node.name }, { at }),
  }
}

/** The generation that building anew begins. */
export function nextGeneration(own: Remembered | undefined): number {
  return (own?.generation ?? 0) + 1
}
