import type { Wording } from '../wording.ts'

type Entry = (params: never) => Wording

/** What can be wrong in the room `cli`: code → wording. */
export const cliCatalogue = {
  'defer-unreachable': (p: { readonly target: string; readonly own: string }) => ({
    message: `The target "${p.own}" cannot read what stands in the target "${p.target}": it is another database.`,
    hint: 'Point both at one database, each with a schema of its own; on DuckDB the file of the other can be named under `attach`.',
  }),
  'defer-without-state': () => ({
    message: '--defer does not say where the rest stands.',
    hint: 'Name a target (--defer prod), or a folder with the manifest of an earlier run (--defer --state FOLDER).',
  }),
  retrying: (p: { readonly run: string; readonly left: number; readonly of: number }) => ({
    message: `Trying again what ${p.run} has left undone: ${p.left} of ${p.of} nodes.`,
  }),
  'nothing-to-retry': (p: { readonly target: string; readonly because: string }) => ({
    message: `There is nothing to try again on the target "${p.target}": ${p.because}.`,
    hint: '`xform build` builds everything.',
  }),
  'unknown-reporter': (p: {
    readonly name: string
    readonly known: readonly string[]
    readonly suggestion?: string | undefined
  }) => ({
    message: `There is no reporter "${p.name}".`,
    hint:
      p.suggestion === undefined
        ? `Give one of ${p.known.join(', ')}; for several, give --reporter several times.`
        : `Did you mean "${p.suggestion}"?`,
  }),
  'reporter-needs-file': (p: { readonly name: string }) => ({
    message: `The reporter "${p.name}" writes a file, and none is named.`,
    hint: `Write --reporter ${p.name}=FILE.`,
  }),
  'reporter-takes-no-file': (p: { readonly name: string }) => ({
    message: `The reporter "${p.name}" writes to the standard output, not to a file.`,
    hint: `Write --reporter ${p.name}, and redirect the output where it should go to a file.`,
  }),
  'no-command': (p: { readonly commands: readonly string[] }) => ({
    message: 'No command was given.',
    hint: `Try one of ${p.commands.join(', ')}; \`xform --help\` says what they do.`,
  }),
  'unknown-command': (p: {
    readonly command: string
    readonly commands: readonly string[]
    readonly suggestion: string | undefined
  }) => ({
    message: `There is no command "${p.command}".`,
    hint: p.suggestion ?? `The commands are ${p.commands.join(', ')}.`,
  }),
  'command-not-yet': (p: { readonly command: string }) => ({
    message: `The command "${p.command}" is planned and not built yet.`,
    hint: '`xform --help` lists the commands that there are.',
  }),
  'unknown-option': (p: {
    readonly options: readonly string[]
    readonly command: string
    readonly suggestion?: string | undefined
  }) => ({
    message: `${p.command === '' ? 'xform' : `\`xform ${p.command}\``} does not know ${p.options.map((one) => `"${one}"`).join(', ')}.`,
    hint:
      p.suggestion ?? `\`xform ${p.command === '' ? '--help' : `${p.command} --help`}\` lists the options.`,
  }),
  'wrong-option': (p: { readonly problem: string; readonly advice?: string | undefined }) => ({
    message: p.problem.endsWith('.') ? p.problem : `${p.problem}.`,
    hint: p.advice ?? '`--help` behind a command lists its options.',
  }),
  'wrong-number': (p: {
    readonly option: string
    readonly value: string
    readonly smallest: number
    readonly largest: number
  }) => ({
    message: `${p.option} cannot be "${p.value}".`,
    hint: `Give a whole number from ${p.smallest} to ${p.largest}.`,
  }),
  'unknown-resource-type': (p: { readonly value: string; readonly known: readonly string[] }) => ({
    message: `There is no resource type "${p.value}".`,
    hint: `The types are ${p.known.join(', ')}.`,
  }),
  'nothing-to-show': () => ({
    message: 'No model was named.',
    hint: 'Name one with `--select orders`, or give a query with `--inline "select …"`.',
  }),
  'one-model-to-save': (p: { readonly selected: number | undefined }) => ({
    message:
      p.selected === undefined
        ? 'A query of the command line cannot be saved as a unit test.'
        : `One model can be saved as a unit test, and ${p.selected} are selected.`,
    hint: 'Name one model of the project: `xform show --select orders --save-as-unit-test`.',
  }),
  'files-not-saved': (p: { readonly input: string }) => ({
    message: `The rows of ${p.input} stand in files and in no table: they cannot be saved as a unit test.`,
    hint: 'Copy some lines of a file to `tests/fixtures/`, and name them as `fixture:` in a unit test of your own.',
  }),
  'file-stands': (p: { readonly path: string }) => ({
    message: `${p.path} is there already, and was left as it is.`,
    hint: 'Give the unit test another name: `--save-as-unit-test=other_name`.',
  }),
  'unknown-adapter': (p: { readonly type: string; readonly known: readonly string[] }) => ({
    message: `There is no adapter for the target type "${p.type}".`,
    hint: `The types are ${p.known.join(', ')}.`,
  }),
  stopping: () => ({
    message: 'Stopping: what runs is cancelled and rolled back.',
    hint: 'A second Ctrl-C leaves at once.',
  }),
  'does-not-grow': (p: { readonly model: string; readonly materialized: string }) => ({
    message: `"${p.model}" is a ${p.materialized} and was left out: every run makes it whole, so there is nothing to tell of it.`,
    hint: 'Flows, states and change logs are what `status` and `verify` are for.',
  }),
  'not-standing': (p: {
    readonly relations: readonly { readonly schema: string; readonly name: string }[]
  }) => ({
    message: `${p.relations.length === 1 ? '1 relation does' : `${p.relations.length} relations do`} not stand in the database and ${p.relations.length === 1 ? 'was' : 'were'} left out: ${listRelations(p.relations)}.`,
    hint: 'Build it with `xform seed` and `xform run`; of a source, `schema` and `identifier` have to be what the database has.',
  }),
  'no-freshness': (p: { readonly selected: number }) => ({
    message: `Nothing of what is selected (${p.selected} ${p.selected === 1 ? 'node' : 'nodes'}) says how fresh it has to be.`,
    hint: 'Say it at the source: `loaded_at_field: loaded_at` and `freshness: { warn_after: 12 hours, error_after: 24 hours }`.',
  }),
  'wrong-sample': (p: { readonly value: string }) => ({
    message: `--sample is a number of keys or a share of them, not "${p.value}".`,
    hint: 'Write --sample 1000, or --sample 5%.',
  }),
  'seed-without-sample': () => ({
    message: '--sample-seed chooses the keys of a sample, and no --sample is given.',
    hint: 'Add --sample 5%, or leave --sample-seed out.',
  }),
  sampled: (p: { readonly sample: string; readonly seed: string }) => ({
    message: `Only a sample of the keys is compared (${p.sample}).`,
    hint: `The same keys again: --sample ${p.sample} --sample-seed ${p.seed}.`,
  }),
} as const satisfies Record<string, Entry>

const shownRelations = 10

function listRelations(relations: readonly { readonly schema: string; readonly name: string }[]): string {
  const shown = relations.slice(0, shownRelations).map(({ schema, name }) => `${schema}.${name}`)
  return `${shown.join(', ')}${relations.length > shownRelations ? ' …' : ''}`
}
