/** A text file of the project: what every stage behind `load` reads instead of the disk. */
export interface SourceFile {
  /** Relative to the project's folder, with forward slashes. */
  readonly path: string
  readonly text: string
}
