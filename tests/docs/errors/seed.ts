import type { seedCatalogue } from '../../../core/errors/catalogue/seed.ts'
import { diagnostic } from '../../../core/errors/diagnostic.ts'
import { fileSpan } from '../../../core/errors/span.ts'
import { inSeed, onCommand, worded, type ErrorExample } from './example.ts'

const typed = (types: string, means: string): ErrorExample =>
  onCommand(['seed', '--select', 'rates'], means, {
    'seeds/rates.csv': 'currency,rate\nUSD,0.86\n',
    'seeds/seeds.yml': `seeds:\n  - name: rates\n    config:\n      column_types: ${types}\n`,
  })

/** The codes of reading seeds. */
export const seedExamples: Readonly<Record<keyof typeof seedCatalogue, ErrorExample>> = {
  'seed-empty': inSeed('', 'There is nothing in the file, not even the names of columns.'),
  'seed-header-empty': inSeed('currency,rate,\nUSD,0.86,\n', 'A column needs a name.'),
  'seed-header-duplicate': inSeed(
    'currency,Currency\nUSD,EUR\n',
    'Two columns would have the same name in the database.',
  ),
  'seed-header-too-long': worded(
    diagnostic(
      'seed-header-too-long',
      { name: 'x'.repeat(70), bytes: 70, limit: 63 },
      { at: fileSpan('seeds/rates.csv') },
    ),
    'Postgres cuts names after 63 bytes, and two long names could become one.',
  ),
  'seed-too-many-columns': worded(
    diagnostic('seed-too-many-columns', { limit: 10_000 }, { at: fileSpan('seeds/rates.csv') }),
    'Mostly the file has another delimiter than a comma, or is no CSV at all.',
  ),
  'seed-delimiter-suspected': inSeed(
    'currency;rate\nUSD;0.86\n',
    'The file would become a table with a single column.',
  ),
  'seed-fields-missing': inSeed('currency,rate\nUSD\n', 'A row has fewer fields than the header has names.'),
  'seed-fields-extra': inSeed(
    'currency,rate\nUSD,0,86\n',
    'A row has more fields than the header has names. Mostly a field with a comma in it lacks its quotes.',
  ),
  'seed-quote-stray': inSeed(
    'item,price\n5" disk,3\n',
    'A quote inside a field must be doubled, and the field stand in quotes.',
  ),
  'seed-text-after-quote': inSeed(
    'item,price\n"disk" 5,3\n',
    'Behind the closing quote of a field comes a delimiter or the end of the line.',
  ),
  'seed-quote-unclosed': inSeed(
    'item,price\n"disk,3\n',
    'A field in quotes does not end. Everything behind it would belong to it.',
  ),
  'seed-nul': inSeed('item,price\ndi\0sk,3\n', 'The file is probably not a text in UTF-8.'),
  'seed-row-too-long': worded(
    diagnostic('seed-row-too-long', { limit: 4_194_304 }, { at: fileSpan('seeds/rates.csv') }),
    'Mostly a quote is opened and not closed, so that the rest of the file becomes one row.',
  ),
  'seed-column-unknown': typed(
    '{ rat: double }',
    'A type is declared for a column that the file does not have.',
  ),
  'seed-column-declared-twice': typed(
    '{ rate: double, RATE: double }',
    'Two declarations mean the same column.',
  ),
  'seed-more-problems': inSeed(
    `currency,rate\n${'USD\n'.repeat(30)}`,
    'A note: not every problem of a file is listed.',
  ),
  'seed-changed': worded(
    diagnostic('seed-changed', undefined, { at: fileSpan('seeds/rates.csv') }),
    'A file is read twice, first for its types and then for its rows. In between, somebody wrote to it.',
  ),
}
