import { expect, test } from 'vitest'
import { rewriteBai2 } from './rewrite-bai2.ts'

test.each([
  ['a total that could be a card number', '49,4000000000006,3/', '49,4000000000006,3/'],
  ['an amount that could be one', '16,165,4000000000006,0,BANK1,po_1,X/', '16,165,4000000000006,0,QQQQ1,QQ_1,Q/'],
  ['an account that is one', '03,4000000000006,USD,015,4000000000006,,/', '03,QQQQQQQQQQQQQ,USD,015,4000000000006,,/'],
])('%s', (_, text, copy) => {
  const letters = (word: string): string => word.replace(/[A-Za-z]/g, 'Q').replace(/^\d+$/, (digits) => 'Q'.repeat(digits.length))
  expect(rewriteBai2(text, letters)).toBe(copy)
})
