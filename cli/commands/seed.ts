import { build } from '../build.ts'
import type { CommandRunner } from '../command.ts'

/** `xform seed`: loads the selected csv files. */
export const seed: CommandRunner = (invocation) => build(invocation, { kinds: ['seed'] })
