import { defineConfig } from 'vitest/config'

/** The report in a real browser; needs Chromium on the machine. */
export default defineConfig({
  test: {
    include: ['tests/browser/**/*.browser.test.ts'],
    testTimeout: 60_000,
    hookTimeout: 60_000,
  },
})
