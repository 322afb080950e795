import { expect, test } from 'vitest'

import { StatedOrder } from './stated-order.ts'

test.each([
  { name: 'in order', producedUs: 1_000, readUs: 2_000, decidedUs: 3_000, seenUs: 4_000, first: undefined },
  { name: 'all in one µs', producedUs: 1_000, readUs: 1_000, decidedUs: 1_000, seenUs: 1_000, first: undefined },
  { name: 'seen first', producedUs: 1_000, readUs: 2_000, decidedUs: 3_000, seenUs: 2_500, first: 'seen 0.5 ms before it was decided' },
  { name: 'decided first', producedUs: 1_000, readUs: 2_000, decidedUs: 1_900, seenUs: 4_000, first: 'decided 0.1 ms before it was read' },
  {
    name: 'read first',
    producedUs: 5_000,
    readUs: 2_000,
    decidedUs: 3_000,
    seenUs: 6_000,
    first: 'read 3 ms before it was handed to the log',
  },
])('$name', ({ first, seenUs, ...times }) => {
  const order = new StatedOrder()
  order.check({ hostId: 'h', ...times }, seenUs)
  expect(order).toMatchObject({ count: first === undefined ? 0 : 1, first })
})
