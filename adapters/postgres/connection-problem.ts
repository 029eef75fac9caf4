// Why a connection could not be made → a sentence and what to do.
import { DatabaseError } from 'pg'
import { knownProblem } from '../../core/adapter/known-problem.ts'
import type { DatabaseProblem } from '../../core/adapter/problem.ts'
import type { PostgresTarget } from './target.ts'

interface Words {
  readonly message: string
  readonly hint: string
}

/** Explains a failed connection. What it says comes from the target's open settings and the server, never from its secrets. */
export function explainConnecting(error: unknown, target: PostgresTarget): DatabaseProblem {
  const known = knownProblem(error)
  if (known !== undefined) return known
  const given = error instanceof Error ? error : new Error(String(error))
  const words = error instanceof DatabaseError ? serverWords(error) : driverWords(given, target)
  return { kind: 'connection', ...words }
}

const serverHints: ReadonlyMap<string, string> = new Map([
  ['28P01', 'Check `user` and `password` of the target.'],
  ['3D000', 'Create the database, or correct `database` in the target.'],
  ['53300', 'Lower `threads` of the target, or let the server have more connections (`max_connections`).'],
  ['57P03', 'The server is starting or stopping: try again in a moment.'],
  ['22023', 'Correct `role` in the target, and see that the user is a member of it.'],
  ['42501', 'Correct `role` in the target, and see that the user is a member of it.'],
])

function serverWords(error: DatabaseError): Words {
  const code = error.code ?? ''
  const hint = serverHints.get(code) ?? error.hint
  if (code === '28000') return { message: error.message, hint: authorizationHint(error.message) }
  return { message: error.message, hint: hint ?? 'Check the settings of the target.' }
}

function authorizationHint(message: string): string {
  return message.includes('no encryption')
    ? 'The server wants an encrypted connection: add `ssl: require` to the target.'
    : 'Check `user` of the target, and what the server allows it (pg_hba.conf).'
}

function driverWords(error: Error, target: PostgresTarget): Words {
  const code = 'code' in error && typeof error.code === 'string' ? error.code : ''
  const place = placeOf(error, target)
  if (code === 'ECONNREFUSED' || code === 'ENOENT') {
    const hint = 'Start the server, or correct `host` and `port` in the target.'
    return { message: `No Postgres server answers at ${place}.`, hint }
  }
  if (code === 'ENOTFOUND' || code === 'EAI_AGAIN') {
    return { message: `The host "${target.host ?? ''}" is not known.`, hint: 'Correct `host` in the target.' }
  }
  if (isTimeout(error, code)) {
    const message = `The server at ${place} did not answer within ${target.connectTimeout / 1000} s.`
    return {
      message,
      hint: 'Check `host`, `port` and the network, or raise `connect_timeout` in the target.',
    }
  }
  if (/password must be a string/.test(error.message)) {
    const message = `The server at ${place} asks for a password, and the target has none.`
    return { message, hint: 'Add `password` to the target, such as `password: ${PGPASSWORD}`.' }
  }
  return tlsWords(error, code, place) ?? { message: `${place}: ${error.message}`, hint: lastHint }
}

const lastHint = 'Check that a Postgres server answers there, and the settings of the target.'

function isTimeout(error: Error, code: string): boolean {
  return ['ETIMEDOUT', 'EHOSTUNREACH', 'ENETUNREACH'].includes(code) || error.message === 'timeout expired'
}

function tlsWords(error: Error, code: string, place: string): Words | undefined {
  if (error.message === 'The server does not support SSL connections') {
    const hint = 'Set `ssl: false` in the target where the network is trusted, or turn TLS on in the server.'
    return { message: `The server at ${place} does not offer encrypted connections.`, hint }
  }
  if (!/CERT|SELF_SIGNED|UNABLE_TO_|ERR_TLS|ERR_SSL|^E?SSL/.test(code)) return undefined
  const hint =
    'Give the authority that signed it with `ssl: { ca: … }`; `ssl: require` encrypts without checking who answers.'
  return { message: `The certificate of the server at ${place} is not accepted: ${error.message}.`, hint }
}

/** Node tries several addresses of one name and then tells of all of them together. */
function placeOf(error: Error, { host, port }: PostgresTarget): string {
  const [first] = error instanceof AggregateError ? (error.errors as readonly unknown[]) : []
  const tried = first instanceof Error && 'port' in first ? Number(first.port) : undefined
  const where = host ?? ('address' in error ? String(error.address) : 'the default host')
  return `${where}:${port ?? tried ?? ('port' in error ? String(error.port) : '5432')}`
}
