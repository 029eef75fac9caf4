import type { databaseCatalogue } from '../../../core/errors/catalogue/database.ts'
import { onCommand, type ErrorExample } from './example.ts'

const target = (settings: string, means: string): ErrorExample =>
  onCommand(['debug'], means, {
    'xform.yml': `name: bank\ntargets:\n  prod: { type: postgres, ${settings} }\n`,
  })

/** The codes of a target's own settings. */
export const databaseExamples: Readonly<Record<keyof typeof databaseCatalogue, ErrorExample>> = {
  'no-connection': target('schema: analytics', 'The target does not say where its database is.'),
  'clashing-settings': target(
    'url: postgres://localhost/bank, host: db.example.com',
    'Two settings say the same thing, perhaps differently.',
  ),
  'bad-connection-url': target(
    'url: localhost',
    'The URL is not one. It is not shown, because it may hold a password.',
  ),
}
