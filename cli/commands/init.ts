import { basename, relative, resolve } from 'node:path'
import { createFiles } from '../../core/index.ts'
import { exitCodes, type CommandRunner } from '../command.ts'
import { starterProject } from '../starter-project.ts'
import { openReporting } from '../reporting.ts'

/** `xform init [folder]`: makes a small project that runs at once; overwrites nothing. */
export const init: CommandRunner = async (invocation) => {
  const { options, world } = invocation
  const reporting = openReporting(invocation)
  const folder = resolve(world.cwd, options.folder ?? options.words[0] ?? '.')
  const { created, kept, diagnostics } = createFiles(folder, starterProject(projectName(folder)))
  reporting.report(diagnostics)
  if (options.quiet !== true) {
    for (const path of created) reporting.output.write(`made  ${path}\n`)
    for (const path of kept) reporting.output.write(`kept  ${path}  (it was there already)\n`)
    if (!reporting.failed) reporting.output.write(nextSteps(relative(world.cwd, folder)))
  }
  await reporting.close()
  return reporting.failed ? exitCodes.usage : exitCodes.success
}

/** A name that a project can have: the folder's, with what does not fit replaced. */
function projectName(folder: string): string {
  const name = basename(folder)
    .toLowerCase()
    .replaceAll(/[^a-z0-9_]+/gu, '_')
    .replaceAll(/^_+|_+$/gu, '')
  return /^[a-z]/u.test(name) ? name : `project_${name}`.replace(/_$/u, '')
}

function nextSteps(folder: string): string {
  const change = folder === '' ? [] : [`  cd ${folder}`]
  const lines = ['', 'Next:', ...change, '  xform build', '  xform show --select revenue_by_month', '']
  return lines.join('\n')
}
