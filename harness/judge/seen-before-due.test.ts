import { expect, test } from 'vitest'

import { emptyOperations } from '../model/outcome.ts'
import { seenBeforeDue } from './decision-samples.ts'

type Input = Parameters<typeof seenBeforeDue>[0]

/** One held record; it was first delivered at 100 µs, without being taken, and again at 500 µs. */
function seen(firstUs: number | undefined, firstSentUs: number): number {
  const operations = emptyOperations(2)
  operations.dueUs.set([100, 500])
  operations.sentUs.set([firstSentUs, 501])
  operations.recordIndex.set([0, 1])
  const held = { records: 1, firstOperation: Int32Array.of(1), answers: { contents: ['c'] } } as unknown as Input['held']
  const events = { firstUs: () => firstUs } as unknown as Input['events']
  return seenBeforeDue({ operations, held, events }, ['c', 'c'])
}

test.each([
  { when: 'after it was due', firstUs: 600, firstSentUs: 101, count: 0 },
  { when: 'never', firstUs: undefined, firstSentUs: 101, count: 0 },
  { when: 'before it was due for the delivery that was taken, but after one that was refused', firstUs: 300, firstSentUs: 101, count: 0 },
  { when: 'before any delivery was due', firstUs: 99, firstSentUs: 101, count: 1 },
  { when: 'before the only one that was sent was due', firstUs: 300, firstSentUs: Number.NaN, count: 1 },
])('a decision that is seen $when', ({ firstUs, firstSentUs, count }) => {
  expect(seen(firstUs, firstSentUs)).toBe(count)
})
