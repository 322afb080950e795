import { expect, test } from 'vitest'

import { stopThread, watchPauses } from './pause-watch.ts'

test('the longest pause is told, until the watch starts over', () => {
  const watch = watchPauses()
  stopThread(1_000)
  expect(watch.pauseMsMax()).toBeGreaterThan(900)
  stopThread(20)
  expect(watch.pauseMsMax()).toBeGreaterThan(900)
  watch.startOver()
  expect(watch.pauseMsMax()).toBeLessThan(900)
  watch.stop()
})
