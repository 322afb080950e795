import { expect, test } from 'vitest'
import { parseThresholds } from '../metrics/thresholds.ts'
import type { Threshold } from '../metrics/thresholds.ts'
import type { Decisions } from '../system/port.ts'
import { polledFor } from './poll-interval.ts'

const feed = { kind: 'http-poll', url: 'http://127.0.0.1:1/v1/decisions' } as const

function thresholds(table: Readonly<Record<string, readonly string[]>>): readonly Threshold[] {
  const parsed = parseThresholds(table, { phases: ['surge'] })
  if (parsed.kind === 'problems') throw new Error(parsed.problems.join('\n'))
  return parsed.thresholds
}

test.each<[string, number, Readonly<Record<string, readonly string[]>>]>([
  ['no budget', 10, { anomalies: ['count==0'], ack_latency: ['p(99)<20'] }],
  ['a wide one', 10, { decision_latency: ['p(99)<500'] }],
  ['one of 100 ms', 7, { decision_latency: ['p(99)<500', 'med<100'] }],
  ['one of 50 ms', 2, { 'decision_latency{phase:surge}': ['p(99)<50'] }],
  ['one of 5 ms', 2, { close_latency: ['max<5'] }],
])('with %s a feed is asked every %i ms', (_, everyMs, table) => {
  expect(polledFor(feed, thresholds(table), undefined)).toEqual({ ...feed, everyMs })
})

test('an interval that the system file names stays, or is refused before the load where every run would be INVALID', () => {
  const budget = thresholds({ decision_latency: ['p(99)<50'] })
  expect(polledFor({ ...feed, everyMs: 4 }, budget, undefined)).toMatchObject({ everyMs: 4 })
  expect(polledFor({ ...feed, everyMs: 400 }, [], undefined)).toMatchObject({ everyMs: 400 })
  expect(() => polledFor({ ...feed, everyMs: 10 }, budget, undefined)).toThrow(
    'the system file has its decisions asked for every 10 ms, which no run with a budget of 50 ms allows',
  )
})

test('decisions of a topic are nobody’s to ask for', () => {
  const topic: Decisions = { kind: 'kafka', brokers: ['127.0.0.1:1'], topic: 'decisions' }
  expect(polledFor(topic, thresholds({ decision_latency: ['p(99)<50'] }), undefined)).toBe(topic)
})
