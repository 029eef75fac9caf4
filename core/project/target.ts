// `targets:` of `xform.yml` → the one target of this run, filled in from the environment.
import { commonSettings } from '../adapter/settings.ts'
import { diagnostic } from '../errors/diagnostic.ts'
import type { Span } from '../errors/span.ts'
import { interpolate, type Environment } from './interpolation.ts'
import type { Located, Target } from './project.ts'
import { duration } from './schema/duration.ts'
import { isWritten } from './schema/object.ts'
import type { Reader, Report } from './schema/reader.ts'
import { refuse, wholeNumber, word } from './schema/scalars.ts'
import { findSecrets, type TargetSetting } from './secrets.ts'
import { isNothing, plainValue, recordOf, type Tree, type TreeEntry } from './tree.ts'

/** What has to be known of an adapter before it is loaded. */
interface AdapterFacts {
  /** The schema that models go to where the target names none. */
  readonly schema: string
}

/** The adapters that a target can name. */
export type KnownAdapters = ReadonlyMap<string, AdapterFacts>

/** Who asks for which target. */
export interface TargetWish {
  /** From the command line. */
  readonly requested: string | undefined
  /** The option that asks for it. */
  readonly option: string
  /** From the key `target:`. */
  readonly configured: Located<string> | undefined
  readonly env: Environment
}

const defaultThreads = 4
const defaultLockTimeout = 5 * 60 * 1000

/**
 * The entry of the target to use: the command line's, else `XFORM_TARGET`'s, else `target:`'s, else the only one there is.
 */
export function chooseTarget(targets: TreeEntry, wish: TargetWish, report: Report): TreeEntry | undefined {
  if (targets.value.kind !== 'map') return refuse(targets.value, { expected: 'a map of targets' }, report)
  const { entries } = targets.value
  const names = entries.map(({ key }) => key)
  const wanted = findWanted(wish, targets.keyAt)
  const chosen = wanted === undefined ? entries : entries.filter(({ key }) => key === wanted.value)
  const [only, another] = chosen
  if (only !== undefined && another === undefined) return only
  report(
    wanted === undefined
      ? diagnostic('no-target-chosen', { names }, { at: targets.keyAt })
      : diagnostic('unknown-target', { name: wanted.value, from: wanted.from, names }, { at: wanted.at }),
  )
  return undefined
}

interface Wanted extends Located<string> {
  readonly from: string
}

function findWanted({ requested, option, configured, env }: TargetWish, nowhere: Span): Wanted | undefined {
  if (requested !== undefined) return { value: requested, at: nowhere, from: option }
  const fromEnv = env['XFORM_TARGET']
  if (fromEnv !== undefined && fromEnv !== '') return { value: fromEnv, at: nowhere, from: 'XFORM_TARGET' }
  return configured === undefined ? undefined : { ...configured, from: '`target:`' }
}

/** A target, read. Its secrets are known even where the target is not valid. */
export interface TargetReading {
  readonly target?: Target
  readonly secrets: readonly string[]
}

/** Fills in a target from the environment and reads what all targets have in common. */
export function readTarget(
  entry: TreeEntry,
  { env, adapters }: { readonly env: Environment; readonly adapters: KnownAdapters },
  report: Report,
): TargetReading {
  if (entry.value.kind !== 'map') {
    refuse(entry.value, { expected: 'a map of settings' }, report)
    return { secrets: [] }
  }
  const settings = entry.value.entries.map((setting) => fillIn(setting, env, report))
  const secrets = findSecrets(settings)
  const common = readCommon(settings, { entry, adapters }, report)
  if (common === undefined) return { secrets }
  const own = settings.filter(({ key, tree }) => !commonTargetKeys.has(key) && !isNothing(tree))
  const places = settings.map(({ key, tree }) => [key, tree.at] as const)
  const keyPlaces = entry.value.entries.map(({ key, keyAt }) => [key, keyAt] as const)
  const target = {
    name: entry.key,
    ...common,
    settings: recordOf(own.map(({ key, tree }) => [key, plainValue(tree)] as const)),
    places: recordOf([...places, ['', entry.keyAt] as const]),
    keyPlaces: recordOf(keyPlaces),
    secrets,
  }
  return { target, secrets }
}

/** The settings that every target has, whatever its type. */
export const commonTargetKeys: ReadonlySet<string> = new Set(commonSettings)

function fillIn({ key, value }: TreeEntry, env: Environment, report: Report): TargetSetting {
  const { tree, used, diagnostics } = interpolate(value, env)
  for (const finding of diagnostics) report(finding)
  return { key, tree, used }
}

type CommonSettings = Pick<Target, 'type' | 'schema' | 'threads' | 'lockTimeout' | 'database'>

function readCommon(
  settings: readonly TargetSetting[],
  { entry, adapters }: { readonly entry: TreeEntry; readonly adapters: KnownAdapters },
  report: Report,
): CommonSettings | undefined {
  const read = <T>(key: string, reader: Reader<T>): T | undefined => {
    const tree = settings.find((setting) => setting.key === key)?.tree
    return tree === undefined || isNothing(tree) ? undefined : reader.read(tree, report)
  }
  const typeTree = settings.find(({ key }) => key === 'type')?.tree
  const type = readType(typeTree, { entry, adapters }, report)
  const schema = read('schema', word)
  const threads = read('threads', wholeNumber({ least: 1 })) ?? defaultThreads
  const lockTimeout = read('lock_timeout', duration) ?? defaultLockTimeout
  const database = read('database', word)
  if (type === undefined) return undefined
  return {
    type,
    schema: schema ?? adapters.get(type)?.schema ?? '',
    threads,
    lockTimeout,
    ...(database === undefined ? {} : { database }),
  }
}

function readType(
  tree: Tree | undefined,
  { entry, adapters }: { readonly entry: TreeEntry; readonly adapters: KnownAdapters },
  report: Report,
): string | undefined {
  if (tree === undefined || isNothing(tree)) {
    if (tree !== undefined && isWritten(tree)) return undefined
    report(diagnostic('missing-key', { key: 'type', owner: 'a target' }, { at: entry.keyAt }))
    return undefined
  }
  const type = word.read(tree, report)
  if (type === undefined || adapters.has(type)) return type
  report(diagnostic('unknown-target-type', { type, known: [...adapters.keys()] }, { at: tree.at }))
  return undefined
}
