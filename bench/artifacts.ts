// Makes and prints the manifest of a project of 1,000 models, in memory, and prints how long it took: the first time, as a
// command does it, and at best. Compile it with `npx tsc -p tsconfig.bench.json`. Usage: node dist-bench/bench/artifacts.js [count]
import { duckdbDialect } from '../adapters/duckdb/dialect.ts'
import { buildProject } from '../core/artifacts/bank.fixture.ts'
import { manifestOf } from '../core/artifacts/manifest.ts'
import { printArtifact } from '../core/artifacts/print-artifact.ts'
import { makeProject } from '../core/parse/project.fixture.ts'

const rounds = 10
const [size = '1000'] = process.argv.slice(2)
const count = Number(size)
const secrets = ['hunter2', 'postgres://bank:hunter2@db.example.com/bank', 'db.example.com', 'bank_loader']

const { input } = buildProject(makeProject({ files: projectFiles() }), duckdbDialect)
const times: number[] = []
let bytes = 0
for (let round = 0; round < rounds; round++) {
  const start = performance.now()
  bytes = printArtifact(manifestOf(input), conceal).length
  times.push(performance.now() - start)
}
const [first = 0] = times
console.log(
  `${count} models, ${(bytes / 1e6).toFixed(1)} MB: ${first.toFixed(0)} ms at first, ${Math.min(...times).toFixed(0)} ms at best of ${rounds}`,
)

/** Models in folders of ten, each described, each on up to five others, each with a call of a macro. */
function projectFiles(): Readonly<Record<string, string>> {
  const files: Record<string, string> = {
    'macros/cents.sql': '{{#macro cents column}}({{ column }} / 100){{/macro}}',
  }
  for (let index = 0; index < count; index++) {
    const path = `models/area_${Math.floor(index / 10)}/model_${index}`
    const others = Array.from(
      { length: Math.min(index, 5) },
      (_, at) => `union all select * from {{ ref('model_${(index * 7 + at * 13) % index}') }}`,
    )
    files[`${path}.sql`] = ["select 1 as id, {{ cents('2') }} as amount", ...others].join('\n')
    files[`${path}.yml`] =
      `models: [{ name: model_${index}, description: One of many, columns: [{ name: id }, { name: amount }] }]`
  }
  return files
}

function conceal(text: string): string {
  return secrets.reduce((clean, secret) => clean.replaceAll(secret, '***'), text)
}
