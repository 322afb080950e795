import { expect, test } from 'vitest'

import { stopThread, watchPauses } from './pause-watch.ts'

test('the longest pause is told, until the watch starts over', () => {
  const watch = watchPauses()
  stopThread(1_000)
  expect(watch.pauseMsMax()).toBeGreaterThan(900)
  const [first, ...others] = watch.pauses()
  expect((first?.toUs ?? 0) - (first?.fromUs ?? 0)).toBeGreaterThan(900_000)
  expect(others).toEqual([])
  stopThread(20)
  expect(watch.pauseMsMax()).toBeGreaterThan(900)
  watch.startOver()
  expect(watch.pauseMsMax()).toBeLessThan(900)
  expect(watch.pauses()).not.toContainEqual(first)
  watch.stop()
})
