import { expect, test } from 'vitest'
import { readerOf } from '../../../tests/support/bank-reading.ts'
import { waitingBytesMax } from './mt940.ts'

const read = readerOf('mt940')

const line = ':61:2601080108C1,00NTRFNONREF//BANK0001\n'

test('lines wait for the tag that names their currency, but not without end: then all of them are quarantined, in their order', async () => {
  const head = ':20:A\n:25:ACC\n'
  const waiting = Math.floor(waitingBytesMax / line.length) + 1
  const closing = `:62F:C260108EUR${waiting},00\n`
  const named = await read(`${head}${line.repeat(waiting)}${closing}`)
  expect([named.records.length, named.quarantined.length]).toEqual([waiting, 0])

  const late = await read(`${head}${line.repeat(waiting + 2)}${closing}`)
  expect([late.records.length, late.physicalRows]).toEqual([0, waiting + 2])
  expect(late.quarantined.every(({ reason, field }) => reason === 'currency' && field === ':60F:')).toBe(true)
  expect(late.quarantined.map((row) => row.line)).toEqual(Array.from({ length: waiting + 2 }, (_, index) => index + 3))

  // The next statement is another one, and so are the lines behind an opening balance that comes late.
  const next = await read(`${head}${line.repeat(waiting + 2)}:60F:C260107EUR0,00\n${line}-\n${head}:60F:C260107EUR0,00\n${line}`)
  expect([next.records.length, next.quarantined.length]).toEqual([2, waiting + 2])
})
