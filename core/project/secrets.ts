// What a target says → the values that must never be shown.
import type { Tree } from './tree.ts'

/** A key of a target, its value, and what of the value the environment gave. */
export interface TargetSetting {
  readonly key: string
  readonly tree: Tree
  readonly used: readonly string[]
}

/**
 * Keys whose values stand in every name and every report of a run: hiding them would hide the report, not a secret.
 */
const shownKeys: ReadonlySet<string> = new Set([
  'type',
  'schema',
  'database',
  'threads',
  'lock_timeout',
  'statement_timeout',
  'port',
])

const secretName = /password|passphrase|secret|token|credential|private_key|api_?key/iu

/** Passwords, tokens, URLs with the passwords in them, and what the environment gave; without repetitions. */
export function findSecrets(settings: readonly TargetSetting[]): readonly string[] {
  const fromEnvironment = settings.flatMap(({ key, used }) => (shownKeys.has(key) ? [] : used))
  const written = settings.flatMap(({ key, tree }) => secretsIn(key, tree))
  return [...new Set([...fromEnvironment, ...written])].filter((secret) => secret.trim() !== '')
}

/** What looks like a secret in a text that could not be read: it may be shown with what is wrong. */
export function guessSecrets(text: string): readonly string[] {
  const named = text.matchAll(
    /(?:password|passphrase|secret|token|credential|key)\w*["']?[ \t]*:[ \t]*["']?(?<value>[^\s"',}]+)/giu,
  )
  const inUrls = text.matchAll(/:\/\/[^\s/:@]*:(?<value>[^\s/@]+)@/gu)
  return [...new Set([...named, ...inUrls].map(({ groups }) => groups?.['value'] ?? ''))]
}

function secretsIn(key: string, tree: Tree): readonly string[] {
  if (tree.kind === 'list') return tree.items.flatMap((item) => secretsIn(key, item))
  if (tree.kind === 'map') {
    return tree.entries.flatMap((entry) => secretsIn(secretName.test(key) ? key : entry.key, entry.value))
  }
  if (tree.value === null || typeof tree.value === 'boolean') return []
  const value = typeof tree.value === 'number' ? tree.raw : tree.value
  return secretName.test(key) ? [value] : urlSecrets(value)
}

/** A URL's password as it stands and as it is meant, and the URL itself where it has one. */
function urlSecrets(value: string): readonly string[] {
  const password = /^[a-z][a-z\d+.-]*:\/\/[^\s/?#:@]*:(?<password>[^\s/?#]*)@/iu.exec(value)?.groups?.[
    'password'
  ]
  const query = [...value.matchAll(/[?&;\s](?<name>[\w.-]+)=(?<value>[^&;\s]+)/gu)]
    .filter(({ groups }) => secretName.test(groups?.['name'] ?? ''))
    .map(({ groups }) => groups?.['value'] ?? '')
  const found = [...(password === undefined || password === '' ? [] : [password]), ...query]
  return found.length === 0 ? [] : [value, ...found, ...found.map(decode)]
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    return text
  }
}
