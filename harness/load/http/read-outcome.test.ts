import { expect, test } from 'vitest'

import { readOutcome } from './read-outcome.ts'

const two = '{"results":[{"partition":3,"offset":"120"},{"partition":4,"offset":"7"}]}'

test.each([
  { status: 202, body: two, kinds: ['accepted', 'accepted'] },
  { status: 202, body: '{"results":[{},{}]}', kinds: ['accepted', 'accepted'] },
  { status: 202, body: '{"results":[{"partition":3,"offset":"120"}]}', kinds: ['accepted', 'unknown'] },
  { status: 202, body: '{"results":[{},{},{}]}', kinds: ['unknown', 'unknown'] },
  { status: 202, body: '{"results":[null,3]}', kinds: ['unknown', 'unknown'] },
  { status: 202, body: '', kinds: ['unknown', 'unknown'] },
  { status: 202, body: 'not JSON', kinds: ['unknown', 'unknown'] },
  { status: 200, body: two, kinds: ['unknown', 'unknown'] },
  { status: 400, body: '', kinds: ['refused', 'refused'] },
  { status: 401, body: '', kinds: ['refused', 'refused'] },
  { status: 403, body: '', kinds: ['refused', 'refused'] },
  { status: 404, body: '', kinds: ['unknown', 'unknown'] },
  { status: 413, body: '', kinds: ['refused', 'refused'] },
  { status: 429, body: '', kinds: ['refused', 'refused'] },
  { status: 500, body: '', kinds: ['unknown', 'unknown'] },
  { status: 503, body: '', kinds: ['unknown', 'unknown'] },
  { status: 503, body: '', hasRetryAfter: true, kinds: ['refused', 'refused'] },
  { status: 500, body: '', hasRetryAfter: true, kinds: ['unknown', 'unknown'] },
])('$status $body, Retry-After $hasRetryAfter: $kinds', ({ status, body, hasRetryAfter = false, kinds }) => {
  expect(readOutcome({ status, hasRetryAfter, body: Buffer.from(body) }, 2).map(({ kind }) => kind)).toEqual(kinds)
})

test('positions in the log are kept, by record', () => {
  expect(readOutcome({ status: 202, hasRetryAfter: false, body: Buffer.from(two) }, 2)).toEqual([
    { kind: 'accepted', partition: 3, offset: 120 },
    { kind: 'accepted', partition: 4, offset: 7 },
  ])
  expect(readOutcome({ status: 202, hasRetryAfter: false, body: Buffer.from('{"results":[{"offset":"x"}]}') }, 1)).toEqual([
    { kind: 'accepted', partition: -1, offset: -1 },
  ])
})
