import { createHash } from 'node:crypto'

/** A short text that is equal for equal texts: the first 128 bits of SHA-256, in hexadecimal digits. */
export function fingerprint(texts: readonly string[]): string {
  const hash = createHash('sha256')
  for (const text of texts) hash.update(`${text.length}:${text}`)
  return hash.digest('hex').slice(0, 32)
}
