// How a target says that the connection is to be encrypted → options for Node's TLS.
import { readFileSync } from 'node:fs'
import type { ConnectionOptions } from 'node:tls'
import { problemError } from '../../core/adapter/known-problem.ts'
import { isMap, type SettingsReader } from '../../core/adapter/settings.ts'

/** libpq's words: `require` encrypts and trusts any certificate, `verify-full` also checks who answers. */
export const sslModes = ['disable', 'allow', 'prefer', 'require', 'verify-ca', 'verify-full'] as const

export type SslMode = (typeof sslModes)[number]

/** Whether and how a connection is encrypted. */
export interface Ssl {
  readonly mode: SslMode
  /** Files in PEM. */
  readonly caFile?: string
  readonly certFile?: string
  readonly keyFile?: string
  /** Certificates and a key as texts in PEM. */
  readonly ca?: string
  readonly cert?: string
  readonly key?: string
}

const pemKeys = ['ca', 'cert', 'key'] as const
const expected = `true, false, one of ${sslModes.join(', ')}, or a map with ca, cert, key, rejectUnauthorized`

/** Reads the setting `ssl`: true, false, a mode, or a map of certificates as Node and `pg` take it. */
export function readSsl(reader: SettingsReader): Ssl | undefined {
  const given = reader.value('ssl')
  if (given === undefined || given === null || given === '') return undefined
  if (given === true || given === 'true') return { mode: 'verify-full' }
  if (given === false || given === 'false') return { mode: 'disable' }
  const mode = sslModes.find((one) => one === given)
  if (mode !== undefined) return { mode }
  const inMap = isMap(given) ? readCertificates(given) : undefined
  return (
    inMap ?? reader.refuse('ssl', expected, 'Write `ssl: require`, or `ssl: { ca: … }` with a certificate.')
  )
}

function readCertificates(given: Readonly<Record<string, unknown>>): Ssl | undefined {
  const { rejectUnauthorized = true, ...texts } = given
  const entries = Object.entries(texts)
  const known = entries.every(([key, value]) => isPemKey(key) && typeof value === 'string')
  if (!known || typeof rejectUnauthorized !== 'boolean') return undefined
  return { mode: rejectUnauthorized ? 'verify-full' : 'require', ...Object.fromEntries(entries) }
}

function isPemKey(key: string): boolean {
  return (pemKeys as readonly string[]).includes(key)
}

/**
 * The ways to try, in order, each as the driver's option `ssl`. Reads certificate files, and throws an error that can be
 * explained for one that cannot be read.
 */
export function sslAttempts(ssl: Ssl): readonly (false | ConnectionOptions)[] {
  switch (ssl.mode) {
    case 'disable':
      return [false]
    case 'allow':
    case 'prefer':
      return [{ ...certificates(ssl), rejectUnauthorized: false }, false]
    case 'require':
      return [{ ...certificates(ssl), rejectUnauthorized: false }]
    case 'verify-ca':
      // The certificate is checked, the name in it is not.
      return [{ ...certificates(ssl), rejectUnauthorized: true, checkServerIdentity: () => undefined }]
    case 'verify-full':
      return [{ ...certificates(ssl), rejectUnauthorized: true }]
  }
}

function certificates(ssl: Ssl): ConnectionOptions {
  const ca = ssl.ca ?? readFile(ssl.caFile)
  const cert = ssl.cert ?? readFile(ssl.certFile)
  const key = ssl.key ?? readFile(ssl.keyFile)
  return {
    ...(ca === undefined ? {} : { ca }),
    ...(cert === undefined ? {} : { cert }),
    ...(key === undefined ? {} : { key }),
  }
}

function readFile(path: string | undefined): string | undefined {
  if (path === undefined) return undefined
  try {
    return readFileSync(path, 'utf8')
  } catch (error) {
    const message = `The certificate file "${path}" cannot be read.`
    const hint = 'Correct `sslrootcert`, `sslcert` or `sslkey` in the URL of the target.'
    throw problemError({ kind: 'connection', message, hint }, { cause: error })
  }
}
