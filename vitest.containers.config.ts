import { defineConfig } from 'vitest/config'

/** The stack as containers; needs an engine, its compose plugin and the images (docs/containers.md). One file at a time, as end-to-end. */
export default defineConfig({
  test: {
    include: [
      'tests/containers/**/*.containers.test.ts',
      // End-to-end tests that ask nothing of single processes: they are run in both forms.
      ...['one-pair', 'wire', 'too-many-requests', 'verdicts'].map((name) => `tests/e2e/${name}.e2e.test.ts`),
    ],
    env: { TENFOLD_RUNTIME: 'containers' },
    fileParallelism: false,
    testTimeout: 600_000,
    hookTimeout: 600_000,
    execArgv: ['--disable-warning=TimeoutNegativeWarning'],
  },
})
