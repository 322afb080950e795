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
