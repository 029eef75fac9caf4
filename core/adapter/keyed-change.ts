// A keyed change → the statements that make it, for a database that says how keys are compared and rows are told apart.
import type { KeyedChange, KeyPart, KeyPass, MergeChange, UpdateChange } from './dialect.ts'
import { quoteIdentifier } from './literal.ts'
import type { RelationName } from './relation.ts'

/** How a database brings rows together by key. */
export interface Matching {
  readonly relation: (name: RelationName) => string
  /** What tells a table's rows apart within one statement. */
  readonly rowId: string
  /** Statements that together compare every key; each takes some of the source's rows. */
  readonly passes: readonly MatchingPass[]
}

/** One statement's share of a keyed change. */
export interface MatchingPass extends KeyPass {
  /** Whether looking first if there is any such row saves a walk over the target. */
  readonly looksFirst: boolean
}

/** Deletes the target's rows whose key is among the source's: a statement for each pass. */
export function deleteMatching(change: KeyedChange, matching: Matching): readonly string[] {
  const sides = sidesOf(change, matching)
  return matching.passes.map((pass) => {
    const where = conditionOf(change, pass, { sides, matching })
    const target = matching.relation(change.target)
    if (sides.direct)
      return `delete from ${target} as target\nusing ${sides.source} as source\nwhere ${where}`
    return [
      `delete from ${target}`,
      `where ${matching.rowId} in (`,
      `  select target."_xform_row"`,
      `  from ${sides.target} as target, ${sides.source} as source`,
      `  where ${where}`,
      ')',
    ].join('\n')
  })
}

/** Updates the target's rows whose key is among the source's and inserts the others: a statement for each pass. */
export function merge(change: MergeChange, matching: Matching): readonly string[] {
  const sides = sidesOf(change, matching)
  return matching.passes.map((pass) =>
    [
      `merge into ${matching.relation(change.target)} as target`,
      ...(sides.direct ? pairDirectly(change, pass, sides) : pairByRow(change, pass, { sides, matching })),
      ...matchedClauses(change),
    ].join('\n'),
  )
}

/** Sets columns of the target's rows whose key is among the source's: a statement for each pass. */
export function updateMatching(change: UpdateChange, matching: Matching): readonly string[] {
  const sides = sidesOf(change, matching)
  const target = matching.relation(change.target)
  const set = change.updates
    .map(({ column, from }) => `${quoteIdentifier(column)} = source.${quoteIdentifier(from)}`)
    .join(', ')
  return matching.passes.map((pass) => {
    const where = conditionOf(change, pass, { sides, matching })
    const update = `update ${target} as target\nset ${set}`
    if (sides.direct) return `${update}\nfrom ${sides.source} as source\nwhere ${where}`
    return [
      update,
      'from (',
      '  select source.*, target."_xform_row"',
      `  from ${sides.target} as target, ${sides.source} as source`,
      `  where ${where}`,
      ') as source',
      `where target.${matching.rowId} = source."_xform_row"`,
    ].join('\n')
  })
}

/** A query for the keys that stand more than once in a table, the most frequent first. */
export function duplicateKeys(source: string, key: readonly KeyPart[], limit: number): string {
  const parts = key.map((part, index) => `${partText(part)} as "key_${index + 1}"`)
  const positions = key.map((_, index) => index + 1).join(', ')
  return [
    `select ${parts.join(', ')}, count(*) as "copies"`,
    `from ${source}`,
    `group by ${positions}`,
    'having count(*) > 1',
    `order by "copies" desc, ${positions}`,
    `limit ${limit}`,
  ].join('\n')
}

interface Sides {
  /** Whether the key is made of columns only, so that both tables can be named directly. */
  readonly direct: boolean
  readonly target: string
  readonly source: string
  readonly targetKey: readonly string[]
  readonly sourceKey: readonly string[]
}

/**
 * An expression names columns without saying whose: where both tables are in sight it would be ambiguous. So it becomes a
 * column of a subquery on either side, and the target's rows are found again by what tells them apart.
 */
function sidesOf({ target, source, key }: KeyedChange, matching: Matching): Sides {
  const keyOn = (side: string): readonly string[] =>
    key.map(
      (part, index) => `${side}.${part.kind === 'column' ? quoteIdentifier(part.name) : keyName(index)}`,
    )
  const keys = { targetKey: keyOn('target'), sourceKey: keyOn('source') }
  const names = { target: matching.relation(target), source: matching.relation(source) }
  const expressions = key.flatMap((part, index) =>
    part.kind === 'expression' ? [`${partText(part)} as ${keyName(index)}`] : [],
  )
  if (expressions.length === 0) return { direct: true, ...names, ...keys }
  const computed = expressions.join(', ')
  return {
    direct: false,
    target: `(select ${matching.rowId} as "_xform_row", *, ${computed} from ${names.target})`,
    source: `(select *, ${computed} from ${names.source})`,
    ...keys,
  }
}

function keyName(index: number): string {
  return `"_xform_key_${index + 1}"`
}

function partText(part: KeyPart): string {
  return part.kind === 'column' ? quoteIdentifier(part.name) : `(${part.sql}\n)`
}

/** Which pairs of rows a pass is about, where all of it stands in one condition. */
function conditionOf(
  change: KeyedChange,
  pass: MatchingPass,
  { sides, matching }: { readonly sides: Sides; readonly matching: Matching },
): string {
  const taken = pass.takes(sides.sourceKey)
  return [
    ...(taken === undefined ? [] : [taken]),
    ...pairConditions(change, pass, sides),
    ...(pass.looksFirst ? [existsAny(change, pass, matching)] : []),
  ].join('\n  and ')
}

function pairConditions(change: KeyedChange, pass: MatchingPass, sides: Sides): readonly string[] {
  return [...pass.equal(sides.targetKey, sides.sourceKey), ...change.predicates.map(predicateText)]
}

/** Predicates of dbt projects call the two sides by other names. */
function predicateText(predicate: string): string {
  const named = predicate
    .replaceAll(/\bDBT_INTERNAL_DEST\b/gi, 'target')
    .replaceAll(/\bDBT_INTERNAL_SOURCE\b/gi, 'source')
  return `(${named}\n)`
}

/** Planners look at such a condition once, before they touch the target. */
function existsAny(change: KeyedChange, pass: MatchingPass, matching: Matching): string {
  const { source, sourceKey } = sidesOf(change, matching)
  return `exists (select 1 from ${source} as source where ${pass.takes(sourceKey) ?? 'true'})`
}

function pairDirectly(change: KeyedChange, pass: MatchingPass, sides: Sides): readonly string[] {
  const taken = pass.takes(sides.sourceKey)
  const source =
    taken === undefined ? sides.source : `(select * from ${sides.source} as source where ${taken})`
  return [`using ${source} as source`, `on ${pairConditions(change, pass, sides).join('\n  and ')}`]
}

function pairByRow(
  change: KeyedChange,
  pass: MatchingPass,
  { sides, matching }: { readonly sides: Sides; readonly matching: Matching },
): readonly string[] {
  const taken = pass.takes(sides.sourceKey)
  return [
    'using (',
    '  select source.*, target."_xform_row"',
    `  from ${sides.source} as source`,
    `  left join ${sides.target} as target`,
    `  on ${pairConditions(change, pass, sides).join('\n    and ')}`,
    ...(taken === undefined ? [] : [`  where ${taken}`]),
    ') as source',
    `on target.${matching.rowId} = source."_xform_row"`,
  ]
}

function matchedClauses({ columns, updates }: MergeChange): readonly string[] {
  const names = columns.map(quoteIdentifier)
  const assignments = updates.map(
    (column) => `${quoteIdentifier(column)} = source.${quoteIdentifier(column)}`,
  )
  return [
    ...(assignments.length === 0 ? [] : [`when matched then update set ${assignments.join(', ')}`]),
    `when not matched then insert (${names.join(', ')})`,
    `values (${names.map((name) => `source.${name}`).join(', ')})`,
  ]
}
