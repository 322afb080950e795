import { expect, test } from 'vitest'
import { subjectOf } from './budget-subject.ts'

test.each([
  ['p(99)<180', 'P99'],
  [' p( 99.9 ) <= 180', 'P99.9'],
  ['med<50', 'median'],
  ['max<1s', ''],
  ['max<1000', 'max'],
  ['p(99)<500 over 10s', 'P99 over 10 s'],
  ['recovery( p(90)<500 over 5s ) < 30s', 'recovery of P90'],
  ['p(99) < 1.1x baseline', 'P99'],
])('%s is a limit of "%s"', (expression, subject) => {
  expect(subjectOf(expression)).toBe(subject)
})
