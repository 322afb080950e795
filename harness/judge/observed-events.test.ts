import { expect, test } from 'vitest'

import type { ObservedDecision } from '../model/decision.ts'
import { ObservedEvents } from './observed-events.ts'

const seen = (observedUs: number, version: number, state: string, leg1Group?: string): ObservedDecision => ({
  observedUs,
  event: {
    kind: 'decision',
    identity: { tenant: 't', merchant: 'm', source: 's', account: 'a', recordId: 'r', kind: 'charge' },
    content: 'c',
    result: { state, varianceMinor: 0n, ...(leg1Group === undefined ? {} : { leg1Group }) },
    version,
    cause: { kind: 'record', partition: 0, offset: '0' },
  },
})

/** When the answer that the record still had at µs 100 was decided, and the start being at µs 40. */
test.each<[string, ObservedDecision[], number | undefined]>([
  ['never seen', [], undefined],
  ['seen once', [seen(5, 1, 'MATCHED', 'g')], 5],
  ['seen only after the close began', [seen(105, 1, 'MATCHED', 'g')], undefined],
  ['seen again: the first time counts', [seen(5, 1, 'MATCHED', 'g'), seen(9, 1, 'MATCHED', 'g')], 5],
  ['revised: the standing one counts', [seen(5, 1, 'MATCHED', 'g'), seen(50, 2, 'EX:AMBIGUOUS_REFERENCE')], 50],
  ['another group is another answer', [seen(5, 1, 'MATCHED', 'g'), seen(50, 2, 'MATCHED', 'h')], 50],
  ['back to what it was: it stands since then', [seen(5, 1, 'MATCHED', 'g'), seen(20, 2, 'OPEN'), seen(50, 3, 'MATCHED', 'g')], 50],
  ['back to what it was before the start', [seen(5, 1, 'MATCHED', 'g'), seen(20, 2, 'OPEN'), seen(30, 3, 'MATCHED', 'g')], 30],
  [
    'the same answer decided anew after the start',
    [seen(5, 1, 'MATCHED', 'g'), seen(50, 2, 'MATCHED', 'g'), seen(60, 3, 'MATCHED', 'g')],
    50,
  ],
  ['told again after the start: nothing new', [seen(5, 1, 'MATCHED', 'g'), seen(50, 1, 'MATCHED', 'g')], 5],
  ['decided anew before the start: the first counts', [seen(5, 1, 'MATCHED', 'g'), seen(9, 2, 'MATCHED', 'g')], 5],
  ['decided anew after the close began', [seen(5, 1, 'MATCHED', 'g'), seen(105, 2, 'MATCHED', 'g')], 5],
  ['back to OPEN: not decided', [seen(5, 1, 'MATCHED', 'g'), seen(50, 2, 'OPEN')], undefined],
  [
    'an older version again is a redelivery',
    [seen(5, 1, 'EX:AMOUNT_MISMATCH', 'g'), seen(6, 2, 'MATCHED', 'h'), seen(9, 1, 'EX:AMOUNT_MISMATCH', 'g')],
    6,
  ],
])('%s', (_name, decisions, observedUs) => {
  const events = new ObservedEvents(
    decisions,
    Int32Array.from(decisions, ({ event }) => (event.kind === 'decision' && event.content === 'c' ? 0 : -1)),
    1,
  )
  expect(events.decidedBy(0, 40, 100)?.observedUs).toBe(observedUs)
})
