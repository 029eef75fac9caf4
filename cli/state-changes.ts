import { compareManifests, diagnostic, manifestOf, type ChangesReading } from '../core/index.ts'
import type { Invocation } from './command.ts'
import { earlierArtifacts } from './earlier-artifacts.ts'
import { nameNodes } from './name-nodes.ts'
import type { OpenProject } from './open-project.ts'
import { seedChecksums } from './seed-checksums.ts'

const file = 'manifest.json'

/** What changed since the manifest in the folder of `--state`; undefined without that option. */
export async function stateChanges(
  open: OpenProject,
  invocation: Invocation,
): Promise<ChangesReading | undefined> {
  const reading = earlierArtifacts(open, invocation).before?.(file)
  if (reading === undefined || !reading.ok) return reading
  const nothing = { xformVersion: '', invocationId: '', startedAt: 0, generatedAt: 0 }
  const current = manifestOf({
    ...open,
    compiled: new Map(),
    relations: nameNodes(open),
    provenance: nothing,
    seedChecksums: await seedChecksums(open),
  })
  const changes = compareManifests(current, reading.value)
  if (changes !== undefined) return { ok: true, changes }
  const finding = diagnostic('artifact-unreadable', { file, reason: 'it does not tell of a project' })
  return { ok: false, diagnostic: finding }
}

/** Whether a selection may ask what has changed. */
export function asksForState({ selectors }: OpenProject, { options }: Invocation): boolean {
  const texts = [...(options.select ?? []), ...(options.exclude ?? [])]
  return texts.some((text) => text.includes('state:')) || selectors !== undefined
}
