import { expect, test } from 'vitest'

import { readFailure } from './read-failure.ts'

const protocol = (code: number, type = 'X') => Object.assign(new Error(type), { code, type })
const within = (cause: unknown) => Object.assign(new Error('retries'), { cause })

test.each([
  { name: 'too large', error: protocol(10), partitions: 1, expected: { kind: 'refused', status: 1_010 } },
  { name: 'too few replicas, told before the append', error: protocol(19), partitions: 1, expected: { kind: 'refused', status: 1_019 } },
  { name: 'too few replicas, told after it', error: protocol(20), partitions: 1, expected: { kind: 'unknown', status: 1_020 } },
  { name: 'the broker gave up waiting', error: protocol(7), partitions: 1, expected: { kind: 'unknown', status: 1_007 } },
  { name: 'an error that Kafka has no name for', error: protocol(-1), partitions: 1, expected: { kind: 'unknown', status: 1_000 } },
  { name: 'one of several partitions', error: protocol(10), partitions: 2, expected: { kind: 'unknown', status: 1_010 } },
  { name: 'inside of another error', error: within(within(protocol(6))), partitions: 1, expected: { kind: 'refused', status: 1_006 } },
  {
    name: 'no connection',
    error: within(Object.assign(new Error('x'), { code: 'ECONNREFUSED' })),
    partitions: 1,
    expected: { kind: 'failed', status: 0 },
  },
  {
    name: 'a connection that broke',
    error: Object.assign(new Error('x'), { code: 'ECONNRESET' }),
    partitions: 1,
    expected: { kind: 'unknown', status: 0 },
  },
  { name: 'a timeout', error: new Error('Request timed out'), partitions: 1, expected: { kind: 'unknown', status: 0 } },
  { name: 'nothing', error: undefined, partitions: 1, expected: { kind: 'unknown', status: 0 } },
])('$name', ({ error, partitions, expected }) => {
  expect(readFailure(error, partitions, false)).toEqual(expected)
  // Where something was written, nobody knows of what failed for want of a connection.
  expect(readFailure(error, partitions, true)).toEqual(expected.kind === 'failed' ? { kind: 'unknown', status: 0 } : expected)
})
