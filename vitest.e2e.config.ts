import { defineConfig } from 'vitest/config'

/** Everything that starts a real stack, and what calibrates the ruler. One file at a time: two on one machine would measure each other. */
export default defineConfig({
  test: {
    include: ['tests/e2e/**/*.e2e.test.ts', 'tests/package/**/*.e2e.test.ts', 'tests/calibration/**/*.e2e.test.ts'],
    fileParallelism: false,
    testTimeout: 300_000,
    hookTimeout: 300_000,
    // As every start of the harness: kafkajs computes a negative timeout now and then, and Node would warn of it.
    execArgv: ['--disable-warning=TimeoutNegativeWarning'],
  },
})
