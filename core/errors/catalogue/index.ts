import { checksCatalogue } from './checks.ts'
import { cliCatalogue } from './cli.ts'
import { compileCatalogue } from './compile.ts'
import { databaseCatalogue } from './database.ts'
import { executeCatalogue } from './execute.ts'
import { filesCatalogue } from './files.ts'
import { graphCatalogue } from './graph.ts'
import { parseCatalogue } from './parse.ts'
import { projectCatalogue } from './project.ts'
import { seedCatalogue } from './seed.ts'
import { snapshotCatalogue } from './snapshot.ts'
import { templateCatalogue } from './template.ts'

/**
 * Every diagnostic that xform can give: code → wording for its parameters. One file for each room that reports;
 * codes are permanent and each is documented in docs/errors.md.
 */
export const catalogue = {
  ...projectCatalogue,
  ...templateCatalogue,
  ...parseCatalogue,
  ...graphCatalogue,
  ...seedCatalogue,
  ...snapshotCatalogue,
  ...filesCatalogue,
  ...compileCatalogue,
  ...databaseCatalogue,
  ...executeCatalogue,
  ...checksCatalogue,
  ...cliCatalogue,
} as const
