// The public library: everything that the command line uses, and what an editor or a scheduler would.
export type {
  Adapter,
  AdapterModule,
  ConnectionFacts,
  OpenOptions,
  TargetReading,
} from './adapter/adapter.ts'
export type { Dialect } from './adapter/dialect.ts'
export type { DatabaseProblem } from './adapter/problem.ts'
export type { Column, RelationKind, RelationName } from './adapter/relation.ts'
export type { Cell, ResultTable, Row, Session } from './adapter/session.ts'
export type { JsonObject } from './artifacts/json-object.ts'
export { catalogOf } from './artifacts/catalog.ts'
export {
  catalogPath,
  compiledPath,
  deltaPath,
  freshnessPath,
  manifestPath,
  runPath,
  runResultsPath,
  targetFolder,
} from './artifacts/layout.ts'
export { freshnessResultsOf } from './artifacts/freshness-results.ts'
export { compareManifests } from './artifacts/compare-manifests.ts'
export { manifestOf } from './artifacts/manifest.ts'
export type { ManifestInput } from './artifacts/manifest.ts'
export type { Provenance } from './artifacts/metadata.ts'
export { printUnitTest } from './artifacts/print-unit-test.ts'
export type { UnitTestFiles, WrittenInput, WrittenUnitTest } from './artifacts/print-unit-test.ts'
export { printArtifact } from './artifacts/print-artifact.ts'
export { runResultsOf } from './artifacts/run-results.ts'
export type { RunResultsFacts } from './artifacts/run-results.ts'
export type { CompiledTest } from './compile/compiled-test.ts'
export { compileUnitTest } from './compile/compile-unit-test.ts'
export type { CompiledUnitTest } from './compile/compiled-unit-test.ts'
export { compile, compileProjectHooks } from './compile/compile.ts'
export type { Compilation } from './compile/compile.ts'
export type { CompileInput } from './compile/desk.ts'
export { compileFreshness } from './compile/compile-freshness.ts'
export type { FreshnessCheck } from './compile/freshness-check.ts'
export type {
  CompiledHook,
  CompiledModel,
  CompiledNode,
  CompiledQuery,
  CompiledSeed,
  CompiledSnapshot,
} from './compile/compiled.ts'
export { inputsBehind, mentionOf } from './compile/inputs-behind.ts'
export { nameRelations } from './compile/naming.ts'
export { diagnostic, hasErrors, sortDiagnostics } from './errors/diagnostic.ts'
export type { Diagnostic, DiagnosticCode, RelatedPlace, Severity } from './errors/diagnostic.ts'
export { indexLines } from './errors/span.ts'
export type { Span } from './errors/span.ts'
export { didYouMean, suggest } from './errors/suggest.ts'
export { XformError } from './errors/xform-error.ts'
export { endedWell } from './events.ts'
export type {
  ActionKind,
  AgedOutcome,
  BatchCounts,
  NodeOutcome,
  NodeResult,
  NodeSummary,
  RunEvent,
  RunListener,
  RunResult,
} from './events.ts'
export type { ExecuteContext } from './execute/context.ts'
export { dryRun } from './execute/dry-run.ts'
export type { DryRunContext, NodeExplanation, PlannedStatement } from './execute/dry-run.ts'
export { execute, readsTarget } from './execute/execute.ts'
export { wordProblem } from './execute/explain-failure.ts'
export { locateWord } from './template/locate.ts'
export { readTexts } from './execute/read-texts.ts'
export type { TextTable } from './execute/read-texts.ts'
export { readCatalogue } from './execute/read-catalogue.ts'
export { readStatus } from './execute/read-status.ts'
export type { Growth, GrowthStatus } from './execute/read-status.ts'
export { computeUnitTest } from './execute/unit-test/compute-unit-test.ts'
export { runUnitTests } from './execute/unit-test/run-unit-tests.ts'
export { leftOf, readLastRun } from './execute/read-last-run.ts'
export type { LastRun } from './execute/read-last-run.ts'
export { measureFreshness } from './execute/freshness/measure-freshness.ts'
export { wordAge, wordLimit } from './execute/freshness/word-age.ts'
export { verify } from './execute/verify.ts'
export type { SampleWish, VerifyContext, VerifyInput } from './execute/verify.ts'
export { prepareTarget, readSnapshot } from './execute/prepare-target.ts'
export { buildGraph } from './graph/build-graph.ts'
export type { Graph } from './graph/graph.ts'
export type { ChangesReading } from './graph/selection/changes.ts'
export { parseSelectors } from './graph/selection/parse-selectors.ts'
export { selectNodes } from './graph/selection/select-nodes.ts'
export type { NamedSelector } from './graph/selection/selection.ts'
export { buildOrder } from './graph/subgraph.ts'
export type { Node, NodeId, NodeKind } from './parse/node.ts'
export { isGoodName, proposeName } from './parse/node-name.ts'
export { parseProject } from './parse/parse-project.ts'
export { batchColumn } from './materializations/growth/growth-input.ts'
export type { BuildOptions } from './materializations/materialization.ts'
export { placeTests } from './plan/place-tests.ts'
export { makePlan, schemasOf } from './plan/make-plan.ts'
export type { Plan, PlannedNode } from './plan/plan.ts'
export { openArtifactFolder } from './project/earlier-artifacts.ts'
export type { EarlierArtifacts } from './project/earlier-artifacts.ts'
export { memberOf } from './project/plain-member.ts'
export { readProjectFile } from './project/xform-yml.ts'
export { findHashedFiles } from './project/files/find-known.ts'
export { readInstant } from './project/schema/instant.ts'
export { listFiles } from './project/files/list-files.ts'
export { findProjectFolder, loadProject, openSeed } from './project/load.ts'
export type { LoadedProject } from './project/load.ts'
export type { PlainValue, Project, Target } from './project/project.ts'
export { createFiles, openWriter, removeFolder } from './project/write.ts'
export { readSeed } from './seed/read-seed.ts'
export type { SeedReading } from './seed/read-seed.ts'
export { csvLine } from './seed/print-csv.ts'
export type { MacroTable } from './template/macros.ts'
