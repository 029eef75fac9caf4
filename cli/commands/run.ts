import { build } from '../build.ts'
import type { CommandRunner } from '../command.ts'

/** `xform run`: builds the selected models. */
export const run: CommandRunner = (invocation) => build(invocation, { kinds: ['model'] })
