import { testPostgres } from '../../tests/databases/postgres.ts'
import { describeAdapter } from '../conformance.ts'
import { postgres } from './index.ts'

const database = testPostgres().then((server) => server.createDatabase())

describeAdapter({
  name: 'postgres',
  async open(options) {
    const reading = postgres.readTarget({ url: await database })
    if (!reading.ok) throw new Error('The URL of the test database was refused.')
    return postgres.open(reading.target, {
      threads: 8,
      lockTimeout: 1000,
      folder: '',
      applicationName: 'xform conformance',
      onWait: () => undefined,
      ...options,
    })
  },
})
