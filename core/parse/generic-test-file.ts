import type { Project } from '../project/project.ts'

/** Whether a file under the test paths defines generic tests, which are macros: those in a folder `generic` do. */
export function isGenericTestFile(path: string, { config }: Project): boolean {
  return config.paths.tests.some((root) => path.startsWith(`${root}/generic/`))
}
