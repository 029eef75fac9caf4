// A foreign key that refers to a relation → what carries it over to the relation that takes its place, as far as it fits.
import type { Dialect } from '../adapter/dialect.ts'
import type { CarriedKeys, Referrer } from '../adapter/publishing.ts'
import type { Column, RelationName } from '../adapter/relation.ts'
import { textOf, type Row } from '../adapter/session.ts'
import { readType } from '../adapter/widening.ts'
import { diagnostic, type Diagnostic } from '../errors/diagnostic.ts'
import type { CompiledNode } from '../compile/compiled.ts'
import type { DressStep } from '../materializations/step.ts'
import { askCatalogue } from './ask-catalogue.ts'
import { deferText } from './defer-text.ts'
import { ran, refuse, type Failure, type Ran } from './failure.ts'
import type { PublishContext } from './publish-context.ts'

/** What is left to do for a key around the swap. */
export interface HeldKey extends Pick<CarriedKeys, 'down' | 'up'> {
  readonly warning?: Diagnostic
}

/** What carrying a key over needs to know. */
export interface Carrying {
  readonly referrer: Referrer
  readonly step: DressStep
  readonly world: PublishContext
}

/**
 * Every row that refers to the standing relation must find its row in the successor, which must have the key. Of a table that
 * the same run builds anew neither is asked: its key is left unchecked until then, or goes.
 */
export async function holdKey(carrying: Carrying): Promise<Ran<HeldKey>> {
  const { referrer, step } = carrying
  const isMadeBeside = referrer.carry(step.successor.name, 'checked').before.length > 0
  return isMadeBeside ? holdBeside(carrying) : holdBehind(carrying)
}

/** The node that makes the foreign keys of a table anew, where the same run still does. */
export function remakerOf(
  { isOwn, table }: Referrer,
  { context, replacedLater }: PublishContext,
): CompiledNode | undefined {
  return isOwn ? replacedLater(context.adapter.dialect.identity(table)) : undefined
}

/** Where a second key is made beside the first, the database itself says whether it fits. */
async function holdBeside(carrying: Carrying): Promise<Ran<HeldKey>> {
  const { referrer, step, world } = carrying
  const { context, messages } = world
  const { dialect } = context.adapter
  const isLeft = world.replacedLater(dialect.identity(referrer.table)) !== undefined
  let first: Failure | undefined
  for (const hold of isLeft ? (['checked', 'unchecked'] as const) : (['checked'] as const)) {
    const { before, down, up } = referrer.carry(step.successor.name, hold)
    deferText(messages, dialect.savepoint('xform_key'))
    for (const sql of before) messages.defer({ sql, label: step.label })
    const made = await messages.flush()
    if (made.ok) {
      deferText(messages, dialect.release('xform_key'))
      return ran({ down, up, ...(hold === 'checked' ? {} : { warning: unchecked(carrying, 'rows') }) })
    }
    if (made.failure.kind === 'refused' || made.failure.problem.kind !== 'query') return made
    first ??= made.failure
    deferText(messages, dialect.rollbackTo('xform_key'))
  }
  const types = await typeMisfit(carrying)
  if (!types.ok) return types
  return mayGo(carrying, types.value) ? ran(letGo(carrying)) : refusal(first, carrying)
}

/** Where the key is made when the successor has its place, what would keep it from that is looked for before. */
async function holdBehind(carrying: Carrying): Promise<Ran<HeldKey>> {
  const { referrer, step, world } = carrying
  const { messages } = world
  const types = await typeMisfit(carrying)
  if (!types.ok) return types
  const misfit = types.value ?? keyMisfit(carrying)
  if (misfit !== undefined)
    return mayGo(carrying, types.value) ? ran(letGo(carrying)) : unfit(misfit, carrying)
  for (const key of referrer.keys) {
    const found = await messages.run({ sql: orphansQuery(carrying, key), label: step.label })
    if (!found.ok) return found
    const [row] = found.value.rows
    if (row === undefined) continue
    if (remakerOf(referrer, world) === undefined)
      return orphans({ message: `${inWords(row)} is not there` }, carrying)
    const { down, up } = referrer.carry(step.successor.name, 'unchecked')
    return ran({ down, up, warning: unchecked(carrying, 'rows') })
  }
  const { down, up } = referrer.carry(step.successor.name, 'checked')
  return ran({ down, up })
}

/** A key that does not fit may go where it is not asked for any more, or where its own table gets other types as well. */
function mayGo({ referrer, step, world }: Carrying, otherTypes: string | undefined): boolean {
  const remaker = remakerOf(referrer, world)
  if (remaker === undefined || otherTypes !== undefined) return remaker !== undefined
  const { dialect } = world.context.adapter
  return !(remaker.contract?.constraints ?? []).some(({ columns, to }) => {
    if (to?.kind !== 'relation') return false
    if (dialect.identity(to.table) !== dialect.identity(step.standing.name)) return false
    return referrer.keys.some(
      (key) =>
        isSameSet(columns, key.columns, dialect) &&
        (to.columns.length === 0 || isSameSet(to.columns, key.referenced, dialect)),
    )
  })
}

/** The key that the successor does not have, in words. */
function keyMisfit({ referrer, step, world }: Carrying): string | undefined {
  const { dialect } = world.context.adapter
  const { keysToCome = [] } = step
  const missing = referrer.keys.find(
    ({ referenced }) => !keysToCome.some((key) => isSameSet(key, referenced, dialect)),
  )
  return missing === undefined ? undefined : `It has no key (${missing.referenced.join(', ')}) any more.`
}

/** Where the successor has another type than what refers to it, in words. */
async function typeMisfit({ referrer, step, world }: Carrying): Promise<Ran<string | undefined>> {
  const { context, messages } = world
  const { adapter } = context
  const { successor } = step
  if (referrer.keys.length === 0) return ran(undefined)
  const flushed = await messages.flush()
  if (!flushed.ok) return flushed
  const describe = (name: RelationName): Promise<readonly Column[]> =>
    messages.session.describe(`select * from ${adapter.dialect.relation(name)}`)
  const types = await askCatalogue(adapter, async () => ({
    child: await describe(referrer.table),
    parent: await describe(successor.name),
  }))
  if (!types.ok) return types
  const typeOf = (columns: readonly Column[], wanted: string): string => {
    const isIt = ({ name }: Column): boolean =>
      adapter.dialect.columnIdentity(name) === adapter.dialect.columnIdentity(wanted)
    return columns.find(isIt)?.type ?? ''
  }
  for (const { columns, referenced } of referrer.keys) {
    for (const [index, column] of columns.entries()) {
      const own = typeOf(types.value.child, column)
      const other = typeOf(types.value.parent, referenced[index] ?? '')
      if (own !== '' && other !== '' && readType(own).name !== readType(other).name)
        return ran(`${column} is ${own}, and what it refers to is ${other} now.`)
    }
  }
  return ran(undefined)
}

function isSameSet(some: readonly string[], others: readonly string[], dialect: Dialect): boolean {
  const sorted = (names: readonly string[]): string =>
    JSON.stringify(names.map((name) => dialect.columnIdentity(name)).toSorted())
  return sorted(some) === sorted(others)
}

/** A query for one row that refers to none of the successor's. */
function orphansQuery({ referrer, step, world }: Carrying, key: Referrer['keys'][number]): string {
  const { dialect } = world.context.adapter
  const columns = key.columns.map((name) => `child.${dialect.quote(name)}`)
  const present = columns.map((column) => `${column} is not null`)
  const equal = key.referenced.map(
    (name, index) => `parent.${dialect.quote(name)} = ${columns[index] ?? 'null'}`,
  )
  return [
    `select ${columns.join(', ')} from ${dialect.relation(referrer.table)} as child`,
    `where ${present.join(' and ')}`,
    `  and not exists (select 1 from ${dialect.relation(step.successor.name)} as parent where ${equal.join(' and ')})`,
    'limit 1',
  ].join('\n')
}

function inWords(row: Row): string {
  const cells = Object.entries(row).map(([name, cell]) => `${name} = ${textOf(cell)}`)
  return cells.join(', ')
}

function letGo(carrying: Carrying): HeldKey {
  const { referrer, step } = carrying
  const { down, up } = referrer.carry(step.successor.name, 'gone')
  return { down, up, warning: unchecked(carrying, 'key') }
}

/** What the database says against a key that is made beside the old one: a row is gone, or the table has no such key any more. */
function refusal(failure: Failure | undefined, carrying: Carrying): Ran<never> {
  if (failure === undefined || failure.kind === 'refused') return refuse([])
  const { message, detail, violation } = failure.problem
  if (violation === undefined) return unfit(sentence(renamed(message, carrying)), carrying)
  // The row is in the detail; the sentence names the key by a name that is gone.
  return orphans({ message: renamed(detail ?? message, carrying) }, carrying)
}

function renamed(message: string, { step }: Carrying): string {
  return message.replaceAll(step.successor.name.name, step.standing.name.name)
}

function sentence(words: string): string {
  const text = words.charAt(0).toUpperCase() + words.slice(1)
  return /[.!?]$/u.test(text) ? text : `${text}.`
}

function orphans(words: { readonly message: string }, carrying: Carrying): Ran<never> {
  return refuse([diagnostic('foreign-key-orphans', { ...namesOf(carrying), ...words })])
}

function unfit(because: string, carrying: Carrying): Ran<never> {
  return refuse([diagnostic('foreign-key-unfit', { ...namesOf(carrying), because })])
}

function unchecked(carrying: Carrying, because: 'rows' | 'key'): Diagnostic {
  const params = { ...namesOf(carrying), because }
  return diagnostic('foreign-key-unchecked', params, { severity: 'warning' })
}

function namesOf({ referrer, step, world }: Carrying): {
  readonly relation: string
  readonly reference: string
} {
  const relation = world.context.adapter.dialect.relation(step.standing.name)
  return { relation, reference: referrer.words }
}
