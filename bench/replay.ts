// Sends the very statements that a run left in target/run over one plain connection, one by one: what the run's result costs
// without xform around it. Usage: node … duckdb|postgres PATH-OR-URL FOLDER-OF-THE-PROJECT
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { send } from './send.ts'

const [engine, place = '', project = ''] = process.argv.slice(2)
const folder = join(project, 'target', 'run', 'models')
const statements = readdirSync(folder).flatMap((name) =>
  readFileSync(join(folder, name), 'utf8')
    .split(/;\n(?:\n|$)/u)
    .map((statement) => statement.replace(/^-- .*\n/u, ''))
    .filter((statement) => statement !== ''),
)

await send(engine, place, statements)
