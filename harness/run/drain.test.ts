import { expect, test } from 'vitest'

import { drainedBeforeCloses } from './drain.ts'

test.each<[readonly (number | null)[], number | null]>([
  [[7], 7],
  // A second one stands behind a close, and says nothing of the load.
  [[7, 95], 7],
  [[null], null],
  [[null, 95], null],
  [[7, null], null],
])('of drains that ended at %o the run was drained at %o', (endsUs, drainedUs) => {
  expect(drainedBeforeCloses(endsUs)).toBe(drainedUs)
})
