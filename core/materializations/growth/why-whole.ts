// A state's query, as far as its text tells → why its rows may depend on rows of other keys.
import type { CompiledModel } from '../../compile/compiled.ts'
import type { Intake } from '../../compile/intake.ts'
import { watermarkMark } from '../../compile/watermark-text.ts'
import type { KeyColumn } from '../../parse/config.ts'
import { codeOf } from '../../parse/sql-scan.ts'
import { completeColumn } from './growth-input.ts'
import { itemAround, itemsNamed } from './select-item.ts'

/**
 * Why the whole state has to be computed although only some of its driver is new; undefined where its keys are enough. Where
 * something is only mentioned, nothing is lost but time.
 */
export function whyWhole({ config, intake }: CompiledModel): string | undefined {
  if (config.growth.emit === 'final')
    return 'it shows only what is complete, and what was not shown before may be complete now'
  if (intake === undefined) return undefined
  const code = codeOf(intake.query.text)
  return (
    acrossKeys(code) ??
    readsTwice(code, intake) ??
    computesKey(code, config.growth.key) ??
    (intake.usesWatermark ? asksElsewhere(code) : undefined)
  )
}

/** Words by which rows of one key can depend on rows of others. */
const acrossRows =
  /\b(over|limit|offset|fetch|qualify|tablesample|using\s+sample|distinct\s+on|any_value|recursive|rollup|cube|grouping\s+sets)\b/iu

function acrossKeys(code: string): string | undefined {
  const word = acrossRows.exec(code)?.[1]
  return word === undefined ? undefined : `its query says "${word.toLowerCase()}", which may look across keys`
}

function readsTwice(code: string, { driver }: Intake): string | undefined {
  if (driver === undefined) return undefined
  const mentions = code.split(driver.table).length - 1
  if (mentions > 1) return `it reads ${driver.name} ${mentions} times`
  const name = tableReadTwice(code)
  return name === undefined ? undefined : `it reads "${name}" more than once`
}

const columnsAndAs = String.raw`\s*(?:\([^()]*\)\s*)?as\s*(?:(?:not\s+)?materialized\s*)?\(`
const commonTable = new RegExp(
  String.raw`(?:\bwith|,)\s*("[^"]+"|[\p{L}_][\p{L}\p{N}_$]*)${columnsAndAs}`,
  'giu',
)

/** A common table expression that is read more than once: it may carry the driver's rows, and then carries them twice. */
function tableReadTwice(code: string): string | undefined {
  const names = [...code.matchAll(commonTable)].map(([, name = '']) => name.replaceAll('"', ''))
  return names.find((name) => {
    const escaped = name.replaceAll(/[$.*+?^()|[\]{}\\]/gu, String.raw`\$&`)
    const read = String.raw`(?:\bfrom|\bjoin|\btable|\blateral|\bonly|,)\s*\(*\s*"?${escaped}"?(?![\p{L}\p{N}_$".])(?!${columnsAndAs})`
    return [...code.matchAll(new RegExp(read, 'giu'))].length > 1
  })
}

const aggregate =
  /\b(?:\w*(?:max|min|sum|avg|count|median|mode|quantile|percentile|agg|list|first|last)\w*|every|product)\s*\(/iu

/** A key that comes out of several rows: which, no single row of the driver tells. */
function computesKey(code: string, key: readonly KeyColumn[]): string | undefined {
  const computed = key.find(({ name }) => itemsNamed(code, name).some((item) => aggregate.test(item)))
  return computed && `its key "${computed.name}" is computed from several rows`
}

/** The rows whose `complete` is not true are computed with those that new rows touch; nothing else follows the watermark. */
function asksElsewhere(code: string): string | undefined {
  const complete = new RegExp(String.raw`(?:\bas\s+|\)\s*)"?${completeColumn}"?\s*$`, 'iu')
  const places = [...code.matchAll(new RegExp(watermarkMark.replaceAll(/[()]/gu, String.raw`\$&`), 'gu'))]
  const isKept = places.every(({ index }) =>
    complete.test(itemAround(code, code.lastIndexOf('(', index)).trimEnd()),
  )
  return isKept && places.length === 1
    ? undefined
    : `it asks for the watermark elsewhere than in its column "${completeColumn}" that tells which rows may still change`
}
