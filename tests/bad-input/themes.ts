import { commandLineFixtures } from './command-line.ts'
import { contractFixtures } from './contracts.ts'
import { configFixtures } from './config.ts'
import { csvFixtures } from './csv.ts'
import { dataTestFixtures } from './data-tests.ts'
import { databaseFixtures } from './database.ts'
import { environmentFixtures } from './env.ts'
import { fileFixtures } from './files.ts'
import type { Fixture } from './fixture.ts'
import { freshnessFixtures } from './freshness.ts'
import { graphFixtures } from './graph.ts'
import { growthFixtures } from './growth.ts'
import { incrementalFixtures } from './incremental.ts'
import { looksBadFixtures } from './looks-bad.ts'
import { nameFixtures } from './names.ts'
import { postgresFixtures } from './postgres.ts'
import { projectFileFixtures } from './project-file.ts'
import { propertyFixtures } from './properties.ts'
import { selectionFixtures } from './selection.ts'
import { slimCiFixtures } from './slim-ci.ts'
import { snapshotFixtures } from './snapshots.ts'
import { targetFixtures } from './targets.ts'
import { templateSyntaxFixtures } from './template-syntax.ts'
import { templateFixtures } from './templates.ts'
import { unitTestFixtures } from './unit-tests.ts'
import { yamlFixtures } from './yaml.ts'

/** Every fixture, by theme. */
export const themes: Readonly<Record<string, readonly Fixture[]>> = {
  YAML: yamlFixtures,
  'xform.yml': projectFileFixtures,
  targets: targetFixtures,
  environment: environmentFixtures,
  files: fileFixtures,
  'syntax of templates': templateSyntaxFixtures,
  templates: templateFixtures,
  configs: configFixtures,
  contracts: contractFixtures,
  'property files': propertyFixtures,
  names: nameFixtures,
  graph: graphFixtures,
  selection: selectionFixtures,
  'csv files': csvFixtures,
  databases: databaseFixtures,
  Postgres: postgresFixtures,
  'incremental models': incrementalFixtures,
  'flows, states and change logs': growthFixtures,
  'data tests': dataTestFixtures,
  'unit tests': unitTestFixtures,
  'retry, state and deferral': slimCiFixtures,
  freshness: freshnessFixtures,
  snapshots: snapshotFixtures,
  'the command line': commandLineFixtures,
  'what looks bad and is not': looksBadFixtures,
}
