import type { NodeKind } from '../../parse/node.ts'
import type { ChangedPart, StateValue } from './changes.ts'
import type { IndirectSelection, MethodName, SourceStatus, TestType } from './selection.ts'

/** Every method that a criterion can name. */
export const methodNames: readonly MethodName[] = [
  'fqn',
  'path',
  'file',
  'tag',
  'source',
  'package',
  'exposure',
  'config',
  'resource_type',
  'test_type',
  'test_name',
  'unit_test',
  'source_status',
  'state',
  'result',
  'selector',
]

/** Methods of dbt about things that do not exist here, with what they are about. */
export const absentMethods: ReadonlyMap<string, string> = new Map([
  ['access', 'access levels'],
  ['function', 'functions'],
  ['group', 'groups'],
  ['metric', 'metrics'],
  ['saved_query', 'saved queries'],
  ['semantic_model', 'semantic models'],
  ['version', 'versions of a model'],
  ['wildcard', 'a method of that name'],
])

/** What `state:` can ask for. */
export const stateValues: readonly StateValue[] = ['new', 'old', 'modified', 'unmodified']

/** What `state:modified.` can ask for. */
export const changedParts: readonly ChangedPart[] = ['body', 'config', 'relation', 'macros', 'contract']

/** What `result:` can ask for. */
export const resultStatuses: readonly string[] = ['success', 'error', 'skipped', 'pass', 'warn', 'fail']

/** What `resource_type:` can ask for. */
export const resourceTypes: readonly NodeKind[] = [
  'model',
  'seed',
  'snapshot',
  'source',
  'test',
  'unit_test',
  'exposure',
]

/** What `test_type:` can ask for. */
export const testTypes: readonly TestType[] = ['generic', 'singular', 'unit', 'data']

/** What `source_status:` can ask for. */
export const sourceStatuses: readonly SourceStatus[] = ['fresher', 'pass', 'warn', 'error']

/** What `indirect_selection` can be. */
export const indirectSelections: readonly IndirectSelection[] = ['eager', 'cautious', 'buildable', 'empty']
