import type { filesCatalogue } from '../../../core/errors/catalogue/files.ts'
import { diagnostic } from '../../../core/errors/diagnostic.ts'
import { inProperties, worded, type ErrorExample } from './example.ts'

const declared = (files: string, means: string): ErrorExample =>
  inProperties(
    `sources:\n  - name: shop\n    tables:\n      - name: events\n        files: ${files}\n`,
    means,
  )

/** The codes of the files of sources. */
export const filesExamples: Readonly<Record<keyof typeof filesCatalogue, ErrorExample>> = {
  'bad-file-pattern': declared("'data/events/**'", 'A pattern has to end with the names of files.'),
  'files-outside-project': declared(
    "'../events/*.csv'",
    'A relative path stays inside the project, so that the project can be moved. What is elsewhere has an absolute path.',
  ),
  'file-format-unknown': declared(
    "'data/events/*'",
    'The names of the files end with nothing that tells a format, or with endings of several.',
  ),
  'files-folder-missing': worded(
    diagnostic('files-folder-missing', { path: 'data/evnts' }, { severity: 'warning' }),
    'Nothing has been delivered yet, or the name of the folder is wrong.',
  ),
  'linked-file-outside': worded(
    diagnostic('linked-file-outside', { path: 'data/events/today.csv' }),
    'Links are followed inside the project only, or inside the folder that an absolute path names.',
  ),
  'file-changed-while-read': worded(
    diagnostic('file-changed-while-read', { path: 'data/events/today.csv' }),
    'A file that somebody still writes to would be read in part, and never again.',
  ),
  'malformed-file': worded(
    diagnostic('malformed-file', {
      files: ['data/events/monday.csv'],
      line: 3,
      problem: 'the first line names 2 columns, this row has 1.',
    }),
    'A file is not what its format says, is cut off, or holds a value that does not fit the declared type. Nothing of the batch is kept.',
  ),
  'files-without-columns': worded(
    diagnostic('files-without-columns', { files: ['data/events/monday.csv'] }),
    'All the files are empty, and no columns are declared: it cannot be told what table this would be.',
  ),
  'files-differ': worded(
    diagnostic('files-differ', {
      file: 'data/events/tuesday.csv',
      other: 'data/events/monday.csv',
      missing: ['amount'],
      added: ['price'],
    }),
    'Files of one batch have other columns, and the source says that they must not.',
  ),
  'bad-file-type': worded(
    diagnostic('bad-file-type', { columns: ['id (bigit)'], problem: 'Type with name bigit does not exist!' }),
    'A type in `columns` is none that the target has.',
  ),
  'file-column-too-long': worded(
    diagnostic('file-column-too-long', { name: 'x'.repeat(70), bytes: 70, limit: 63 }),
    'Postgres cuts names after 63 bytes, and two long names could become one.',
  ),
}
