// A target's settings → typed values, with a finding for each that is wrong.
import { diagnostic, type Diagnostic } from '../errors/diagnostic.ts'
import { readDuration } from './duration.ts'

/** A finding about one setting; without a key it concerns the target as a whole. */
export interface SettingProblem {
  readonly key?: string
  readonly diagnostic: Diagnostic
}

/** Reads settings one by one; a setting that is absent or empty is undefined. */
export interface SettingsReader {
  text(key: string): string | undefined
  /** A whole number within bounds; a text of digits, as the environment gives it, is one too. */
  whole(key: string, bounds: { readonly least: number; readonly most: number }): number | undefined
  flag(key: string): boolean | undefined
  /** A length of time in milliseconds: `30min`, `10s`, or a number of milliseconds. */
  duration(key: string): number | undefined
  /** A list of texts; one text is a list of one. */
  texts(key: string): readonly string[] | undefined
  /** A map whose values are texts, numbers or booleans. */
  scalars(key: string): Readonly<Record<string, string | number | boolean>> | undefined
  value(key: string): unknown
  /** Reports that a setting is missing. */
  require(key: string): undefined
  report(problem: SettingProblem): void
  /** Reports a setting that is not what it should be. The value itself may be a secret and is not shown. */
  refuse(key: string, expected: string, hint?: string): undefined
  readonly problems: readonly SettingProblem[]
}

/** What a set of settings may contain. */
export interface SettingsShape {
  /** What they belong to, for findings (`a target of type duckdb`). */
  readonly owner: string
  readonly known: readonly string[]
}

/** The settings that every target has, whatever its type: they are read before an adapter sees the others. */
export const commonSettings: readonly string[] = ['type', 'schema', 'threads', 'lock_timeout', 'meta']

/** Opens settings for reading; keys that are not known are reported at once. */
export function openSettings(
  settings: Readonly<Record<string, unknown>>,
  { owner, known }: SettingsShape,
): SettingsReader {
  const problems: SettingProblem[] = Object.keys(settings)
    .filter((key) => !known.includes(key))
    .map((key) => ({
      key,
      diagnostic: diagnostic('unknown-key', {
        key,
        owner,
        known: [...known, ...commonSettings],
        advice: undefined,
      }),
    }))

  const value = (key: string): unknown => (Object.hasOwn(settings, key) ? settings[key] : undefined)

  function refuse(key: string, expected: string, hint?: string): undefined {
    const found = nameKind(value(key))
    problems.push({ key, diagnostic: diagnostic('wrong-type', { expected, found, hint }) })
  }

  /** Applies a parser to a setting that is there; what it cannot read is reported. */
  function read<T>(
    key: string,
    parse: (given: unknown) => T | undefined,
    wanted: { readonly expected: string; readonly hint?: string },
  ): T | undefined {
    const given = value(key)
    if (given === undefined || given === null || given === '') return undefined
    return parse(given) ?? refuse(key, wanted.expected, wanted.hint)
  }

  return {
    text: (key) => read(key, asText, { expected: 'a text' }),
    whole: (key, { least, most }) =>
      read(key, (given) => wholeWithin(given, least, most), {
        expected: `a whole number from ${least} to ${most}`,
      }),
    flag: (key) => read(key, asFlag, { expected: 'true or false' }),
    duration: (key) =>
      read(key, readDuration, {
        expected: 'a duration',
        hint: 'Write a number and a unit (ms, s, min, h, d), such as 5min; a number alone means milliseconds.',
      }),
    texts: (key) => read(key, asTexts, { expected: 'a text or a list of texts' }),
    scalars: (key) => read(key, asScalars, { expected: 'a map of texts, numbers, and true or false' }),
    value,
    require: (key) => void problems.push({ diagnostic: diagnostic('missing-key', { key, owner }) }),
    report: (problem) => void problems.push(problem),
    refuse,
    problems,
  }
}

/** Whether a value is a map (and not a list). */
export function isMap(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

function asText(given: unknown): string | undefined {
  if (typeof given === 'number') return String(given)
  return typeof given === 'string' ? given : undefined
}

function wholeWithin(given: unknown, least: number, most: number): number | undefined {
  const number = typeof given === 'string' && /^\d{1,15}$/.test(given) ? Number(given) : given
  const fits = typeof number === 'number' && Number.isInteger(number) && number >= least && number <= most
  return fits ? number : undefined
}

function asFlag(given: unknown): boolean | undefined {
  if (given === true || given === 'true') return true
  return given === false || given === 'false' ? false : undefined
}

function asTexts(given: unknown): readonly string[] | undefined {
  const list: readonly unknown[] = Array.isArray(given) ? given : [given]
  const texts = list.map(asText).filter((one) => one !== undefined)
  return texts.length === list.length ? texts : undefined
}

function asScalars(given: unknown): Readonly<Record<string, string | number | boolean>> | undefined {
  if (!isMap(given)) return undefined
  const entries = Object.entries(given).flatMap(([key, value]) =>
    isScalar(value) ? [[key, value] as const] : [],
  )
  return entries.length === Object.keys(given).length ? Object.fromEntries(entries) : undefined
}

function isScalar(value: unknown): value is string | number | boolean {
  return typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean'
}

function nameKind(value: unknown): string {
  if (value === null || value === undefined) return 'nothing'
  if (Array.isArray(value)) return 'a list'
  if (typeof value === 'object') return 'a map'
  return typeof value === 'string' ? 'another text' : `a ${typeof value}`
}
