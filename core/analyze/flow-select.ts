// A select that reads the driver → why its rows may depend on more than one row of the driver each.
import { countReads, type Carriers } from './carriers.ts'
import { asList, asParts, isUnused, type SqlNode } from './sql-node.ts'
import { nodesIn } from './sql-walk.ts'

/** The reasons within one select; its subqueries are selects of their own. */
export function selectReasons(select: SqlNode, carriers: Carriers): readonly string[] {
  const { from, joins } = select.parts
  const reads = countReads([from, joins], carriers) > 0
  return [
    ...lookupReasons(select, carriers),
    ...(reads
      ? [
          ...clauseReasons(select),
          ...sampleReasons(select),
          ...callReasons(select),
          ...joinReasons(select, carriers),
        ]
      : []),
  ]
}

const clauses: readonly (readonly [string, string])[] = [
  ['group_by', 'it has a group by'],
  ['having', 'it has a having clause'],
  ['distinct', 'it selects distinct rows'],
  ['distinct_on', 'it selects distinct rows'],
  ['limit', 'it has a limit'],
  ['fetch', 'it has a limit'],
  ['offset', 'it has a limit'],
  ['sample', 'it takes a sample'],
]

function clauseReasons(select: SqlNode): readonly string[] {
  return clauses.flatMap(([field, reason]) => (isUnused(select.parts[field]) ? [] : [reason]))
}

/** A sample of one relation stands with the relation. */
function sampleReasons(select: SqlNode): readonly string[] {
  const sources = nodesIn([select.parts['from'], select.parts['joins']], isQuery)
  const isSampled = sources.some((node) => node.kind === 'table' && !isUnused(node.parts['table_sample']))
  return isSampled ? ['it takes a sample'] : []
}

const aggregates: ReadonlySet<string> = new Set(
  `aggregate_function any_value approx_count_distinct array_agg avg bitwise_and_agg bitwise_or_agg bitwise_xor_agg count count_if
   first last logical_and logical_or max median min mode stddev stddev_pop stddev_samp string_agg sum var_pop var_samp
   variance`.split(/\s+/u),
)

/** Aggregates and window functions of the select itself, not of its subqueries. */
function callReasons(select: SqlNode): readonly string[] {
  const { expressions, having, qualify } = select.parts
  const calls = nodesIn(
    [expressions, having, qualify],
    (node) => isQuery(node) || node.kind === 'window_function',
  )
  return calls.flatMap((node) => {
    if (node.kind === 'window_function') return ['it uses a window function']
    return aggregates.has(node.kind) ? [`it uses ${nameOf(node)}()`] : []
  })
}

function nameOf(node: SqlNode): string {
  const { name, original_name: original } = node.parts
  const written = typeof name === 'string' ? name : typeof original === 'string' ? original : node.kind
  return written.toLowerCase()
}

function isQuery(node: SqlNode): boolean {
  return ['select', 'union', 'except', 'intersect', 'subquery'].includes(node.kind)
}

/** The driver as something that other rows are looked up in: outside of from and join. */
function lookupReasons(select: SqlNode, carriers: Carriers): readonly string[] {
  const { expressions, where_clause: where, having, qualify } = select.parts
  const conditions = asList(select.parts['joins']).map((join) => asParts(join)['on'])
  const reads = countReads([expressions, where, having, qualify, conditions], carriers)
  return reads > 0 ? ['it reads its driver in a subquery of an expression'] : []
}

const fills = 'its driver stands on the side of a join that is filled with nulls'
const looksUp = 'its driver is only looked up in a join'

type Side = 'left' | 'right'

/** Kinds of joins by the sides that are filled with nulls where there is no partner. */
const outer: ReadonlyMap<unknown, readonly Side[]> = new Map<unknown, readonly Side[]>([
  ['Left', ['right']],
  ['NaturalLeft', ['right']],
  ['LeftLateral', ['right']],
  ['Right', ['left']],
  ['NaturalRight', ['left']],
  ['AsOfRight', ['left']],
  ['Full', ['left', 'right']],
  ['Outer', ['left', 'right']],
  ['NaturalFull', ['left', 'right']],
])

/** Kinds of joins whose right side gives no rows of its own. */
const looking: ReadonlySet<unknown> = new Set(['Semi', 'Anti', 'LeftSemi', 'LeftAnti', 'AsOf', 'AsOfLeft'])

function joinReasons(select: SqlNode, carriers: Carriers): readonly string[] {
  const joins = asList(select.parts['joins']).map((join) => asParts(join))
  return joins.flatMap((join, position) => {
    const before = [select.parts['from'], ...joins.slice(0, position).map((earlier) => earlier['this'])]
    const reads = { left: countReads(before, carriers) > 0, right: countReads(join['this'], carriers) > 0 }
    const isFilled = outer.get(join['kind'])?.some((side) => reads[side]) === true
    const isLookedUp = looking.has(join['kind']) && reads.right
    return [...(isFilled && !isLookedUp ? [fills] : []), ...(isLookedUp ? [looksUp] : [])]
  })
}
