// Puts the command line and what it needs of small libraries into a few files, beside the library's own: a process that
// reads five files starts much sooner than one that reads five hundred. Drivers stay where they are, loaded when used.
import { rolldown } from 'rolldown'

const bundle = await rolldown({
  input: { main: 'cli/main.ts' },
  platform: 'node',
  external: [/^@duckdb\//u, /^@polyglot-sql\//u, /^knex(\/|$)/u, /^pg(-|\/|$)/u],
  treeshake: { moduleSideEffects: false },
})
await bundle.write({
  dir: 'dist/cli',
  format: 'esm',
  entryFileNames: '[name].js',
  chunkFileNames: 'chunks/[name]-[hash].js',
  minify: { compress: true, mangle: false, codegen: { removeWhitespace: false } },
})
await bundle.close()
