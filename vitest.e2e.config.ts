import { join } from 'node:path'
import { defineConfig } from 'vitest/config'
import { BaseSequencer } from 'vitest/node'
import type { TestSpecification } from 'vitest/node'

const shared = {
  testTimeout: 300_000,
  hookTimeout: 300_000,
  // As every start of the harness: kafkajs computes a negative timeout now and then, and Node would warn of it.
  execArgv: ['--disable-warning=TimeoutNegativeWarning'],
  // Each run is a handful of Node processes: what one has compiled, the next need not.
  env: { NODE_COMPILE_CACHE: join(import.meta.dirname, 'node_modules', '.cache', 'compiled') },
}

/** One file at a time. What rests on how long something took on this machine: two would measure each other. */
const alone = ['tests/calibration/**/*.e2e.test.ts', ...['capacity', 'gate', 'verdicts'].map((name) => `tests/e2e/${name}.e2e.test.ts`)]

/** Files of a minute and more, the longest last. The one that begins last would run on alone, with a core that nobody uses. */
const long = ['thresholds', 'verdicts-dead-stack', 'broker-restart', 'mutants', 'killed-matcher'].map(
  (name) => `/tests/e2e/${name}.e2e.test.ts`,
)

/** Long files first: of a file that it has not run yet, vitest knows only how long its text is. */
class LongFilesFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const rank = ({ moduleId }: TestSpecification): number => long.findLastIndex((path) => moduleId.endsWith(path))
    return files.toSorted((a, b) => rank(b) - rank(a))
  }
}

/** Everything that starts a real stack, and what calibrates the ruler. */
export default defineConfig({
  test: {
    sequence: { sequencer: LongFilesFirst },
    projects: [
      {
        test: {
          ...shared,
          name: 'together',
          include: ['tests/e2e/**/*.e2e.test.ts', 'tests/package/**/*.e2e.test.ts'],
          exclude: ['**/node_modules/**', ...alone],
          maxWorkers: 2,
          sequence: { groupOrder: 1 },
        },
      },
      { test: { ...shared, name: 'alone', include: alone, maxWorkers: 1, sequence: { groupOrder: 2 } } },
    ],
  },
})
