import type { Output } from '../../cli/render/output.ts'

/** An output that remembers what was written. */
export interface MemoryOutput extends Output {
  /** Everything that was written so far. */
  text(): string
}

/** Makes an output that remembers; without settings it is a pipe: no terminal, no limits, no colours. */
export function memoryOutput(settings: Partial<Omit<Output, 'write'>> = {}): MemoryOutput {
  let written = ''
  return {
    isTerminal: false,
    columns: Infinity,
    rows: Infinity,
    color: false,
    ...settings,
    write(text) {
      written += text
    },
    text: () => written,
  }
}
