// A target's settings → how to connect to Postgres.
import { diagnostic } from '../../core/errors/diagnostic.ts'
import type { TargetReading } from '../../core/adapter/adapter.ts'
import { openSettings, type SettingsReader } from '../../core/adapter/settings.ts'
import { readSsl, type Ssl } from './ssl.ts'
import { readUrl } from './url.ts'

/** A Postgres target. What is undefined comes from the environment that Postgres clients share (`PGUSER` …). */
export interface PostgresTarget {
  readonly host: string | undefined
  readonly port: number | undefined
  readonly user: string | undefined
  readonly password: string | undefined
  readonly database: string | undefined
  readonly ssl: Ssl | undefined
  /** In milliseconds; undefined for the server's own. */
  readonly statementTimeout: number | undefined
  /** How long making a connection may take, in milliseconds. */
  readonly connectTimeout: number
  /** The role that works are done as. */
  readonly role: string | undefined
  /** Schemas in which unqualified names are looked up; undefined for the role's own. */
  readonly searchPath: readonly string[] | undefined
  /** Texts that must not be shown. */
  readonly secrets: readonly string[]
}

const connectionKeys = ['host', 'port', 'user', 'password', 'database'] as const

const known = ['url', ...connectionKeys, 'ssl', 'statement_timeout', 'connect_timeout', 'role', 'search_path']

const owner = 'a target of type postgres'
const defaultConnectTimeout = 10_000

/** Reads a target's settings; what is wrong with them comes back as findings. */
export function readTarget(settings: Readonly<Record<string, unknown>>): TargetReading<PostgresTarget> {
  const reader = openSettings(settings, { owner, known })
  const url = reader.text('url')
  const parts = url === undefined ? readParts(reader) : readWholeUrl(url, reader)
  const target = {
    ...parts,
    ssl: readSsl(reader) ?? parts.ssl,
    statementTimeout: reader.duration('statement_timeout'),
    connectTimeout: reader.duration('connect_timeout') ?? defaultConnectTimeout,
    role: reader.text('role'),
    searchPath: reader.texts('search_path'),
    secrets: secretsOf(url, parts),
  }
  return reader.problems.length === 0 ? { ok: true, target } : { ok: false, problems: reader.problems }
}

/** Where the server is and who enters, as either way of saying it gives it. */
export type ConnectionParts = Pick<PostgresTarget, 'host' | 'port' | 'user' | 'password' | 'database' | 'ssl'>

function readParts(reader: SettingsReader): ConnectionParts {
  const parts = {
    host: reader.text('host'),
    port: reader.whole('port', { least: 1, most: 65_535 }),
    user: reader.text('user'),
    password: reader.text('password'),
    database: reader.text('database'),
    ssl: undefined,
  }
  const nothing = connectionKeys.every((key) => reader.value(key) === undefined)
  if (nothing) reader.report({ diagnostic: diagnostic('no-connection', { owner }) })
  return parts
}

function readWholeUrl(url: string, reader: SettingsReader): ConnectionParts {
  const clashing = connectionKeys.filter((key) => key !== 'database' && reader.value(key) !== undefined)
  for (const key of clashing) {
    reader.report({ key, diagnostic: diagnostic('clashing-settings', { first: 'url', second: key }) })
  }
  const read = readUrl(url)
  if (!read.ok) {
    reader.report({ key: 'url', diagnostic: diagnostic('bad-connection-url', { problem: read.problem }) })
    return {
      host: undefined,
      port: undefined,
      user: undefined,
      password: undefined,
      database: undefined,
      ssl: undefined,
    }
  }
  const named = reader.text('database')
  if (named !== undefined && read.parts.database !== undefined && named !== read.parts.database) {
    reader.report({
      key: 'database',
      diagnostic: diagnostic('clashing-settings', { first: 'url', second: 'database' }),
    })
  }
  return { ...read.parts, database: read.parts.database ?? named }
}

/** A password that is also a name in the open (`postgres`) is not worth hiding: it would hide the name. */
function secretsOf(url: string | undefined, parts: ConnectionParts): readonly string[] {
  const open = [parts.user, parts.database, parts.host]
  const { password } = parts
  const hidden = password === undefined || password === '' || open.includes(password) ? [] : [password]
  const encoded = hidden.map(encodeURIComponent)
  return [...new Set([...(url === undefined ? [] : [url]), ...hidden, ...encoded])]
}
