// A driver and how far it has been read → what of it is to be read now.
import type { Driver } from '../../compile/intake.ts'
import type { Reaction } from '../step.ts'
import { openCommits } from './open-commits.ts'
import { openFiles } from './open-files.ts'
import { openLog } from './open-log.ts'
import { openValues } from './open-values.ts'
import type { GrowthInput } from './growth-input.ts'
import type { Opening } from './opening.ts'
import { isOfOther, type Position } from './position.ts'

/** Finds out what of the driver is new since a position (undefined: everything), and goes on with it. */
export function openDriver(
  input: GrowthInput,
  since: Position | undefined,
  next: (opening: Opening) => Reaction,
): Reaction {
  const { driver } = input.intake
  if (driver === undefined) throw new Error(`"${input.node.name}" has no driver`)
  if (since !== undefined && isOfOther(since, driver, input.dialect)) {
    const because = `${driver.name} is another table now, or its cursor another column`
    return next({ kind: 'restarted', because })
  }
  if (driver.kind === 'files') return openFiles(input, { driver, since, next })
  if (driver.kind === 'log') return next(openLog(input, driver, since))
  return readsByCommit(input, driver)
    ? openCommits(input, { driver, since, next })
    : openValues(input, { driver, since, next })
}

/** Whether a cursor source is read by the transactions that wrote its rows, and not by the cursor's values. */
export function readsByCommit(
  { dialect }: Pick<GrowthInput, 'dialect'>,
  { cursor }: Extract<Driver, { readonly kind: 'cursor' }>,
): boolean {
  return dialect.arrivals !== undefined && !cursor.trusted && cursor.settle === undefined
}
