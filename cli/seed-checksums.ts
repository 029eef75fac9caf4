import { createHash } from 'node:crypto'
import { openSeed, type NodeId } from '../core/index.ts'
import type { OpenProject } from './open-project.ts'

/** Seeds are identified by what is in them up to this size, in bytes; larger ones take too long to read for that. */
const largest = 1024 * 1024

/** The SHA-256 of each seed that is small enough. */
export async function seedChecksums({ project, graph }: OpenProject): Promise<ReadonlyMap<NodeId, string>> {
  const checksums = new Map<NodeId, string>()
  for (const node of graph.nodes.values()) {
    if (node.kind !== 'seed' || node.size > largest) continue
    const checksum = await checksumOf(openSeed(project.folder, node.path))
    if (checksum !== undefined) checksums.set(node.id, checksum)
  }
  return checksums
}

/** A file that cannot be read is reported where it is loaded. */
async function checksumOf(pieces: AsyncIterable<string>): Promise<string | undefined> {
  const hash = createHash('sha256')
  try {
    for await (const piece of pieces) hash.update(piece)
    return hash.digest('hex')
  } catch {
    return undefined
  }
}
