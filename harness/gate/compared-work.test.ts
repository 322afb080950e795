import { expect, test } from 'vitest'
import { blackFridayPass } from '../../tests/support/sample-summary.ts'
import type { Counts, StreamSummary, Summary } from '../model/summary.ts'
import { comparedWork } from './compared-work.ts'

const { summary } = blackFridayPass()
const whole = {}

function withCounts(counts: Partial<Counts>): Summary {
  return { ...summary, counts: { ...summary.counts, scheduled: 2_000, accepted: 2_000, ...counts } }
}

test.each<[string, Partial<Counts>, Partial<Counts>, string | null]>([
  ['both took all', whole, whole, null],
  ['both left the same share', { accepted: 1_000, refused: 1_000 }, { accepted: 1_000, unknown: 1_000 }, null],
  ['one record of two thousand', whole, { accepted: 1_999, unknown: 1 }, null],
  [
    'the candidate lost answers',
    whole,
    { accepted: 1_121, unknown: 879, recovered: 607 },
    'Not the same work: the base accepted 2,000 of 2,000 operations, the candidate 1,121 of 2,000 operations (879 unknown, 607 of them recovered). The candidate left 44.0% of its load undelivered, the base none: it had less to do, so where it looks faster or cheaper below, that is no gain.',
  ],
  [
    'the base refused more',
    { accepted: 1_000, refused: 900, unsentNoSlot: 60, unsentLate: 40 },
    { accepted: 1_999, failed: 1 },
    'Not the same work: the base accepted 1,000 of 2,000 operations (900 refused; 100 unsent), the candidate 1,999 of 2,000 operations (1 failed). The base left 50.0% of its load undelivered, the candidate 0.1%: the base had less to do, so where the candidate looks slower or dearer below, that need be no loss.',
  ],
  ['one ended before its load', { scheduled: 0, accepted: 0 }, whole, null],
])('%s', (_, base, candidate, sentence) => {
  expect(comparedWork(withCounts(base), withCounts(candidate)).sentence).toBe(sentence)
})

test('reads are work as well', () => {
  const reads: StreamSummary = {
    name: 'dashboards',
    kind: 'read',
    scheduled: 1_000,
    sent: 1_000,
    unsentNoSlot: 0,
    unsentLate: 0,
    accepted: 400,
    refused: 0,
    failed: 0,
    unknown: 600,
    notFound: 0,
    ackP50: null,
    ackP99: null,
    decisionP99: null,
  }
  const of = (stream: StreamSummary): Summary => ({ ...withCounts(whole), streams: [stream] })
  const { base, candidate, sentence } = comparedWork(of({ ...reads, accepted: 1_000, unknown: 0 }), of(reads))
  expect([base, candidate]).toEqual([
    { offered: 3_000, accepted: 3_000 },
    { offered: 3_000, accepted: 2_400 },
  ])
  expect(sentence).toContain('the candidate 2,400 of 3,000 operations (600 unknown)')
})
