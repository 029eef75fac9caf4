/** Replaces what must not be shown. */
export interface Scrubber {
  /** Adds values that must not be shown from now on. */
  add(secrets: readonly string[]): void
  scrub(text: string): string
  /** The same data with every text in it scrubbed, before it is cut or wrapped for display. */
  scrubData<T>(data: T): T
}

/** A scrubber that knows no secret yet. Longer secrets go first, so that a URL vanishes whole and not only its password. */
export function createScrubber(): Scrubber {
  const known = new Set<string>()
  let inOrder: readonly string[] = []
  const scrub = (text: string): string =>
    inOrder.reduce((clean, secret) => clean.replaceAll(secret, '***'), text)
  return {
    add(secrets) {
      for (const secret of secrets) known.add(secret)
      inOrder = [...known].toSorted((a, b) => b.length - a.length)
    },
    scrub,
    scrubData: (data) => (inOrder.length === 0 ? data : mapTexts(data, scrub)),
  }
}

/** Plain data with every text in it changed; its shape stays. */
function mapTexts<T>(data: T, change: (text: string) => string): T {
  const map = (value: unknown): unknown => {
    if (typeof value === 'string') return change(value)
    if (Array.isArray(value)) return value.map(map)
    if (typeof value !== 'object' || value === null) return value
    return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, map(inner)]))
  }
  return map(data) as T
}
