import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { historyFormats } from './formats/reading.ts'
import { parseHistoryProfile, profilesOf } from './profile.ts'

const stripe = { file: 'stripe-*.csv', format: 'stripe-itemized', account: 'acct_1', zone: 'UTC', tenant: 'acme', merchant: 'm1' }

describe('the examples of the docs', () => {
  const page = readFileSync(join(import.meta.dirname, '..', 'docs', 'history.md'), 'utf8')
  const examples = [...page.matchAll(/```json\n([\s\S]*?)```/g)].map(([, text = '']): unknown => JSON.parse(text))

  test.each(examples.map((example, index) => ({ example, number: index + 1 })))('number $number is a profile', ({ example }) => {
    expect(parseHistoryProfile(example, 'docs/history.md')).toBe(example)
  })

  test('have every format among them', () => {
    const formats = examples.flatMap((example) => parseHistoryProfile(example, 'docs/history.md').files.map(({ format }) => format))
    expect(new Set(formats)).toEqual(new Set(historyFormats))
  })
})

describe('a profile', () => {
  test('finds the entries of a file: by name first, then by pattern', () => {
    const named = { ...stripe, file: 'stripe-2.csv', account: 'acct_2' }
    const profile = parseHistoryProfile({ version: 1, files: [stripe, named, { ...stripe, file: 'bank/*.xml' }] }, 'p.json')
    const accounts = (path: string): string[] => profilesOf(profile, path).map(({ account }) => account)
    expect(accounts('stripe-1.csv')).toEqual(['acct_1'])
    expect(accounts('stripe-2.csv')).toEqual(['acct_2'])
    expect(accounts('other.csv')).toEqual([])
    expect(profilesOf(profile, 'bank/1.xml')).toHaveLength(1)
  })

  test('tells every problem with the value seen', () => {
    const files = [
      { ...stripe, zone: 'Mars/Olympus', cutOff: '22:07', merchent: 'm1' },
      { file: 'l.csv', format: 'ledger-csv', account: '', zone: 'UTC', tenants: [], decimalSeparator: ';' },
      { ...stripe, format: 'excel' },
    ]
    const parts = ['merchent', '"Mars/Olympus"', '"22:07"', 'files[1].account', '";"', 'files[1].tenants', '"excel"']
    expect(() => parseHistoryProfile({ version: 1, files }, 'p.json')).toThrow(
      expect.objectContaining({ code: 'BAD_CONFIGURATION', problems: parts.map((part) => expect.stringContaining(part)) }),
    )
  })

  test('has patterns as on a command line, and a name that looks like one is that file', () => {
    const profile = parseHistoryProfile(
      { version: 1, files: ['?.csv', '{x,y}1.csv', 'z[12].csv'].map((file, index) => ({ ...stripe, file, account: `${index}` })) },
      'p.json',
    )
    const accounts = (path: string): string[] => profilesOf(profile, path).map(({ account }) => account)
    expect(['a.csv', 'y1.csv', 'z2.csv', 'z[12].csv', 'z3.csv'].map(accounts)).toEqual([['0'], ['1'], ['2'], ['2'], []])
  })

  const paypal = { ...stripe, file: 'STL.csv', format: 'paypal-stl' }
  const filling = { ...stripe, file: 'change.csv', format: 'stripe-balance-change', fills: true }
  test.each([
    { what: 'small letters for a currency', files: [{ ...paypal, exponents: { jpy: 0 } }], told: ['exponents: "jpy" is no currency code'] },
    { what: 'a word for a currency', files: [{ ...paypal, exponents: { YEN: 0 } }], told: ['exponents: "YEN" is no currency code'] },
    {
      what: 'digits that are none',
      files: [{ ...paypal, exponents: { JPY: '0' } }],
      told: ['exponents.JPY must be 0 to 4 digits, got "0"'],
    },
    { what: 'a list of exponents', files: [{ ...paypal, exponents: [] }], told: ['exponents must give currencies their digits'] },
    { what: 'a text of exponents', files: [{ ...paypal, exponents: 'JPY=0' }], told: ['exponents must give currencies their digits'] },
    { what: 'a path that no name has', files: [{ ...stripe, file: './a.csv' }], told: ['files[0].file must be a plain path'] },
    {
      what: 'a field beside its files',
      files: [stripe],
      further: { exponents: { JPY: 0 } },
      told: ['exponents is not known; known: version'],
    },
    { what: 'a filling export that nobody leads', files: [filling], told: ['files[0].fills: no other export of account "acct_1"'] },
    { what: 'one of another account', files: [{ ...stripe, account: 'ACCT_1' }, filling], told: ['files[1].fills: no other export of'] },
    { what: 'one of another merchant', files: [{ ...stripe, merchant: 'm2' }, filling], told: ['files[1].fills: no other export of'] },
    {
      what: 'one that names merchants of accounts otherwise',
      files: [
        { ...stripe, merchants: { acct_A: 'a' } },
        { ...filling, merchants: { acct_A: 'b' } },
      ],
      told: ['files[1].fills: no other export of'],
    },
    {
      what: 'a list of merchants',
      files: [{ ...stripe, merchants: ['a'] }],
      told: ['merchants must give accounts of the file their merchants'],
    },
    { what: 'merchants that are none', files: [{ ...stripe, merchants: {} }], told: ['merchants must give accounts of the file their'] },
    { what: 'a number for a merchant', files: [{ ...stripe, merchants: { A: 1 } }], told: ['merchants["A"] must be a text, got 1'] },
    { what: 'a blank behind an account', files: [{ ...stripe, merchants: { 'A ': 'a' } }], told: ['merchants: "A " is no account'] },
    {
      what: 'merchants of a file that has no accounts',
      files: [{ ...stripe, format: 'stripe-api', merchants: { A: 'a' } }],
      told: ['merchants is not known for stripe-api'],
    },
    { what: 'one of another processor', files: [paypal, filling], told: ['files[1].fills: no other export of'] },
  ])('with $what is refused', ({ files, further = {}, told }) => {
    expect(() => parseHistoryProfile({ version: 1, files, ...further }, 'p.json')).toThrow(
      expect.objectContaining({ code: 'BAD_CONFIGURATION', problems: told.map((text) => expect.stringContaining(text)) }),
    )
  })

  test('of exports of which one leads and of yen without digits is one', () => {
    expect(
      parseHistoryProfile({ version: 1, files: [stripe, filling, { ...paypal, exponents: { JPY: 0 } }] }, 'p.json').files,
    ).toHaveLength(3)
  })

  test('of a BAI2 file may say what the bank adds up; one of another bank file may not', () => {
    const bai2 = { ...stripe, file: 'a.bai', format: 'bai2', accountTotal: 'details' }
    expect(parseHistoryProfile({ version: 1, files: [bai2] }, 'p.json').files).toHaveLength(1)
    const problemsOf = (entry: object): unknown => {
      try {
        return parseHistoryProfile({ version: 1, files: [entry] }, 'p.json')
      } catch (error) {
        return error
      }
    }
    expect(problemsOf({ ...bai2, accountTotal: 'net' })).toMatchObject({ problems: [expect.stringContaining('accountTotal must be')] })
    expect(problemsOf({ ...bai2, format: 'mt940' })).toMatchObject({ problems: [expect.stringContaining('accountTotal is not known')] })
  })

  test.each([undefined, null, 7, 'x', {}, { version: 2, files: [stripe] }, { version: 1, files: [] }])('%j is none', (value) => {
    expect(() => parseHistoryProfile(value, 'p.json')).toThrow(/not a history profile/)
  })
})
