import { build } from '../build.ts'
import type { CommandRunner } from '../command.ts'

/** `xform snapshot`: takes the selected snapshots. */
export const snapshot: CommandRunner = (invocation) => build(invocation, { kinds: ['snapshot'] })
