import { expect, test } from 'vitest'
import { waitNote } from './plan-run.ts'

const seconds = (step: string, start: number, end: number) => ({ step, startUs: start * 1e6, endUs: end * 1e6 })

test.each([
  { what: 'a history that was read before', timeline: [seconds('history', 0, 1), seconds('stack', 1, 9)], told: undefined },
  { what: 'one that was read beside', timeline: [seconds('history', 0, 8.9), seconds('stack', 0.1, 9)], told: undefined },
  {
    what: 'one that took longer',
    timeline: [seconds('history', 0, 21.4), seconds('stack', 0.1, 9)],
    told: 'the stack was ready 12.4 s before',
  },
  { what: 'a stack that is kept up', timeline: [seconds('history', 0, 20)], told: undefined },
])('a stack that waits for its history is told: $what', ({ timeline, told }) => {
  expect(waitNote(timeline)?.startsWith(told ?? '')).toBe(told === undefined ? undefined : true)
})
