import { matchSequence } from './match-sequence.ts'
import { compileWildcard, hasWildcard, type TextTest } from './wildcard.ts'

/** One folder's or file's name in a pattern, or `**`: any number of them. */
type Segment = TextTest | 'any'

/**
 * A test for files that have this path or lie below it. Relative to the project's folder; wildcards stand within one
 * name, `**` for any number of folders. Backslashes count as slashes, `./` and a slash at the end do not matter.
 */
export function compilePathPattern(pattern: string): TextTest {
  const names = splitPath(pattern)
  if (hasWildcard(pattern)) return testSegments([...names.map(compileSegment), 'any'])
  const file = names.join('/')
  const folder = file === '' ? '' : `${file}/`
  return (path) => path === file || path.startsWith(folder)
}

/** A test for files that have exactly this path. */
export function compileFilePattern(pattern: string): TextTest {
  const names = splitPath(pattern)
  if (hasWildcard(pattern)) return testSegments(names.map(compileSegment))
  const file = names.join('/')
  return (path) => path === file
}

function testSegments(segments: readonly Segment[]): TextTest {
  return (path) =>
    matchSequence(segments, path.split('/'), {
      isMany: (segment) => segment === 'any',
      matches: (segment, name) => segment === 'any' || segment(name),
    })
}

function splitPath(pattern: string): readonly string[] {
  return pattern
    .replaceAll('\\', '/')
    .split('/')
    .filter((name) => name !== '' && name !== '.')
}

function compileSegment(name: string): Segment {
  return name === '**' ? 'any' : compileWildcard(name)
}
