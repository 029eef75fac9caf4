import type { Node } from '../../parse/node.ts'
import { comparableTexts, configValueAt } from './config-values.ts'
import { compileFilePattern, compilePathPattern } from './path-pattern.ts'
import type { Condition, TestType } from './selection.ts'
import { compileWildcard, type TextTest } from './wildcard.ts'

/** Says whether a node meets a condition. */
export type NodeTest = (node: Node) => boolean

/** A condition that each node can be asked about by itself. */
export type NodeCondition = Exclude<
  Condition,
  { readonly method: 'fqn' | 'source_status' | 'state' | 'result' | 'selector' }
>

/** Makes the test for a condition. */
export function compileCondition(condition: NodeCondition): NodeTest {
  switch (condition.method) {
    case 'path':
      return testPath(condition.value)
    case 'file':
      return testFile(compileWildcard(condition.value))
    case 'tag':
      return testTags(compileWildcard(condition.value))
    case 'source':
      return testSource(condition.value)
    case 'package':
      return testPackage(compileWildcard(condition.value))
    case 'exposure':
    case 'unit_test':
      return testName(condition.method, compileWildcard(condition.value))
    case 'config':
      return testConfig(condition.key, condition.value)
    case 'resource_type':
      return ({ kind }) => kind === condition.value
    case 'test_type':
      return (node) => testTypesOf(node).includes(condition.value)
    case 'test_name':
      return testTestName(compileWildcard(condition.value))
  }
}

/** A path means what is defined there or below, and what the property file of this very path describes. */
function testPath(pattern: string): NodeTest {
  const below = compilePathPattern(pattern)
  const exact = compileFilePattern(pattern)
  return ({ path, propertiesPath }) => below(path) || (propertiesPath !== undefined && exact(propertiesPath))
}

function testFile(fits: TextTest): NodeTest {
  return ({ path }) => {
    const file = path.slice(path.lastIndexOf('/') + 1)
    const dot = file.lastIndexOf('.')
    return fits(file) || (dot > 0 && fits(file.slice(0, dot)))
  }
}

function testTags(fits: TextTest): NodeTest {
  return ({ tags }) => tags.some(fits)
}

/** `source`, `source.table` or `package.source.table`. */
function testSource(value: string): NodeTest {
  const parts = value.split('.')
  const [inSource, inTable] = parts.length > 2 ? parts.slice(1) : parts
  const fitsPackage = compileWildcard(parts.length > 2 ? (parts[0] ?? '') : '*')
  const fitsSource = compileWildcard(inSource ?? '')
  const fitsTable = compileWildcard(inTable ?? '*')
  return (node) => {
    if (node.kind !== 'source') return false
    if (value === node.source || value === `${node.source}.${node.name}`) return true
    return parts.length < 4 && fitsPackage(node.package) && fitsSource(node.source) && fitsTable(node.name)
  }
}

function testPackage(fits: TextTest): NodeTest {
  return (node) => fits(node.package) || fits('this')
}

function testName(kind: Node['kind'], fits: TextTest): NodeTest {
  return (node) => node.kind === kind && (fits(node.name) || fits(`${node.package}.${node.name}`))
}

/** Booleans are compared without regard to case, as YAML and Python write them differently. */
function testConfig(key: readonly string[], value: string): NodeTest {
  const fits = compileWildcard(value)
  const boolean = /^(?:true|false)$/iu.test(value) ? value.toLowerCase() : undefined
  return (node) => comparableTexts(configValueAt(node, key)).some((text) => fits(text) || text === boolean)
}

function testTypesOf(node: Node): readonly TestType[] {
  if (node.kind === 'unit_test') return ['unit']
  return node.kind === 'test' ? [node.test.form, 'data'] : []
}

function testTestName(fits: TextTest): NodeTest {
  return (node) => node.kind === 'test' && node.test.form === 'generic' && fits(node.test.test)
}
