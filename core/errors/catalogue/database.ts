import type { Wording } from '../wording.ts'

type Entry = (params: never) => Wording

/** What can be wrong with a target's own settings: code → wording. */
export const databaseCatalogue = {
  'no-connection': (p: { readonly owner: string }) => ({
    message: `It is not said where the database is: ${p.owner} needs \`url\`, or \`host\`, \`user\`, \`password\` and \`database\`.`,
    hint: 'Add `url: ${DATABASE_URL}`, or the single settings.',
  }),
  'clashing-settings': (p: { readonly first: string; readonly second: string }) => ({
    message: `\`${p.first}\` and \`${p.second}\` say the same thing twice.`,
    hint: `Keep one of them: \`${p.first}\` says it all.`,
  }),
  'bad-connection-url': (p: { readonly problem: string }) => ({
    message: `The connection URL cannot be read: ${p.problem}.`,
    hint: 'Write postgres://user:password@host:5432/database, with special characters of the password percent-encoded.',
  }),
} as const satisfies Record<string, Entry>
