import { expect, test } from 'vitest'
import { eventsOf, exampleResults } from '../../tests/reporting/example-run.ts'
import { memoryOutput } from '../../tests/reporting/memory-output.ts'
import { replay, reporterContext } from '../../tests/reporting/reporter-context.ts'
import { openReporters, parseReporters, reporterDefinitions } from './index.ts'

test('several reporters may be asked for, and the same one twice counts once', () => {
  const { choices, diagnostics } = parseReporters(['pretty', 'junit=out/a=b.xml', 'pretty'])
  expect(choices).toMatchObject([{ name: 'pretty' }, { name: 'junit', file: 'out/a=b.xml' }])
  expect(diagnostics).toEqual([])
})

test('every reporter that is defined can be named', () => {
  const texts = reporterDefinitions.map(({ name, argument }) => (argument === 'file' ? `${name}=FILE` : name))
  expect(parseReporters(texts).choices).toHaveLength(reporterDefinitions.length)
})

test.each([
  ['prety', 'unknown-reporter', 'Did you mean "pretty"?'],
  [
    'xml',
    'unknown-reporter',
    'Give one of pretty, json, junit, github; for several, give --reporter several times.',
  ],
  [
    '',
    'unknown-reporter',
    'Give one of pretty, json, junit, github; for several, give --reporter several times.',
  ],
  [
    '__proto__',
    'unknown-reporter',
    'Give one of pretty, json, junit, github; for several, give --reporter several times.',
  ],
  ['junit', 'reporter-needs-file', 'Write --reporter junit=FILE.'],
  ['junit=', 'reporter-needs-file', 'Write --reporter junit=FILE.'],
  [
    'json=out.json',
    'reporter-takes-no-file',
    'Write --reporter json, and redirect the output where it should go to a file.',
  ],
])('--reporter %j is a mistake', (text, code, hint) => {
  expect(parseReporters([text])).toMatchObject({ choices: [], diagnostics: [{ code, hint }] })
})

test('all mistakes are reported, and what is right is kept', () => {
  const { choices, diagnostics } = parseReporters(['json', 'junit', 'githup'])
  expect(choices).toHaveLength(1)
  expect(diagnostics.map(({ code }) => code)).toEqual(['reporter-needs-file', 'unknown-reporter'])
})

test('beside json everything else goes to the error output', async () => {
  const errorOutput = memoryOutput()
  const context = { ...reporterContext(), errorOutput }
  const reporters = openReporters(parseReporters(['pretty', 'json', 'github']).choices, context)
  for (const reporter of reporters) await replay(reporter, eventsOf(exampleResults))
  const lines = context.output.text().trimEnd().split('\n')
  expect(lines.every((line) => line.startsWith('{"type":'))).toBe(true)
  expect(errorOutput.text()).toContain('4 nodes: ')
  expect(errorOutput.text()).toContain('::error ')
})
