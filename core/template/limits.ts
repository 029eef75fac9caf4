/**
 * The bounds of the template language. They are far beyond what a person writes and keep what a mistake (or a
 * generated file) can cost within seconds and megabytes.
 */
export const limits = {
  /** Blocks inside blocks, and separately brackets inside brackets, in one file. */
  nesting: 100,
  /** Macros that call macros. */
  macroDepth: 50,
  /** Blocks, expressions and macros inside each other while a template is evaluated. */
  evaluationDepth: 500,
  /** The SQL of one render, in UTF-16 code units. */
  outputLength: 16 * 1024 * 1024,
  /** All text that one render makes on its way, in UTF-16 code units. */
  workingLength: 128 * 1024 * 1024,
  /** Statements and expressions that one render evaluates; long lists and texts count more. */
  steps: 1_000_000,
  /** The numbers of one `range`. */
  rangeLength: 10_000,
  /** Problems of one file, and of one evaluation; what comes behind them is not reported. */
  problems: 100,
} as const
