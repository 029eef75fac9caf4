import type { Diagnostic } from './diagnostic.ts'

/**
 * The one error that xform throws on purpose, only at the edge: it carries every diagnostic that was collected.
 * Anything else that is thrown is a defect of xform or of a library.
 */
export class XformError extends Error {
  readonly diagnostics: readonly Diagnostic[]

  constructor(diagnostics: readonly Diagnostic[]) {
    super(diagnostics.map((one) => `${one.code}: ${one.message}`).join('\n'))
    this.name = 'XformError'
    this.diagnostics = diagnostics
  }
}
