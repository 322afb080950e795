import { describe, expect, test } from 'vitest'

import { newYorkAccount, readerOf } from '../../../tests/support/bank-reading.ts'

const read = readerOf('mt940', newYorkAccount)

describe('an interim report (MT942) that does not itemise all that its totals count', () => {
  const report = (limits: string, lines: string, totals: string): string => `:20:A\n:25:1\n:28C:1/1\n${limits}${lines}${totals}-\n`
  const line = ':61:220608D2000,NTRFREF1//B1\n'
  const below = ':90D:12USD2245,\n'

  test.each([
    ['a limit for both directions', ':34F:USD1000,\n', line, below],
    ['one for money out', ':34F:USDD1000,\n:34F:USDC0,\n', line, below],
    ['one that cannot be read', ':34F:USD 1.000,00\n', line, below],
    ['no lines at all', ':34F:USD0,\n', '', ':90D:1USD245,\n'],
    ['no count', ':34F:USD0,01\n', line, ':90D:USD2245,\n'],
  ])('%s: nothing proves them, and a note says so', async (_, limits, lines, totals) => {
    const { controls, notes } = await read(report(limits, lines, totals))
    expect(controls).toEqual([])
    expect(notes.join()).toContain('1 totals (:90C:, :90D:) count more than the lines')
  })

  test.each([
    ['no limit', ':34F:USD0,00\n', line, below],
    ['a limit for the other direction', ':34F:USDD0,\n:34F:USDC1000,\n', line, below],
    ['lines that are more than the totals', ':34F:USD1000,\n', line, ':90D:1USD1999,99\n'],
    ['more lines than the totals count', ':34F:USD1000,\n', line, ':90D:0USD5000,\n'],
    ['a line that cannot be read', ':34F:USD0,\n', ':61:220608D2000NTRF\n', below],
    ['a total that cannot be read', ':34F:USD1000,\n', line, ':90D:12USD22-45,\n'],
  ])('%s: they fail', async (_, limits, lines, totals) => {
    const { controls, notes } = await read(report(limits, lines, totals))
    expect(controls).toMatchObject([{ name: 'statement-summary', checked: 1, failed: 1 }])
    expect(notes.join()).not.toContain('count more than')
  })

  test('totals that agree hold, whatever the limit', async () => {
    const { controls } = await read(report(':34F:USD1000,\n', line, ':90D:1 USD 2000,\n:90C:0USD0,\n'))
    expect(controls).toMatchObject([{ name: 'statement-summary', checked: 2, failed: 0 }])
  })
})

describe('a balance report (MT941)', () => {
  const text = (head: string, time = '', lines = '', debits = '2EUR300,00'): string =>
    `${head}:20:R\n:25:1\n:28:1/1\n${time}:60F:C260108EUR1000,00\n${lines}:90D:${debits}\n:90C:1EUR500,00\n:62F:C260108EUR1200,00\n-}\n`

  test.each([
    ['by its header', '{1:F01BANKDEFFAXXX0000000000}{2:O9411200260108BANKDEFFAXXX00000000002601081200N}{4:\n', ''],
    ['by a line of its own', 'BANKDEFF\n941\nBANKDEFF\n', ''],
    ['by its time and its totals', '', ':13D:2601081800+0100\n'],
  ])('is known %s, and left out with a note', async (_, head, time) => {
    const { controls, figures, notes } = await read(text(head, time))
    expect(controls).toEqual([])
    expect(figures).toMatchObject({ version: 'MT941', balances: [] })
    expect(notes.join()).toContain('1 balance reports (MT941) have no lines')
  })

  test('what says that it is a statement, or has lines, is one', async () => {
    const header = '{2:O9401200260108BANKDEFFAXXX00000000002601081200N}{4:\n'
    const time = ':13D:2601081800+0100\n'
    for (const each of [text(header, time), text('', time, ':61:260108D300,NTRFX\n:61:260108C500,NTRFY\n', '1EUR300,00'), text('')])
      expect((await read(each)).figures).toMatchObject({ version: 'MT940' })
    expect((await read(text('', time, ':61:260108DxNTRFX\n'))).controls).toMatchObject([{ failed: 1 }, { failed: 2 }])
  })
})

describe('a second statement under the same :20:', () => {
  const second = (number: string, opening: string, closing: string): string =>
    `:20:S\n:25:ACC\n:28C:1/1\n:60F:C260107EUR1000,00\n:61:260107C500,NTRFNONREF//E1\n:62F:C260107EUR1500,00\n${number}:60F:C${opening}\n:61:260108C70,NTRFNONREF//U1\n:62F:C${closing}\n-\n`

  test.each([
    ['of the next day', second(':28C:2/1\n', '260107EUR1500,00', '260108EUR1570,00'), ['EUR', 'EUR']],
    ['of the next day, without a number', second('', '260107EUR1500,00', '260108EUR1570,00'), ['EUR', 'EUR']],
    ['in another currency', second('', '260107USD2000,00', '260108USD2070,00'), ['EUR', 'USD']],
  ])('%s is proved by itself', async (_, text, currencies) => {
    const { records, controls, figures } = await read(text)
    expect(controls).toMatchObject([{ name: 'statement-balance', checked: 2, failed: 0 }])
    expect(figures).toMatchObject({ statements: 2, balances: currencies.map((currency) => ({ account: 'ACC', currency })) })
    expect(records.map(({ currency }) => currency)).toEqual(currencies)
  })

  test('a number that stands before an account is of that account', async () => {
    const { figures } = await read(second(':28C:2/1\n:25:OTHER\n', '260107EUR1500,00', '260108EUR1570,00'))
    expect(figures).toMatchObject({ statements: 2, balances: [{ account: 'ACC' }, { account: 'OTHER' }] })
  })

  test('balances of the first that do not agree are found', async () => {
    const text = second('', '260107USD2000,00', '260108USD2070,00').replace('C500,', 'C400,')
    expect((await read(text)).controls).toMatchObject([{ checked: 2, failed: 1 }])
  })
})
