import { createHash } from 'node:crypto'
import type { JsonObject } from './json-object.ts'

/** Identifies a file by what it says. */
export function checksumOf(text: string): JsonObject {
  return { name: 'sha256', checksum: createHash('sha256').update(text).digest('hex') }
}

/** For what has no file of its own: a property file that holds it holds others too. */
export const noChecksum: JsonObject = { name: 'none', checksum: '' }
