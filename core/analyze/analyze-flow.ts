// A flow's query → why its rows may depend on more than one row of its driver each.
import { countReads, findCarriers, type Carriers } from './carriers.ts'
import type { AnalysisOptions } from './analyze-state.ts'
import { parseQuery } from './parse-query.ts'
import { selectReasons } from './flow-select.ts'
import { isUnused, type SqlNode } from './sql-node.ts'
import { nodesIn } from './sql-walk.ts'

/**
 * Why a flow's query is not computed row by row: why its rows over the driver's old rows and its rows over the new ones are
 * together not its rows over all of them. A clause each ("it uses a window function"), every clause once.
 *
 * It is for a warning: a reason is given only for what is understood, and none for what is not, nor for a query that cannot
 * be parsed. It never throws.
 */
export async function analyzeFlow(sql: string, options: AnalysisOptions): Promise<readonly string[]> {
  const query = await parseQuery(sql, options.dialect)
  if (query === undefined) return []
  const tree = { [query.tree.kind]: query.tree.parts }
  const carriers = findCarriers(tree, options.driver)
  const reasons = nodesIn(tree).flatMap((node) =>
    node.kind === 'select' ? selectReasons(node, carriers) : setReasons(node, carriers),
  )
  const oftenRead = countReads(tree, carriers) > 1 ? ['it reads its driver more than once'] : []
  return [...new Set([...oftenRead, ...reasons])]
}

function setReasons(node: SqlNode, carriers: Carriers): readonly string[] {
  if (node.kind !== 'union' && node.kind !== 'except' && node.kind !== 'intersect') return []
  const { left, right, all, limit, offset } = node.parts
  if (countReads([left, right], carriers) === 0) return []
  const isUnionAll = node.kind === 'union' && all === true
  return [
    ...(isUnionAll ? [] : [`it uses ${node.kind}, which compares rows with each other`]),
    ...(isUnused(limit) && isUnused(offset) ? [] : ['it has a limit']),
  ]
}
