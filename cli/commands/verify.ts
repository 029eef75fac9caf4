import { randomUUID } from 'node:crypto'
import { diagnostic, readSnapshot, schemasOf, verify, type SampleWish } from '../../core/index.ts'
import { exitCodes, type CommandRunner, type Invocation } from '../command.ts'
import { openAdapter } from '../context.ts'
import { compileGrowing } from '../growing-models.ts'
import { openProject } from '../open-project.ts'
import { reported, type Reporting } from '../reporting.ts'
import { runWorld } from '../run-world.ts'
import { withAdapter } from '../with-adapter.ts'

/** `xform verify`: compares flows, states and change logs with their full queries; changes nothing. */
export const verifyCommand: CommandRunner = reported(compare)

async function compare(invocation: Invocation, reporting: Reporting): Promise<number> {
  const { world, command } = invocation
  const run = { id: randomUUID(), startedAt: world.now() }
  const sample = readSample(invocation, run.id, reporting)
  const open = await openProject(invocation, reporting)
  if (open === undefined) return exitCodes.usage
  const nodes = await compileGrowing(open, invocation, { run, reporting })
  if (reporting.failed) return exitCodes.usage
  if (sample !== undefined) reporting.report([noteSample(sample)])
  const adapter = await openAdapter(open, { reporting, threads: 1, command })
  if (adapter === undefined) return exitCodes.usage
  return withAdapter({ invocation, open, adapter, reporting }, async () => {
    const { remembered } = await readSnapshot(adapter, schemasOf(nodes), world.signal)
    const { results } = await verify(
      { nodes, remembered },
      {
        ...runWorld(open, run, { invocation, adapter }),
        adapter,
        emit: (event) => reporting.emit(event),
        sample,
      },
    )
    const isGood = results.every(({ outcome }) => ['success', 'skipped'].includes(outcome.status))
    return isGood ? exitCodes.success : exitCodes.failure
  })
}

/** `1000` or `5%`; without a seed, the run's own id chooses the keys. */
function readSample({ options }: Invocation, runId: string, reporting: Reporting): SampleWish | undefined {
  const { sample, sampleSeed } = options
  if (sample === undefined) {
    if (sampleSeed !== undefined) reporting.report([diagnostic('seed-without-sample', undefined)])
    return undefined
  }
  const seed = sampleSeed ?? runId.slice(0, 8)
  const { number, percent } = /^(?<number>\d{1,9}(?:\.\d{1,9})?)(?<percent>%?)$/u.exec(sample)?.groups ?? {}
  const amount = Number(number)
  if (percent === '%' && amount > 0 && amount <= 100) return { kind: 'share', share: amount / 100, seed }
  if (percent === '' && amount >= 1 && Number.isInteger(amount)) return { kind: 'count', count: amount, seed }
  reporting.report([diagnostic('wrong-sample', { value: sample })])
  return undefined
}

function noteSample(sample: SampleWish): ReturnType<typeof diagnostic> {
  const text = sample.kind === 'share' ? `${Number((sample.share * 100).toFixed(9))}%` : String(sample.count)
  return diagnostic('sampled', { sample: text, seed: sample.seed }, { severity: 'note' })
}
