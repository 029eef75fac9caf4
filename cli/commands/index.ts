import {
  auditOptions,
  buildOptions,
  commonOptions,
  eventTimeOptions,
  freshnessOptions,
  deferOptions,
  initOptions,
  listOptions,
  retryOptions,
  selectionOptions,
  showOptions,
  statusOptions,
  testOptions,
  verifyOptions,
  type Command,
} from '../command.ts'

/** Every command, in the order of `--help`. A new one is a file beside this and an entry here. */
export const commands: readonly Command[] = [
  {
    name: 'init',
    summary: 'make a small project that runs at once',
    groups: [initOptions],
    load: async () => (await import('./init.ts')).init,
  },
  {
    name: 'debug',
    summary: 'check the configuration, the driver, the connection and the rights',
    groups: [],
    load: async () => (await import('./debug.ts')).debug,
  },
  {
    name: 'ls',
    summary: 'list nodes',
    groups: [selectionOptions, listOptions],
    load: async () => (await import('./ls.ts')).ls,
  },
  {
    name: 'compile',
    summary: 'write the SQL of models and snapshots to target/compiled, without a database',
    groups: [selectionOptions],
    load: async () => (await import('./compile.ts')).compileCommand,
  },
  {
    name: 'show',
    summary: 'preview the rows of a model or a snapshot, or of a query of your own',
    groups: [selectionOptions, showOptions],
    load: async () => (await import('./show.ts')).show,
  },
  {
    name: 'seed',
    summary: 'load the csv files of the project',
    groups: [selectionOptions, buildOptions, deferOptions],
    load: async () => (await import('./seed.ts')).seed,
  },
  {
    name: 'run',
    summary: 'build the models of the project, in order and in parallel',
    groups: [selectionOptions, buildOptions, eventTimeOptions, deferOptions],
    load: async () => (await import('./run.ts')).run,
  },
  {
    name: 'snapshot',
    summary: 'take snapshots: keep how rows were that are overwritten',
    groups: [selectionOptions, buildOptions, deferOptions],
    load: async () => (await import('./snapshot.ts')).snapshot,
  },
  {
    name: 'test',
    summary: 'run data tests over what stands, and unit tests',
    groups: [selectionOptions, testOptions, deferOptions],
    load: async () => (await import('./test.ts')).test,
  },
  {
    name: 'build',
    summary: 'seeds, models and snapshots in order, each tested before it is published',
    groups: [selectionOptions, buildOptions, auditOptions, eventTimeOptions, deferOptions],
    load: async () => (await import('./build.ts')).buildCommand,
  },
  {
    name: 'freshness',
    summary: 'tell how old the newest rows of sources and models are',
    groups: [selectionOptions, freshnessOptions],
    load: async () => (await import('./freshness.ts')).freshness,
  },
  {
    name: 'retry',
    summary: 'do what the last run left undone, also after it was killed',
    groups: [retryOptions, deferOptions],
    load: async () => (await import('./retry.ts')).retry,
  },
  {
    name: 'status',
    summary: 'show how far flows, states and change logs have got',
    groups: [selectionOptions, statusOptions],
    load: async () => (await import('./status.ts')).status,
  },
  {
    name: 'verify',
    summary: 'compare flows, states and change logs with their full queries',
    groups: [selectionOptions, verifyOptions],
    load: async () => (await import('./verify.ts')).verifyCommand,
  },
  {
    name: 'catalog',
    summary: 'write what the database says of tables and columns to target/catalog.json',
    groups: [selectionOptions],
    load: async () => (await import('./catalog.ts')).catalog,
  },
  {
    name: 'clean',
    summary: 'remove target/',
    groups: [],
    load: async () => (await import('./clean.ts')).clean,
  },
].map((command) => ({ ...command, groups: [...command.groups, commonOptions] }))

/** Commands that are planned and not built yet: naming one says so. */
export const plannedCommands: readonly string[] = ['run-operation']
