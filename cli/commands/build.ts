import { build } from '../build.ts'
import type { CommandRunner } from '../command.ts'

/** `xform build`: loads the selected seeds, builds the models, takes the snapshots, and tests each before it is published. */
export const buildCommand: CommandRunner = (invocation) =>
  build(invocation, { kinds: ['seed', 'model', 'snapshot', 'test', 'unit_test'] })
