import { expect, test } from 'vitest'

import { drainedBeforeCloses } from './drain.ts'

test.each<[readonly (number | undefined)[], number | null]>([
  [[7], 7],
  // A second one stands behind a close, and says nothing of the load.
  [[7, 95], 7],
  [[undefined], null],
  [[undefined, 95], null],
  [[7, undefined], null],
])('of drains that ended at %o the run was drained at %o', (endsUs, drainedUs) => {
  expect(drainedBeforeCloses(endsUs)).toBe(drainedUs)
})
