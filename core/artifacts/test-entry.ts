// A data test → its entry under `nodes` of a manifest.
import { referenceKey } from '../graph/reference-key.ts'
import type { TestNode } from '../parse/node.ts'
import type { SourceFile } from '../project/source-file.ts'
import { macrosCalledInFile } from './called-macros.ts'
import { checksumOf, noChecksum } from './checksum.ts'
import { testConfig } from './config.ts'
import { joinKeys, type JsonObject } from './json-object.ts'
import type { ManifestContext } from './manifest-context.ts'
import { nodeKeys, queryKeys } from './node-keys.ts'

/** A test's entry: a query in a file, or a test by name of a node or one of its columns. */
export function testEntry(node: TestNode, context: ManifestContext): JsonObject {
  return node.test.form === 'singular'
    ? singularTestEntry(node, node.test.file, context)
    : genericTestEntry(node, node.test, context)
}

function singularTestEntry(node: TestNode, file: SourceFile, context: ManifestContext): JsonObject {
  const called = macrosCalledInFile(file, context.macros)
  return joinKeys(nodeKeys(node, context), queryKeys(node, called, context), {
    checksum: checksumOf(file.text),
    config: testConfig(node),
    columns: {},
    raw_code: file.text,
  })
}

function genericTestEntry(
  node: TestNode,
  { test, column, arguments: given }: Extract<TestNode['test'], { form: 'generic' }>,
  context: ManifestContext,
): JsonObject {
  const dot = test.lastIndexOf('.')
  return joinKeys(nodeKeys(node, context), queryKeys(node, macrosOfTest(test, context), context), {
    checksum: noChecksum,
    config: testConfig(node),
    columns: {},
    raw_code: '',
    column_name: column?.name ?? null,
    file_key_name: null,
    attached_node: testedNode(node, context),
    test_metadata: {
      name: test.slice(dot + 1),
      kwargs: column === undefined ? given : { column_name: column.name, ...given },
      namespace: dot === -1 ? null : test.slice(0, dot),
    },
  })
}

/** A generic test mentions first what it is a test of. */
function testedNode({ id, references }: TestNode, { graph }: ManifestContext): string | null {
  const [first] = references
  if (first === undefined) return null
  return graph.resolutions.get(id)?.get(referenceKey(first)) ?? null
}

/** A test that a project defines itself is a macro `test_<name>`. */
function macrosOfTest(test: string, { macros }: ManifestContext): readonly string[] {
  const name = `test_${test}`
  return macros.has(name) ? [name] : []
}
