import { defineConfig } from 'vitest/config'

/** What needs the real k6: that of the path, or the one that K6 names. One file at a time, as end-to-end. */
export default defineConfig({
  test: {
    include: ['tests/k6/**/*.k6.test.ts'],
    fileParallelism: false,
    testTimeout: 300_000,
    hookTimeout: 300_000,
    execArgv: ['--disable-warning=TimeoutNegativeWarning'],
  },
})
