import { join } from 'node:path'
import { temporaryFolder } from '../../tests/databases/duckdb.ts'
import { describeAdapter } from '../conformance.ts'
import { duckdb } from './index.ts'

const folder = temporaryFolder()

describeAdapter({
  name: 'duckdb',
  skip: [
    {
      test: 'a text that begins with a byte order mark comes out as it went in',
      reason: 'the driver decodes text without the mark; in the database it is kept',
    },
  ],
  open: async (options) =>
    duckdb.open(
      { path: join(folder, 'conformance.duckdb'), settings: {}, attachments: [] },
      {
        threads: 8,
        lockTimeout: 1000,
        folder,
        applicationName: 'xform conformance',
        onWait: () => undefined,
        ...options,
      },
    ),
})
