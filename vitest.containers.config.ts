import { defineConfig } from 'vitest/config'

/** The stack as containers; needs an engine, its compose plugin and the images (docs/containers.md). One file at a time, as end-to-end. */
export default defineConfig({
  test: {
    include: ['tests/containers/**/*.containers.test.ts'],
    fileParallelism: false,
    testTimeout: 600_000,
    hookTimeout: 600_000,
    execArgv: ['--disable-warning=TimeoutNegativeWarning'],
  },
})
