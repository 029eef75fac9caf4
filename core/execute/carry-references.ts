// Foreign keys that refer to a relation → what carries them over to the relation that takes its place.
import type { CarriedKeys, Referrer } from '../adapter/publishing.ts'
import type { RelationName } from '../adapter/relation.ts'
import { textOf, type Row } from '../adapter/session.ts'
import { diagnostic, type Diagnostic } from '../errors/diagnostic.ts'
import type { DressStep } from '../materializations/step.ts'
import { ran, refuse, type Failure, type Ran } from './failure.ts'
import type { PublishContext } from './publish-context.ts'

/** What carries foreign keys over, and what is to be said of it. */
export interface CarriedReferences extends Pick<CarriedKeys, 'down' | 'up'> {
  readonly warnings: readonly Diagnostic[]
  /** The keys, in the words of `Referrer`. */
  readonly words: ReadonlySet<string>
}

type World = Pick<PublishContext, 'context' | 'messages' | 'replacedLater'>

/**
 * Makes sure that every row that refers to the standing relation finds its row in the successor, as far as that can be done
 * before the swap. A table that the same run builds anew behind this one may have rows that do not: its key is left
 * unchecked until then.
 */
export async function carryReferences(
  referrers: readonly Referrer[],
  step: DressStep,
  world: World,
): Promise<Ran<CarriedReferences>> {
  const { messages } = world
  const blocked = referrers.filter(({ obstacle }) => obstacle !== undefined)
  if (blocked.length > 0) return refuse([inTheWay(blocked, step, world)])
  const carried: CarriedKeys[] = []
  const warnings: Diagnostic[] = []
  for (const referrer of referrers) {
    const checked = await isWhole(referrer, step, world)
    if (!checked.ok) return checked
    if (!checked.value) warnings.push(unchecked(referrer, step, world))
    const keys = referrer.carry(step.successor.name, checked.value)
    for (const sql of keys.before) messages.defer({ sql, label: step.label })
    const held = await messages.flush()
    if (!held.ok) return orphans(held.failure, { referrer, step, world })
    carried.push(keys)
  }
  return ran({
    down: carried.flatMap(({ down }) => down),
    up: carried.toReversed().flatMap(({ up }) => up),
    warnings,
    words: new Set(referrers.map(({ words }) => words)),
  })
}

/** Whether all rows of a table will have what they refer to. Where they must and do not, the node is refused. */
async function isWhole(referrer: Referrer, step: DressStep, world: World): Promise<Ran<boolean>> {
  const { context, messages, replacedLater } = world
  const { adapter } = context
  const isReplaced = replacedLater(adapter.dialect.identity(referrer.table))
  // The database itself looks at every row when the key is made, and says which one it is.
  if (!isReplaced && referrer.carry(step.successor.name, true).before.length > 0) return ran(true)
  for (const key of referrer.keys) {
    const sql = orphansQuery({ referrer, key, successor: step.successor.name }, adapter.dialect)
    const found = await messages.run({ sql, label: step.label })
    if (!found.ok) return found
    const [row] = found.value.rows
    if (row === undefined) continue
    if (isReplaced) return ran(false)
    const problem = { kind: 'query', message: `${inWords(row)} is not there` } as const
    return orphans({ kind: 'database', problem, statement: undefined }, { referrer, step, world })
  }
  return ran(true)
}

interface KeyToCheck {
  readonly referrer: Referrer
  readonly key: Referrer['keys'][number]
  readonly successor: RelationName
}

/** A query for one row that refers to none of the successor's. */
function orphansQuery(
  { referrer, key, successor }: KeyToCheck,
  dialect: PublishContext['context']['adapter']['dialect'],
): string {
  const columns = key.columns.map((name) => `child.${dialect.quote(name)}`)
  const present = columns.map((column) => `${column} is not null`)
  const equal = key.referenced.map(
    (name, index) => `parent.${dialect.quote(name)} = ${columns[index] ?? 'null'}`,
  )
  return [
    `select ${columns.join(', ')} from ${dialect.relation(referrer.table)} as child`,
    `where ${present.join(' and ')}`,
    `  and not exists (select 1 from ${dialect.relation(successor)} as parent where ${equal.join(' and ')})`,
    'limit 1',
  ].join('\n')
}

function inWords(row: Row): string {
  const cells = Object.entries(row).map(([name, cell]) => `${name} = ${textOf(cell)}`)
  return cells.join(', ')
}

interface Carrying {
  readonly referrer: Referrer
  readonly step: DressStep
  readonly world: World
}

/** What the database says against a key that is made beside the old one: a row is gone, or the table has no such key any more. */
function orphans(failure: Failure, { referrer, step, world }: Carrying): Ran<never> {
  if (failure.kind === 'refused' || failure.problem.kind !== 'query') return { ok: false, failure }
  const { message, detail, violation } = failure.problem
  const relation = world.context.adapter.dialect.relation(step.standing.name)
  // The row is in the detail; the sentence names the key by a name that is gone.
  const said = violation === undefined || detail === undefined ? message : detail
  const words = said.replaceAll(step.successor.name.name, step.standing.name.name)
  return refuse([diagnostic('foreign-key-orphans', { relation, reference: referrer.words, message: words })])
}

function unchecked({ words }: Referrer, step: DressStep, { context }: World): Diagnostic {
  const relation = context.adapter.dialect.relation(step.standing.name)
  return diagnostic('foreign-key-unchecked', { relation, reference: words }, { severity: 'warning' })
}

function inTheWay(referrers: readonly Referrer[], step: DressStep, { context }: World): Diagnostic {
  const relation = context.adapter.dialect.relation(step.standing.name)
  const obstacles = referrers.map(({ words, obstacle }) => `${words}, ${obstacle ?? ''}`)
  return diagnostic('dependents-in-the-way', { relation, obstacles })
}
