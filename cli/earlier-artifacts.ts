import { join, resolve } from 'node:path'
import { openArtifactFolder, targetFolder, type EarlierArtifacts } from '../core/index.ts'
import type { Invocation } from './command.ts'
import type { OpenProject } from './open-project.ts'

/** What earlier commands left in `target/`, and in the folder that `--state` names. */
export function earlierArtifacts({ project }: OpenProject, { options, world }: Invocation): EarlierArtifacts {
  const { state } = options
  return {
    current: openArtifactFolder({ path: join(project.folder, targetFolder), shown: targetFolder }),
    before:
      state === undefined
        ? undefined
        : openArtifactFolder({ path: resolve(world.cwd, state), shown: state.replace(/\/+$/u, '') }),
  }
}
