import { didYouMean } from '../suggest.ts'
import type { Wording } from '../wording.ts'

type Entry = (params: never) => Wording

/** What can be wrong in the room `project`: code → wording. */
export const projectCatalogue = {
  'yaml-syntax': (p: { readonly problem: string; readonly advice: string | undefined }) => ({
    message: `This is not valid YAML: ${p.problem}`,
    hint:
      p.advice ?? 'Put texts with special characters in quotes, and check the indentation and the brackets.',
  }),
  'yaml-tab': () => ({
    message: 'A tab indents this line, and YAML allows only spaces there.',
    hint: 'Replace the tab by spaces.',
  }),
  'yaml-tag': () => ({
    message: 'A tag (`!name`) stands before this value, and tags have no meaning here.',
    hint: 'Remove the tag, or put the value in quotes if the exclamation mark belongs to it.',
  }),
  'yaml-version': () => ({
    message: 'This file asks for another version of YAML than 1.2.',
    hint: 'Remove the line that begins with %YAML.',
  }),
  'yaml-several-documents': () => ({
    message: 'A second YAML document begins here, and a file holds only one.',
    hint: 'Remove the line `---`, or move what follows to a file of its own.',
  }),
  'yaml-too-deep': (p: { readonly limit: number }) => ({
    message: `Lists and maps stand more than ${p.limit} deep in each other.`,
    hint: 'Check the brackets and the indentation.',
  }),
  'yaml-too-large': (p: { readonly limit: number }) => ({
    message: `The aliases of this file multiply it to more than ${p.limit} values.`,
    hint: 'Write out what is meant, or use fewer aliases of aliases.',
  }),
  'yaml-unknown-alias': (p: { readonly name: string; readonly known: readonly string[] }) => ({
    message: `The alias *${p.name} refers to an anchor that does not stand before it.`,
    hint:
      didYouMean(p.name, p.known) ?? `Mark the value it means with &${p.name}, or put this one in quotes.`,
  }),
  'yaml-unquoted-template': () => ({
    message: 'A template stands here without quotes, and YAML reads its braces as a map.',
    hint: 'Put the whole value in quotes: "{{ … }}".',
  }),
  'yaml-key-not-text': (p: { readonly found: string }) => ({
    message: `A key must be text, and this one is ${p.found}.`,
    hint: 'Put the key in quotes, or check what stands before the colon.',
  }),
  'yaml-reserved-key': (p: { readonly key: string }) => ({
    message: `The key "${p.key}" cannot be used.`,
    hint: 'Choose another name.',
  }),
  'yaml-duplicate-key': (p: { readonly key: string }) => ({
    message: `The key "${p.key}" stands twice in the same map.`,
    hint: 'Keep one of them.',
  }),
  'yaml-merge-not-map': (p: { readonly found: string }) => ({
    message: `The key << brings in the keys of another map, and this is ${p.found}.`,
    hint: 'Name a map with it, such as `<<: *defaults`.',
  }),
  'wrong-type': (p: {
    readonly expected: string
    readonly found: string
    readonly hint: string | undefined
  }) => ({
    message: `Expected ${p.expected}, found ${p.found}.`,
    hint: p.hint ?? adviseShape(p.expected),
  }),
  'unknown-key': (p: {
    readonly key: string
    readonly owner: string
    readonly known: readonly string[]
    readonly advice: string | undefined
  }) => ({
    message: `"${p.key}" is not a key of ${p.owner}.`,
    hint: p.advice ?? didYouMean(p.key, p.known) ?? keysOf(p.known),
  }),
  'missing-key': (p: { readonly key: string; readonly owner: string }) => ({
    message: `The key "${p.key}" is missing: ${p.owner} must have it.`,
    hint: `Add \`${p.key}:\`.`,
  }),
  'unknown-value': (p: { readonly value: string; readonly choices: readonly string[] }) => ({
    message: `"${p.value}" is none of the values that can stand here.`,
    hint: didYouMean(p.value, p.choices) ?? `Write one of: ${p.choices.join(', ')}.`,
  }),
  'artifact-missing': (p: {
    readonly file: string
    readonly name: string
    /** The folder, where that is missing as well. */
    readonly folder: string | undefined
  }) => ({
    message:
      p.folder === undefined
        ? `There is no ${p.file}.`
        : `There is no folder "${p.folder}", so there is no ${p.file}.`,
    hint: adviseArtifact(p.name),
  }),
  'artifact-unreadable': (p: { readonly file: string; readonly reason: string }) => ({
    message: `${p.file} cannot be read: ${p.reason}.`,
    hint: 'Remove it, and let the command that wrote it write it again.',
  }),
  'not-yet': (p: { readonly what: string; readonly advice: string }) => ({
    message: `"${p.what}" is planned, but not built yet.`,
    hint: p.advice,
  }),
  'template-in-value': () => ({
    message: 'A template stands in a value that is not a template.',
    hint: 'Write the value itself; in xform.yml ${NAME} reads the environment, and `config(...)` in a model can compute.',
  }),
  'unset-interpolation': (p: { readonly name: string }) => ({
    message: `The environment variable ${p.name} is not set.`,
    hint: `Set it (a line \`${p.name}=…\` in .env beside xform.yml will do), or give a default: \${${p.name}:-default}.`,
  }),
  'bad-interpolation': () => ({
    message: 'What stands behind "${" is not the name of an environment variable.',
    hint: 'Write ${NAME} or ${NAME:-default}, without a variable in the default; $${ stands for the characters themselves.',
  }),
  'bad-env-line': () => ({
    message: 'This is not an assignment.',
    hint: 'Write NAME=value; a value with spaces at its ends, quotes or a # goes in quotes.',
  }),
  'unclosed-env-quote': () => ({
    message: 'A quoted value begins here and does not end.',
    hint: 'Close the quote; only double quotes may go over several lines.',
  }),
  'bad-project-name': (p: { readonly name: string }) => ({
    message: `"${p.name}" cannot be the name of a project.`,
    hint: 'Use letters, digits and underscores, and begin with a letter.',
  }),
  'path-outside-project': (p: { readonly path: string }) => ({
    message: `The folder "${p.path}" is outside the project.`,
    hint: "Name a folder below the project's own, relative to it.",
  }),
  'overlapping-paths': (p: { readonly inner: string; readonly outer: string }) => ({
    message:
      p.inner === p.outer
        ? `The folder "${p.inner}" is named twice under "paths", so that its files would be read twice.`
        : `The folder "${p.inner}" is inside "${p.outer}", so that its files would be read twice.`,
    hint: 'Give each kind of file a folder of its own.',
  }),
  'unknown-target': (p: {
    readonly name: string
    readonly from: string
    readonly names: readonly string[]
  }) => ({
    message: `There is no target "${p.name}", which ${p.from} asks for.`,
    hint: didYouMean(p.name, p.names) ?? `The targets are: ${p.names.join(', ')}.`,
  }),
  'no-target-chosen': (p: { readonly names: readonly string[] }) =>
    p.names.length === 0
      ? { message: 'There is no target.', hint: 'Add one, such as `dev: { type: …, path: … }`.' }
      : {
          message: `There are ${p.names.length} targets, and none is chosen.`,
          hint: `Say which one to use (${p.names.join(', ')}) with \`target:\`, --target or XFORM_TARGET.`,
        },
  'unknown-target-type': (p: { readonly type: string; readonly known: readonly string[] }) => ({
    message: `There is no adapter for targets of the type "${p.type}".`,
    hint: didYouMean(p.type, p.known) ?? `The types are: ${p.known.join(', ')}.`,
  }),
  'no-project': (p: {
    readonly folder: string
    readonly found: string | undefined
    readonly isFolder: boolean
  }) => ({
    message: p.isFolder ? `There is no xform.yml in "${p.folder}".` : `There is no folder "${p.folder}".`,
    hint:
      lookalikes.get(p.found ?? '') ??
      'Go to the folder of a project, name it with --project-dir, or make one with `xform init`.',
  }),
  'unreadable-file': (p: { readonly path: string; readonly reason: string }) => ({
    message: `"${p.path}" cannot be read: ${p.reason}.`,
    hint: 'Check the permissions and the links, or move it out of the project.',
  }),
  'binary-file': () => ({
    message: 'This file is not text: it holds a byte of value zero.',
    hint: 'Save it as UTF-8, or move it out of the project.',
  }),
  'not-utf8': () => ({
    message: 'This file is not UTF-8: a byte here is part of no character.',
    hint: 'Save it as UTF-8.',
  }),
  'file-too-large': (p: { readonly size: number; readonly limit: number }) => ({
    message: `This file has ${p.size} bytes, more than the ${p.limit} that are read.`,
    hint: 'Data belongs in a seed or a source; split what was written by hand.',
  }),
  'not-a-file': (p: { readonly path: string }) => ({
    message: `"${p.path}" has the name of a file of the project, but is not a file.`,
    hint: 'Rename it, or move it out of the project.',
  }),
  'not-a-folder': (p: { readonly path: string }) => ({
    message: `"${p.path}" is named under "paths", but is not a folder.`,
    hint: 'Name the folder that the files are in.',
  }),
  'link-outside-project': (p: { readonly path: string }) => ({
    message: `"${p.path}" is a link that leads out of the project.`,
    hint: 'Copy what it leads to into the project, or remove the link.',
  }),
  'colliding-files': (p: { readonly path: string; readonly other: string }) => ({
    message: `"${p.path}" and "${p.other}" differ in case alone, and many disks and databases take them for one.`,
    hint: 'Rename one of them.',
  }),
  'cannot-write': (p: {
    readonly path: string
    readonly reason: string
    /** How many other files cannot be written for the same reason. */
    readonly others?: number
  }) => ({
    message: `"${p.path}"${andOthers(p.others ?? 0)} cannot be written: ${p.reason}.`,
    hint: 'Check the permissions and the space on the disk.',
  }),
} as const satisfies Record<string, Entry>

function andOthers(count: number): string {
  return count === 0 ? '' : ` and ${count} other ${count === 1 ? 'file' : 'files'}`
}

const writers: ReadonlyMap<string, string> = new Map([
  ['sources.json', 'freshness'],
  ['manifest.json', 'build'],
  ['run_results.json', 'build'],
])

function adviseArtifact(name: string): string {
  return `\`xform ${writers.get(name) ?? 'run'}\` writes it to target/; keep a copy of that folder to compare with it later.`
}

/** How a kind of value is written. */
function adviseShape(expected: string): string {
  if (expected.startsWith('a map')) return 'Write `key: value` pairs, on indented lines below or in braces.'
  if (expected.startsWith('a list')) return 'Write a list: `- item` on lines of their own, or [item, item].'
  return `Write ${expected}.`
}

const lookalikes: ReadonlyMap<string, string> = new Map([
  ['xform.yaml', 'Rename xform.yaml to xform.yml.'],
  [
    'dbt_project.yml',
    'This is a dbt project: `xform init` writes an xform.yml beside dbt_project.yml, and the models can stay.',
  ],
  [
    'profiles.yml',
    'Connections do not stand in profiles.yml here: `xform init` writes an xform.yml with its `targets:`.',
  ],
])

function keysOf(known: readonly string[]): string {
  return known.length === 0 ? 'It has none: remove it.' : `Its keys are: ${known.join(', ')}.`
}
