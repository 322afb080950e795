import { join } from 'node:path'
import { defineConfig } from 'vitest/config'

/** Everything that needs no stack: pure rooms, small real servers of a test's own. */
export default defineConfig({
  test: {
    include: [
      'harness/**/*.test.ts',
      'replay/**/*.test.ts',
      'reports/**/*.test.ts',
      'stack/**/*.test.ts',
      'tests/**/*.test.ts',
      'tools/**/*.test.ts',
    ],
    exclude: ['**/node_modules/**', '**/*.e2e.test.ts', '**/*.browser.test.ts', '**/*.containers.test.ts', '**/*.k6.test.ts'],
    testTimeout: 60_000,
    // By itself vitest leaves one core to whoever waits for it: half of a machine of two.
    maxWorkers: '100%',
    // One process a core, not one a file: no test changes what another file's could see, and each process reads the code but once.
    isolate: false,
    // Most of a short command is the reading of its code: what one has compiled, the next need not.
    env: { NODE_COMPILE_CACHE: join(import.meta.dirname, 'node_modules', '.cache', 'compiled') },
  },
})
