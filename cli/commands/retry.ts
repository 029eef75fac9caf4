import { diagnostic, leftOf, readLastRun, type LastRun } from '../../core/index.ts'
import { build, type Chosen } from '../build.ts'
import type { CommandRunner, Invocation } from '../command.ts'
import type { OpenProject } from '../open-project.ts'
import type { Reporting } from '../reporting.ts'
import { lookAhead } from '../with-adapter.ts'

/** What can be tried again. */
const commands = ['run', 'seed', 'snapshot', 'test', 'build', 'retry']

/** `xform retry`: does what the last run on the target has left undone, as the journal in the database says. */
export const retry: CommandRunner = (invocation) =>
  build(invocation, {
    kinds: [],
    choose: (open, reporting) => chooseLeft(open, invocation, reporting),
  })

async function chooseLeft(
  open: OpenProject,
  invocation: Invocation,
  reporting: Reporting,
): Promise<Chosen | undefined> {
  const { world } = invocation
  const last = await lookAhead({ open, invocation, reporting }, (adapter) =>
    readLastRun(adapter, { target: open.project.target.name, commands, signal: world.signal }),
  )
  if (reporting.failed) return undefined
  const { name: target } = open.project.target
  const left = last === undefined ? [] : leftOf(last, open.graph)
  if (last === undefined || left.length === 0) {
    const because =
      last === undefined ? 'nothing has run there' : `the last run (${wordRun(last)}) left nothing undone`
    reporting.report([diagnostic('nothing-to-retry', { target, because }, { severity: 'note' })])
    return undefined
  }
  reporting.report([
    diagnostic(
      'retrying',
      { run: wordRun(last), left: left.length, of: last.nodes.length },
      { severity: 'note' },
    ),
  ])
  return { ids: new Set(left), options: { ...invocation.options, ...askedThen(last, invocation) } }
}

function wordRun({ command, startedAt }: LastRun): string {
  return `xform ${command} of ${new Date(startedAt).toISOString().slice(0, 19).replace('T', ' ')} UTC`
}

/** What was asked for then holds now too, unless the command line says otherwise. */
function askedThen({ arguments: asked }: LastRun, { options }: Invocation): Partial<Invocation['options']> {
  const flags = ['fullRefresh', 'empty', 'audit', 'storeFailures'] as const
  const texts = ['eventTimeStart', 'eventTimeEnd'] as const
  return Object.fromEntries([
    ...flags.flatMap((key) =>
      options[key] === undefined && typeof asked[key] === 'boolean' ? [[key, asked[key]] as const] : [],
    ),
    ...texts.flatMap((key) =>
      options[key] === undefined && typeof asked[key] === 'string' ? [[key, asked[key]] as const] : [],
    ),
  ])
}
