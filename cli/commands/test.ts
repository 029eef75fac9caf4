import { build } from '../build.ts'
import type { CommandRunner } from '../command.ts'

/** `xform test`: runs the selected data tests over what stands. */
export const test: CommandRunner = (invocation) => build(invocation, ['test'])
