import type { CompiledModel } from '../../compile/compiled.ts'
import type { Intake } from '../../compile/intake.ts'

/** Words by which rows of one key can depend on rows of others; where one of them is only mentioned, nothing is lost but time. */
const acrossRows =
  /\b(over|limit|offset|fetch|qualify|tablesample|using\s+sample|distinct\s+on|any_value|recursive)\b/iu

/** Why the whole state has to be computed although only some of its driver is new; undefined where its keys are enough. */
export function whyWhole({ config, intake }: CompiledModel): string | undefined {
  if (config.growth.emit === 'final')
    return 'it shows only what is complete, and what was not shown before may be complete now'
  return intake === undefined ? undefined : acrossKeys(intake)
}

/**
 * Why a state cannot be computed key by key, as far as its text tells: the query then sees only rows of the touched keys,
 * which must not matter. Undefined where nothing speaks against it.
 */
function acrossKeys({ driver, query }: Intake): string | undefined {
  const word = acrossRows.exec(query.text)?.[1]
  if (word !== undefined) return `its query says "${word.toLowerCase()}", which may look across keys`
  if (driver === undefined) return undefined
  const mentions = query.text.split(driver.table).length - 1
  return mentions > 1 ? `it reads ${driver.name} ${mentions} times` : undefined
}
