// A state's query → whether its rows can be put together from old rows and new ones, or why not.
import { refuseGrouping } from './grouping.ts'
import { readOutputs, type StateRole } from './output.ts'
import { parseQuery, type ParsedQuery } from './parse-query.ts'
import { refuseRowExpression } from './row-expression.ts'
import { refuseWords } from './refuse-words.ts'
import { refuseClauses, readRelation } from './select-clauses.ts'
import { asParts, isUnused, type SqlNode } from './sql-node.ts'

/** How a query is to be read. */
export interface AnalysisOptions {
  /** The name of the dialect that it is written in. */
  readonly dialect: string
  /** The name, without quotes, under which it reads its driver: a common table expression that is not part of the text. */
  readonly driver: string
}

/** What can be done with a state when its driver has new rows. */
export type StateAnalysis =
  | {
      readonly kind: 'mergeable'
      /** The output columns by position. */
      readonly columns: readonly { readonly role: StateRole }[]
    }
  | {
      readonly kind: 'recompute'
      /** A clause: "it uses avg()". */
      readonly because: string
    }

/**
 * Whether the rows of a state can be merged: whether, for every split of the driver's rows into old and new, the query over
 * all of them gives what comes out when its rows over the old and its rows over the new are grouped by the key columns, with
 * the sum of sums and counts, the least of the least and the greatest of the greatest.
 *
 * Only what is known to be sound is mergeable: everything else is recomputed, also what cannot be parsed. It never throws.
 * Types are not known here. The caller has to recompute where sums are of floating-point numbers, and where values that are
 * equal can look different, and which of them is kept matters (decimals without a scale, texts under a case-insensitive collation).
 */
export async function analyzeState(sql: string, options: AnalysisOptions): Promise<StateAnalysis> {
  const query = await parseQuery(sql, options.dialect)
  return query === undefined ? recompute('it could not be analysed') : judge(query, options.driver)
}

function judge({ tree: query, words }: ParsedQuery, driver: string): StateAnalysis {
  if (query.kind !== 'select') return recompute('it is not one plain select')
  const relation = refuseClauses(query) ?? readRelation(query, driver)
  if (typeof relation === 'string') return recompute(relation)
  const outputs = readOutputs(query, relation.name)
  if (typeof outputs === 'string') return recompute(outputs)
  const because = refuseWhere(query) ?? refuseGrouping(query, outputs, relation.name) ?? refuseWords(words)
  if (because !== undefined) return recompute(because)
  return { kind: 'mergeable', columns: outputs.map(({ role }) => ({ role })) }
}

function refuseWhere(select: SqlNode): string | undefined {
  const where = select.parts['where_clause']
  return isUnused(where) ? undefined : refuseRowExpression(asParts(where)['this'])
}

function recompute(because: string): StateAnalysis {
  return { kind: 'recompute', because }
}
