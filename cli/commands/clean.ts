import { findProjectFolder, removeFolder, targetFolder } from '../../core/index.ts'
import { resolve } from 'node:path'
import { exitCodes, type CommandRunner } from '../command.ts'
import { openReporting } from '../reporting.ts'

/** `xform clean`: removes target/ of the project. */
export const clean: CommandRunner = async (invocation) => {
  const { options, world } = invocation
  const reporting = openReporting(invocation)
  const found = findProjectFolder(resolve(world.cwd, options.projectDir ?? '.'))
  reporting.report(found.ok ? removeFolder(found.folder, targetFolder) : [found.diagnostic])
  if (!reporting.failed && options.quiet !== true) reporting.errorOutput.write(`Removed ${targetFolder}/.\n`)
  await reporting.close()
  return reporting.failed ? exitCodes.usage : exitCodes.success
}
