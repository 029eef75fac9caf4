import { defineConfig } from 'vitest/config'

export default defineConfig({
  test: {
    include: ['**/*.test.ts'],
    exclude: ['**/node_modules/**', 'dist/**'],
    globalSetup: ['tests/global-setup.ts'],
    setupFiles: ['tests/fast-check-seed.ts'],
    // A driver written in C++ may not be shared between the threads of one process.
    pool: 'forks',
    maxWorkers: 2,
    // No module keeps anything between two tests, so each worker loads them once for all of its files.
    isolate: false,
    testTimeout: 30_000,
    hookTimeout: 60_000,
  },
})
