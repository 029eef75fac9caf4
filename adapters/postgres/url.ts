// A connection URL → its parts.
import { sslModes, type SslMode } from './ssl.ts'
import type { ConnectionParts } from './target.ts'

/** The parts of a URL, or why it is none. The URL itself is a secret and stands in no message. */
export type UrlReading =
  { readonly ok: true; readonly parts: ConnectionParts } | { readonly ok: false; readonly problem: string }

/**
 * Reads `postgres://user:password@host:port/database?sslmode=…`. A socket's folder may be given as `?host=/var/run/postgresql`.
 * Other parameters belong to other programs that read the same URL, and are left alone.
 */
export function readUrl(text: string): UrlReading {
  const url = parseUrl(text)
  if (url === undefined) return { ok: false, problem: 'it is not a URL' }
  if (url.protocol !== 'postgres:' && url.protocol !== 'postgresql:') {
    return { ok: false, problem: 'it does not begin with postgres://' }
  }
  const mode = url.searchParams.get('sslmode')
  if (mode !== null && !isSslMode(mode)) {
    return { ok: false, problem: `its sslmode is none of ${sslModes.join(', ')}` }
  }
  const decoded = decodeParts(url)
  if (decoded === undefined)
    return { ok: false, problem: 'a percent sign in it is not followed by two hexadecimal digits' }
  const certificates = certificateFiles(url)
  const ssl = mode === null ? undefined : { mode, ...certificates }
  return { ok: true, parts: { ...decoded, ssl } }
}

function parseUrl(text: string): URL | undefined {
  try {
    return new URL(text.trim())
  } catch {
    return undefined
  }
}

function isSslMode(mode: string): mode is SslMode {
  return (sslModes as readonly string[]).includes(mode)
}

function decodeParts(url: URL): Omit<ConnectionParts, 'ssl'> | undefined {
  try {
    const host = url.searchParams.get('host') ?? decodeURIComponent(url.hostname.replace(/^\[(.*)\]$/, '$1'))
    return {
      host: orNothing(host),
      port: url.port === '' ? undefined : Number(url.port),
      user: orNothing(decodeURIComponent(url.username)),
      password: orNothing(decodeURIComponent(url.password)),
      database: orNothing(decodeURIComponent(url.pathname.slice(1))),
    }
  } catch {
    return undefined
  }
}

function certificateFiles(url: URL): {
  readonly caFile?: string
  readonly certFile?: string
  readonly keyFile?: string
} {
  const [ca, cert, key] = ['sslrootcert', 'sslcert', 'sslkey'].map((name) => url.searchParams.get(name))
  return {
    ...(ca === null || ca === undefined ? {} : { caFile: ca }),
    ...(cert === null || cert === undefined ? {} : { certFile: cert }),
    ...(key === null || key === undefined ? {} : { keyFile: key }),
  }
}

function orNothing(text: string): string | undefined {
  return text === '' ? undefined : text
}
