import type { Span } from '../errors/span.ts'
import type { SourceFile } from './source-file.ts'
import type { TreeEntry } from './tree.ts'

/** A value of YAML or of the command line: what JSON can hold. */
export type PlainValue =
  null | boolean | number | string | readonly PlainValue[] | { readonly [key: string]: PlainValue }

/** A value together with the place in the author's file where it stands. */
export interface Located<T> {
  readonly value: T
  readonly at: Span
}

/** A target as `xform.yml` gives it, after interpolation; what is not common to all adapters is in `settings`. */
export interface Target {
  readonly name: string
  /** The adapter's name. */
  readonly type: string
  /** The schema that models go to unless they say otherwise. */
  readonly schema: string
  /** The target's own database, where its settings name one (`{{ target.database }}`). */
  readonly database?: string
  readonly threads: number
  /** How long to wait for somebody else's lock, in milliseconds. */
  readonly lockTimeout: number
  /** Everything else that stands under the target, for the adapter to check. */
  readonly settings: Readonly<Record<string, PlainValue>>
  /** Where each setting stands, and the target itself under the empty key. */
  readonly places: Readonly<Record<string, Span>>
  /** Where the name of each setting stands. */
  readonly keyPlaces: Readonly<Record<string, Span>>
  /** Values that must never be shown: passwords, URLs, what was read from the environment. */
  readonly secrets: readonly string[]
}

/** Where the project's files are looked for, relative to its folder. */
export interface ProjectPaths {
  readonly models: readonly string[]
  readonly seeds: readonly string[]
  readonly macros: readonly string[]
  readonly tests: readonly string[]
  readonly snapshots: readonly string[]
}

/** How custom schemas make a schema's name: appended to the target's (`analytics_marts`), or standing alone (`marts`). */
export type SchemaNaming = 'prefixed' | 'custom'

/**
 * Defaults for the nodes below a folder, as a tree: keys of the config at this level, folders (and names) below it.
 * Everything keeps its place, so that a wrong value is reported where it stands.
 */
export interface FolderDefaults {
  readonly config: readonly TreeEntry[]
  readonly folders: Readonly<Record<string, FolderDefaults>>
  /** Where the folder's name stands. */
  readonly at: Span
}

/** `xform.yml`, read and checked. */
export interface ProjectConfig {
  readonly name: string
  readonly version?: string
  readonly paths: ProjectPaths
  readonly vars: Readonly<Record<string, PlainValue>>
  readonly models: FolderDefaults
  readonly seeds: FolderDefaults
  readonly snapshots: FolderDefaults
  readonly tests: FolderDefaults
  readonly sources: FolderDefaults
  readonly schemaNaming: SchemaNaming
  readonly onRunStart: readonly Located<string>[]
  readonly onRunEnd: readonly Located<string>[]
}

/** A project as it was read from the disk: the configuration, the chosen target, and the texts of its files. */
export interface Project {
  /** The project's folder: an absolute path. */
  readonly folder: string
  readonly config: ProjectConfig
  readonly target: Target
  readonly files: ProjectFiles
  /** What `env('NAME')` may read. */
  readonly env: Readonly<Record<string, string>>
}

/** The texts of a project's files, by what they are for; each list is sorted by path. Seeds are read when they are loaded. */
export interface ProjectFiles {
  readonly config: SourceFile
  readonly models: readonly SourceFile[]
  readonly macros: readonly SourceFile[]
  readonly tests: readonly SourceFile[]
  readonly snapshots: readonly SourceFile[]
  readonly properties: readonly SourceFile[]
  readonly selectors?: SourceFile
  /** The rows of unit tests: csv and SQL files in a folder `fixtures` of the test paths. */
  readonly fixtures: readonly SourceFile[]
  /** The csv files under the seed paths. */
  readonly seeds: readonly SeedFile[]
}

/** A seed's file: found, not read. */
export interface SeedFile {
  /** Relative to the project's folder, with forward slashes. */
  readonly path: string
  /** In bytes. */
  readonly size: number
}
