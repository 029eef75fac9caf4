// What earlier commands found of the freshness of sources → the sources with a status.
import { diagnostic, type Diagnostic } from '../../errors/diagnostic.ts'
import type { Span } from '../../errors/span.ts'
import type { NodeId } from '../../parse/node.ts'
import type { ArtifactReader, EarlierArtifacts } from '../../project/earlier-artifacts.ts'
import { memberOf } from '../../project/plain-member.ts'
import type { PlainValue } from '../../project/project.ts'
import type { SourceStatus } from './selection.ts'

/** What was found of a source. */
interface FoundSource {
  readonly status: string
  /** In milliseconds since the epoch; undefined where it could not be found out. */
  readonly loadedAt: number | undefined
}

/** The ids of the sources with a status; undefined where that cannot be known, which is reported where it is asked for. */
export type FindByStatus = (status: SourceStatus, at: Span) => ReadonlySet<NodeId> | undefined

const file = 'sources.json'

/** Goes by `sources.json` in `target/`, and for `fresher` by the earlier one in the folder of `--state` as well. */
export function createFindByStatus(
  artifacts: EarlierArtifacts | undefined,
  report: (finding: Diagnostic) => void,
): FindByStatus {
  const read = (reader: ArtifactReader, at: Span): ReadonlyMap<NodeId, FoundSource> | undefined => {
    const reading = reader(file)
    const found = reading.ok ? readSources(reading.value) : undefined
    if (found !== undefined) return found
    report(
      reading.ok
        ? diagnostic('artifact-unreadable', { file, reason: 'it does not tell of sources' }, { at })
        : { ...reading.diagnostic, at },
    )
    return undefined
  }
  return (status, at) => {
    if (status === 'fresher' && artifacts?.before === undefined) {
      report(diagnostic('state-needed', { criterion: 'source_status:fresher', file }, { at }))
      return undefined
    }
    const now = artifacts && read(artifacts.current, at)
    if (now === undefined) return undefined
    if (status !== 'fresher') return idsOf(now, (source) => statusOf(source) === status)
    const before = artifacts?.before && read(artifacts.before, at)
    return before && idsOf(now, (source, id) => isFresher(source, before.get(id)))
  }
}

function idsOf(
  sources: ReadonlyMap<NodeId, FoundSource>,
  fits: (source: FoundSource, id: NodeId) => boolean,
): ReadonlySet<NodeId> {
  return new Set([...sources].flatMap(([id, source]) => (fits(source, id) ? [id] : [])))
}

function statusOf({ status }: FoundSource): string {
  return status === 'runtime error' ? 'error' : status
}

/** What was not known before, or not looked at, is fresher. */
function isFresher({ loadedAt }: FoundSource, before: FoundSource | undefined): boolean {
  return loadedAt !== undefined && loadedAt > (before?.loadedAt ?? -Infinity)
}

function readSources(artifact: PlainValue): ReadonlyMap<NodeId, FoundSource> | undefined {
  const results = memberOf(artifact, 'results')
  if (!Array.isArray(results)) return undefined
  const list: readonly PlainValue[] = results
  return new Map(
    list.flatMap((result) => {
      const [id, status, at] = ['unique_id', 'status', 'max_loaded_at'].map((key) => memberOf(result, key))
      if (typeof id !== 'string' || typeof status !== 'string') return []
      const loadedAt = typeof at === 'string' ? Date.parse(at) : Number.NaN
      return [[id, { status, loadedAt: Number.isNaN(loadedAt) ? undefined : loadedAt }] as const]
    }),
  )
}
