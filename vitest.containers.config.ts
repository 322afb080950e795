import { defineConfig } from 'vitest/config'

const shared = {
  env: { TENFOLD_RUNTIME: 'containers' },
  setupFiles: ['tests/containers/own-cache.ts'],
  testTimeout: 600_000,
  hookTimeout: 600_000,
  execArgv: ['--disable-warning=TimeoutNegativeWarning'],
}

/** What rests on how long something took on this machine, and what starts two stacks itself: one file at a time. */
const alone = ['tests/e2e/verdicts.e2e.test.ts', 'tests/containers/run.containers.test.ts']

/** The stack as containers; needs an engine, its compose plugin and the images (docs/containers.md). Two files at a time, as end-to-end. */
export default defineConfig({
  test: {
    projects: [
      {
        test: {
          ...shared,
          name: 'together',
          include: [
            'tests/containers/**/*.containers.test.ts',
            // End-to-end tests that ask nothing of single processes: they are run in both forms.
            ...['one-pair', 'wire', 'too-many-requests'].map((name) => `tests/e2e/${name}.e2e.test.ts`),
          ],
          exclude: ['**/node_modules/**', ...alone],
          maxWorkers: 2,
          sequence: { groupOrder: 1 },
        },
      },
      { test: { ...shared, name: 'alone', include: alone, maxWorkers: 1, sequence: { groupOrder: 2 } } },
    ],
  },
})
