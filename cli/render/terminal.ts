/** What the user and the surroundings ask of the output. */
export interface TerminalWishes {
  /** The environment: NO_COLOR, FORCE_COLOR, CI and TERM are looked at. */
  readonly env: Readonly<Record<string, string | undefined>>
  /** `--color` or `--no-color`, where one was given. */
  readonly color?: boolean | undefined
}

/**
 * Whether to write colours: the option decides, then NO_COLOR (https://no-color.org), then FORCE_COLOR; otherwise
 * colours are for terminals that understand them, and not for CI.
 */
export function decideColor(hasTerminal: boolean, wishes: TerminalWishes): boolean {
  const { env, color } = wishes
  if (color !== undefined) return color
  if (env['NO_COLOR'] !== undefined && env['NO_COLOR'] !== '') return false
  if (env['FORCE_COLOR'] !== undefined) return !isOff(env['FORCE_COLOR'])
  return isLive(hasTerminal, wishes)
}

/** Whether lines may be rewritten in place: on a terminal that can move its cursor, outside CI. */
export function isLive(hasTerminal: boolean, { env }: TerminalWishes): boolean {
  return hasTerminal && env['TERM'] !== 'dumb' && !isSet(env['CI'])
}

function isSet(value: string | undefined): boolean {
  return value !== undefined && value !== '' && !isOff(value)
}

function isOff(value: string): boolean {
  return value === '0' || value.toLowerCase() === 'false'
}
