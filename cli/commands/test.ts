import { build } from '../build.ts'
import type { CommandRunner } from '../command.ts'

/** `xform test`: runs the selected data tests over what stands, and unit tests over rows of their own. */
export const test: CommandRunner = (invocation) => build(invocation, { kinds: ['test', 'unit_test'] })
