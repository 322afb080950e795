import { expect, test } from 'vitest'
import { readerOf } from '../../../tests/support/bank-reading.ts'
import { balance, changedEntry, document, statement } from '../../../tests/support/camt-text.ts'

const read = readerOf('camt053')
const day = (number: number): string => `2026-01-${String(number).padStart(2, '0')}`
const dated = (type: string, amount: string, number: number, currency = 'USD'): string =>
  balance(type, currency, amount, `<Dt><Dt>${day(number)}</Dt></Dt>`)

/** 59.95 that is booked on that day. */
const entryOf = (number: number, currency = 'USD'): string =>
  changedEntry('<BookgDt><Dt>2026-01-08</Dt></BookgDt>', `<BookgDt><Dt>${day(number)}</Dt></BookgDt>`)
    .replace('"USD"', `"${currency}"`)
    .replaceAll(/(?<=BANK)0001/g, `${currency}${number}`)
const threeDays = (second: string): string =>
  dated('OPBD', '0', 5) + dated('CLBD', '59.95', 5) + dated('CLBD', second, 6) + dated('CLBD', '179.85', 7)
const entries = [5, 6, 7].map((number) => entryOf(number)).join('')

const daysOf = async (head: string, body: string): Promise<unknown> => {
  const { controls } = await read(document(statement(body, head)))
  const days = controls.find(({ name }) => name === 'day-balance')
  expect(controls.find(({ name }) => name === 'statement-balance')?.failed ?? 0).toBe(0)
  return days && [days.checked, ...days.failures.map(({ subject, actual, difference }) => `${subject}: ${actual}, ${difference}`)]
}

test.each([
  ['three days that close', threeDays('119.90'), entries, [3]],
  [
    'a day in the middle that does not',
    threeDays('119.00'),
    entries,
    [3, 'statement 1, 2026-01-06: closing 119.00 USD, -0.90 USD', 'statement 1, 2026-01-07: closing 179.85 USD, 0.90 USD'],
  ],
  [
    'an entry that is booked on another day than its balance says',
    threeDays('119.90'),
    entryOf(5) + entryOf(7).replace('USD7', 'USD8') + entryOf(7),
    [3, 'statement 1, 2026-01-06: closing 119.90 USD, 59.95 USD', 'statement 1, 2026-01-07: closing 179.85 USD, -59.95 USD'],
  ],
  ['a day without entries', dated('OPBD', '0', 5) + dated('CLBD', '59.95', 5) + dated('CLBD', '59.95', 6), entryOf(5), [2]],
  ['no entry at all', dated('OPBD', '7', 5) + dated('CLBD', '7', 5) + dated('CLBD', '7', 6), '', [2]],
  [
    'closings in another order',
    dated('CLBD', '119.90', 6) + dated('CLBD', '59.95', 5) + dated('PRCD', '0', 4),
    entryOf(6) + entryOf(5),
    [2],
  ],
  ['no opening: from the first closing on', dated('CLBD', '59.95', 5) + dated('CLBD', '119.90', 6), entryOf(5) + entryOf(6), [1]],
  ['a closing twice', threeDays('119.90') + dated('CLBD', '119.90', 6), entries, [3]],
  [
    'two closings of one day',
    threeDays('119.90') + dated('CLBD', '119.80', 6),
    entries,
    [4, 'statement 1, 2026-01-06: another CLBD of that day: 119.80 USD, undefined'],
  ],
  ['a closing of one day alone', dated('OPBD', '0', 5) + dated('CLBD', '59.95', 5), entryOf(5), undefined],
  ['an entry that names no day', threeDays('119.00'), entries.replace(/<BookgDt>.*?<\/BookgDt><ValDt>.*?<\/ValDt>/, ''), undefined],
  [
    'an entry that names a time, which is of another day in another zone',
    threeDays('119.00'),
    entries.replace('<BookgDt><Dt>2026-01-06</Dt>', '<BookgDt><DtTm>2026-01-05T23:30:00Z</DtTm>'),
    undefined,
  ],
  [
    'another currency with days that cannot be proved',
    threeDays('119.90') + dated('OPBD', '0', 5, 'EUR') + dated('CLBD', '1.00', 5, 'EUR') + dated('CLBD', '59.95', 6, 'EUR'),
    entries + entryOf(5, 'EUR').replace(/<BookgDt>.*?<\/BookgDt>/, ''),
    [3],
  ],
])('closing balances of each day of a camt statement: %s', async (_what, head, body, expected) => {
  expect(await daysOf(head, body)).toEqual(expected)
})
