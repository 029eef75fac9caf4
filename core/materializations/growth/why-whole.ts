// A state's query, as far as its text tells → why its rows may depend on rows of other keys.
import type { CompiledModel } from '../../compile/compiled.ts'
import type { Intake } from '../../compile/intake.ts'
import { watermarkMark } from '../../compile/watermark-text.ts'
import type { KeyColumn } from '../../parse/config.ts'
import { codeOf } from '../../parse/sql-scan.ts'
import { completeColumn } from './growth-input.ts'
import { blankBrackets, clauseOf, readBodies, splitItems, type QueryBody } from './query-shape.ts'

/**
 * Why the whole state has to be computed although only some of its driver is new; undefined where its keys are enough: where
 * the driver is read once, and its rows are grouped once, by the key, and are not compared otherwise. What cannot be told is
 * computed as a whole: nothing is lost but time.
 */
export function whyWhole({ config, intake }: CompiledModel): string | undefined {
  if (config.growth.emit === 'final')
    return 'it shows only what is complete, and what was not shown before may be complete now'
  if (intake?.driver === undefined) return undefined
  const code = codeOf(intake.query.text)
  const bodies = readBodies(code)
  const tables = bodies.map(({ own }) => tablesOf(own))
  const carriers = findCarriers(bodies, { tables, driver: intake.driver.table })
  return (
    acrossKeys(code) ??
    readsTwice(bodies, { tables, carriers, driver: intake.driver }) ??
    groupsTwice(bodies, carriers) ??
    computesKey(bodies[0]?.own ?? '', config.growth.key) ??
    (intake.usesWatermark ? asksElsewhere(bodies) : undefined)
  )
}

/** Words by which rows of one key can depend on rows of others, unless they are the names of columns. */
const acrossRows =
  /(?<![."])\b(over|limit|offset|fetch|qualify|tablesample|using\s+sample|distinct\s+on|any_value|recursive|rollup|cube|grouping\s+sets|pivot|unpivot)\b(?!")/iu

function acrossKeys(code: string): string | undefined {
  const word = acrossRows.exec(code)?.[1]
  return word === undefined ? undefined : `its query says "${word.toLowerCase()}", which may look across keys`
}

/** For each body the names of the tables that it reads. */
type Tables = readonly (readonly string[])[]

/** The bodies that hold rows of the driver, and the names under which these are read. */
interface Carriers {
  readonly bodies: ReadonlySet<number>
  /** Names in lower case, without quotes. */
  readonly names: readonly string[]
}

/** What reads a carrier carries as well: looked for until nothing more is found. */
function findCarriers(
  bodies: readonly QueryBody[],
  { tables, driver }: { readonly tables: Tables; readonly driver: string },
): Carriers {
  const names = [plainName(driver)]
  const carrying = new Set<number>()
  const carry = (index: number): void => {
    for (let at: number | undefined = index; at !== undefined && !carrying.has(at); at = bodies[at]?.parent) {
      carrying.add(at)
      const name = bodies[at]?.name
      if (name === undefined) continue
      names.push(name.toLowerCase())
      // What reads it by name carries as well, and not what it merely stands in.
      return
    }
  }
  for (let before = -1; before !== carrying.size;) {
    before = carrying.size
    for (const [index, read] of tables.entries())
      if (!carrying.has(index) && read.some((table) => names.includes(table))) carry(index)
  }
  return { bodies: carrying, names: [...new Set(names)] }
}

function readsTwice(
  bodies: readonly QueryBody[],
  {
    tables,
    carriers,
    driver,
  }: {
    readonly tables: Tables
    readonly carriers: Carriers
    readonly driver: NonNullable<Intake['driver']>
  },
): string | undefined {
  const read = tables.flat()
  for (const name of carriers.names) {
    const times = read.filter((table) => table === name).length
    if (times > 1)
      return `it reads ${name === plainName(driver.table) ? driver.name : `"${name}"`} ${times} times`
  }
  const isLookedUp = [...carriers.bodies].some((index) => {
    const body = bodies[index]
    return index > 0 && body?.name === undefined && body?.isTable === false
  })
  return isLookedUp ? `it reads ${driver.name} in a subquery of an expression` : undefined
}

/** The names of the tables that a body reads, in lower case and without quotes; of those with a schema, all of it. */
function tablesOf(own: string): readonly string[] {
  return [...blankBrackets(own).matchAll(/\bfrom\b/giu)].flatMap(({ index }) => {
    return splitItems(clauseOf(own.slice(index), 'from') ?? '')
      .flatMap((item) => item.split(/\bjoin\b/iu))
      .map(
        (item) =>
          /^[\s(]*(?:only\s+|lateral\s+)*((?:"[^"]+"|[\p{L}_][\p{L}\p{N}_$.]*)+)/iu.exec(item)?.[1] ?? '',
      )
      .map(plainName)
  })
}

function plainName(name: string): string {
  return name.replaceAll('"', '').toLowerCase()
}

const aggregate =
  /\b(?:max|min|sum|avg|count|count_if|countif|first|last|first_value|last_value|arg_max|arg_min|argmax|argmin|max_by|min_by|any_value|median|mode|mad|product|list|string_agg|group_concat|listagg|every|bool_and|bool_or|bit_and|bit_or|bit_xor|stddev\w*|var\w*_\w+|variance|quantile\w*|percentile_\w+|approx_\w+|corr|covar_\w+|regr_\w+|histogram|entropy|kurtosis\w*|skewness|\w+_agg|\w+agg)\s*\(/iu

/** Rows that are grouped before the outermost select groups them: by what, only the parser could tell. */
function groupsTwice(bodies: readonly QueryBody[], { bodies: carrying }: Carriers): string | undefined {
  const [outermost] = bodies
  if (outermost !== undefined && /\b(?:union|except|intersect)\b/iu.test(blankBrackets(outermost.own)))
    return 'it puts several queries together'
  const groups = [...carrying].some((index) => {
    const own = index === 0 ? '' : (bodies[index]?.own ?? '')
    return aggregate.test(own) || /\b(?:group\s+by|having|distinct|union|except|intersect)\b/iu.test(own)
  })
  return groups ? 'it groups the rows of its driver in more than one step' : undefined
}

/** A key that comes out of several rows: which, no single row of the driver tells. */
function computesKey(own: string, key: readonly KeyColumn[]): string | undefined {
  const items = splitItems((clauseOf(own, 'select') ?? '').replace(/^\s*(?:distinct|all)\b/iu, ''))
  const grouped = clauseOf(own, 'group')?.replace(/^\s*by\b/iu, '')
  if (grouped === undefined || /^\s*all\s*$/iu.test(grouped)) {
    const computed = key.find(({ name }) => items.some((item) => isNamed(item, name) && aggregate.test(item)))
    return computed && `its key "${computed.name}" is computed from several rows`
  }
  const parts = splitItems(grouped)
  const missing = key.find((part) => !parts.some((one) => groupsBy(one, part, items)))
  return missing && `its query does not group by its key "${missing.name}"`
}

/** Whether a part of a `group by` is a key: by its name, by its expression, or as the item that has its name. */
function groupsBy(part: string, { name, expression }: KeyColumn, items: readonly string[]): boolean {
  if (/^\d+$/u.test(part)) return isNamed(items[Number(part) - 1] ?? '', name)
  const tight = (text: string): string =>
    codeOf(text)
      .replaceAll(/[\s"]+/gu, '')
      .toLowerCase()
  const unqualified = (text: string): string => tight(text).replaceAll(/\b[\p{L}_][\p{L}\p{N}_$]*\./gu, '')
  if ([name, expression].some((one) => unqualified(one) === unqualified(part))) return true
  return items.some(
    (item) => isNamed(item, name) && unqualified(withoutAlias(item, name)) === unqualified(part),
  )
}

function aliasPattern(name: string): string {
  return String.raw`"?${name.replaceAll(/[$.*+?^()|[\]{}\\]/gu, String.raw`\$&`)}"?`
}

/** Whether an item of a select list gives a column a name: `day`, `f.day`, `… as day`, `… day`, `day: …`. */
function isNamed(item: string, name: string): boolean {
  const alias = aliasPattern(name)
  return new RegExp(String.raw`(?:^|[\s.)])${alias}$|^${alias}\s*:(?!:)`, 'iu').test(item.trim())
}

function withoutAlias(item: string, name: string): string {
  const alias = aliasPattern(name)
  const text = item.trim()
  const behind = new RegExp(String.raw`^([^]*[\s)])(?:as\s+)?${alias}$`, 'iu').exec(text)?.[1]
  return (behind ?? text.replace(new RegExp(String.raw`^${alias}\s*:(?!:)`, 'iu'), '')).replace(
    /\s+as\s*$/iu,
    '',
  )
}

/** The rows whose `complete` is not true are computed with those that new rows touch; nothing else follows the watermark. */
function asksElsewhere(bodies: readonly QueryBody[]): string | undefined {
  const asking = bodies.flatMap(({ own, parent }, index) =>
    own.includes(watermarkMark) ? [{ index, parent }] : [],
  )
  const items = splitItems(clauseOf(bodies[0]?.own ?? '', 'select') ?? '')
  const [first] = asking
  const item = items.find((one) => one.includes(`⟨${first?.index ?? ''}⟩`))
  const isKept =
    asking.length === 1 && first?.parent === 0 && item !== undefined && isNamed(item, completeColumn)
  return isKept
    ? undefined
    : `it asks for the watermark elsewhere than in its column "${completeColumn}" that tells which rows may still change`
}
