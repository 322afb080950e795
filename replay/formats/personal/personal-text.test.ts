import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { referencesOf } from '../bank/references.ts'
import { accountShapes } from './account-shapes.ts'
import { isPersonal, piecesOf } from './personal-text.ts'

test.each([
  ['IBAN+DE89370400440532013000', true],
  ['(DE89370400440532013000)', true],
  ['DE89370400440532013000.', true],
  ['IBAN:DE89 3704 0044 0532 0130 00', true],
  ['IBANDE89370400440532013000', true],
  ['?31DE89370400440532013000?32', true],
  ['de89 3704 0044 0532 0130 00', true],
  ['DE 89 370400440532013000', true],
  ['NL91 ABNA 0417164300', true],
  ['GB82 WEST 123456 98765432', true],
  ['FR14 2004 1010 0505 0001 3M02 606', true],
  ['FR76 30006 00001 12345678901 89', true],
  // Malta; and a country of no registry, in one word and in fours.
  ['mt84malt011000012345mtlcast001s', true],
  ['XX19ABCD1234567890', true],
  ['XX19 ABCD 1234 5678 90', true],
  ['\uff24\uff25\uff18\uff19370400440532013000', true],
  // References of creditors (ISO 11649), in one word and in fours, and an account number in one.
  ['RF18539007547034', false],
  ['RF18 5390 0754 7034', false],
  ['RF14X2HU4TC28XTYLHASYWT91', false],
  ['RF18DE89370400440532013000', true],
  ['DE88370400440532013000', false],
  ['xDE89370400440532013000', false],
  ['DE00TENFOLD10001', false],
  ['4242424242424242', true],
  ['Karte:4242.4242.4242.4242,12/28', true],
  ['4242  4242\t4242\u00a04242', true],
  ['4242 - 4242 - 4242 - 4242', true],
  ['4242 4242 4242 4242 123', true],
  ['77 4242 4242 4242 4242', true],
  ['(3782-822463-10005)', true],
  ['3056 930902 5904', true],
  ['VISA4222222222222', true],
  ['6205500000000000004', true],
  ['42 42 42 42 42 42 42 42', true],
  ['4242 4242 4242 4241', false],
  // Ids: a letter beside it, other digits beside it, a date, a trace, a time.
  ['INV4242424242424242', false],
  ['42424242424242421', false],
  ['2026010812345678', false],
  ['091000019876543', false],
  ['1767607200123', false],
  ['40012345 2026-01-08', false],
  ['c0ffee00-4111-4111-8111-111111111111', false],
  ['po_1NfY2kLkdIwHu7ixqZ8yG5a1 TR091777', false],
  ['TX7788990011XT batch 471', false],
  ['a@b', true],
  ['jane\uff20example.org', true],
])('%s is a person\u2019s: %s', (text, expected) => {
  expect(isPersonal(text)).toBe(expected)
})

test('what touches a number goes with it, and nothing else does', () => {
  expect(referencesOf([], ['po_1 IBAN:DE89 3704 0044 0532 0130 00. TR7 (4242-4242-4242-4242) x/4242424242424242/y po_2'])).toEqual([
    'po_1',
    'TR7',
    'po_2',
  ])
  expect(referencesOf([], ['po_1 DE89 3704 0044', '0532 0130 00 po_2'])).toEqual(['po_1', 'po_2'])
  expect(referencesOf([], ['rent of Jane Roe DE', '89370400440532013000', 'po_3'])).toEqual(['po_3'])
  expect(referencesOf([], ['NL91', 'ABNA', '0417164300'])).toEqual([])
  expect(referencesOf([], ['Invoice RF18539007547034 of Jane'])).toEqual(['RF18539007547034'])
  // In groups that no card has, numbers are references.
  expect(referencesOf([], ['40012345 2026-01-08 12.50'])).toEqual(['40012345', '2026-01-08', '12.50'])
})

const digit = fc.integer({ min: 0, max: 9 }).map(String)
const letter = fc.constantFrom(...'ABCDEFGHIJKLMNOPQRSTUVWXYZ'.split(''))
const charOf = (kind: string): fc.Arbitrary<string> => (kind === 'n' ? digit : kind === 'a' ? letter : fc.oneof(digit, letter))

/** The text book's way: the number as one long integer. */
function remainderOf(account: string): bigint {
  const moved = account.slice(4) + account.slice(0, 4)
  return BigInt(moved.replace(/[A-Z]/g, (char) => `${char.charCodeAt(0) - 55}`)) % 97n
}

const account = fc.constantFrom(...accountShapes).chain(([country, shape]) =>
  fc.tuple(...shape.split('').map(charOf)).map((chars) => {
    const rest = chars.join('')
    return `${country}${`${98n - remainderOf(`${country}00${rest}`)}`.padStart(2, '0')}${rest}`
  }),
)

/** Beginnings that schemes have, and how many digits follow before the check digit. */
const card = fc
  .constantFrom(
    { prefix: '4', more: 11 },
    { prefix: '4', more: 14 },
    { prefix: '4', more: 17 },
    { prefix: '51', more: 13 },
    { prefix: '2221', more: 11 },
    { prefix: '34', more: 12 },
    { prefix: '37', more: 12 },
    { prefix: '36', more: 11 },
    { prefix: '6011', more: 11 },
    { prefix: '62', more: 16 },
    { prefix: '3528', more: 11 },
  )
  .chain(({ prefix, more }) => fc.array(digit, { minLength: more, maxLength: more }).map((rest) => `${prefix}${rest.join('')}`))
  .map((digits) => `${digits}${checkDigitOf(digits)}`)

function checkDigitOf(digits: string): number {
  const counted = digits
    .split('')
    .toReversed()
    .map((char, at) => (at % 2 === 0 ? `${Number(char) * 2}` : char))
  const sum = counted
    .join('')
    .split('')
    .reduce((all, char) => all + Number(char), 0)
  return (10 - (sum % 10)) % 10
}

const parting = fc.constantFrom(' ', '  ', '\t', '\u00a0', '\u2009', '.', '-', '/', ' - ', '\u2011', '\u00ad')
const sign = fc.constantFrom(
  '',
  '',
  ' ',
  '(',
  ')',
  '+',
  ':',
  ';',
  ',',
  '.',
  '"',
  '=',
  '#',
  '*',
  '|',
  '[',
  '<',
  '?',
  '_',
  '/',
  '\u00a0',
  ' Gift ',
  '\u20ac',
)
const grouped = (text: string, size: number, between: readonly string[]): string =>
  (text.match(new RegExp(`.{1,${size}}`, 'g')) ?? []).reduce((all, group, at) => all + (between[at % between.length] ?? '') + group)

test('no account number comes through, whatever its groups and their signs, in large or small letters, and whatever stands beside it', () => {
  fc.assert(
    fc.property(
      account,
      fc.integer({ min: 2, max: 34 }),
      fc.array(parting, { minLength: 1, maxLength: 5 }),
      fc.boolean(),
      sign,
      sign,
      (...drawn) => {
        const [number, size, between, isSmall, before, after] = drawn
        const written = grouped(isSmall ? number.toLowerCase() : number, size, between)
        expect(isPersonal(before + written + after)).toBe(true)
        expect(referencesOf([], [`po_x ${before}${written}${after}`])).toEqual([])
      },
    ),
    { numRuns: 3_000 },
  )
})

test('of digits alone it does not come through in any groups at all', () => {
  const digits = account.filter((number) => /^..\d+$/.test(number))
  fc.assert(
    fc.property(
      digits,
      fc.array(fc.nat({ max: 6 }), { minLength: 3, maxLength: 12 }),
      parting,
      sign,
      sign,
      (number, sizes, between, before, after) => {
        let [written, at] = [number.slice(0, 2), 2]
        for (const size of [...sizes, number.length]) {
          written += number.slice(at, at + size)
          at = Math.min(number.length, at + size)
          if (size > 0 && at < number.length) written += between
        }
        expect(referencesOf([], [`${before}${written}${after}`])).toEqual([])
      },
    ),
    { numRuns: 2_000 },
  )
})

test('no card number comes through, in one word or in groups, whatever stands between and beside', () => {
  fc.assert(
    fc.property(card, fc.constantFrom(1, 2, 3, 4, 5, 20), fc.array(parting, { minLength: 1, maxLength: 4 }), sign, sign, (...drawn) => {
      const [number, size, between, before, after] = drawn
      const written = grouped(number, size, between)
      expect(isPersonal(before + written + after)).toBe(true)
      expect(referencesOf([], [`po_x ${before}${written}${after}`])).toEqual([])
    }),
    { numRuns: 3_000 },
  )
})

/** Whether another account number, of a registered shape and right, begins behind the first letters: by chance, at letters inside of a number. */
function holdsAnother(text: string): boolean {
  const shapes = new Map(accountShapes)
  return Array.from(text, (_, at) => at)
    .slice(1)
    .some((at) => {
      const length = shapes.get(text.slice(at, at + 2))?.length
      const own = text.slice(at, at + 4 + (length ?? 0))
      return length !== undefined && own.length === 4 + length && /^[A-Z]{2}\d\d/.test(own) && remainderOf(own) === 1n
    })
}

test('a wrong digit makes an id of it', () => {
  fc.assert(
    fc.property(fc.oneof(account, card), fc.nat(), (number, drawn) => {
      const at = 4 + (drawn % (number.length - 4))
      const wrong = `${number.slice(0, at)}${(Number(number.charAt(at)) + 1) % 10}${number.slice(at + 1)}`
      if (!/\d/.test(number.charAt(at))) return
      fc.pre(!holdsAnother(wrong))
      expect(isPersonal(wrong)).toBe(false)
      expect(referencesOf([], [wrong])).toEqual([wrong])
    }),
    { numRuns: 2_000 },
  )
})

test('pieces are the text, whatever it is', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary', maxLength: 60 }), (text) => {
      expect(
        piecesOf(text)
          .map(({ from, to }) => text.slice(from, to))
          .join(''),
      ).toBe(text)
    }),
  )
})

test.each([
  '4',
  '42',
  '4 ',
  '42 ',
  '4242 ',
  '4242 4242 4242 4242 ',
  'DE',
  'DE89',
  'DE89 ',
  'de8',
  'XX12',
  'XX12 ABCD ',
  'iban',
  'a1',
  '-',
  ' ',
  '@',
  'DE89370400440532013000',
])(
  'two million signs of %j are read once',
  (piece) => {
    const text = piece.repeat(2_000_000 / piece.length)
    expect(referencesOf([], [text]).length).toBeLessThanOrEqual(200)
  },
  120_000,
)

test.each([
  ['NA RACH.: 05109010560001589600256813;', true],
  ['05 1090 1056 0001 5896 0025 6813', true],
  ['05-1090-1056-0001-5896-0025-6813', true],
  ['05109010560001589600256814', false],
  ['x05109010560001589600256813', false],
  ['051090105600015896002568130', false],
  // Hungary's example of the IBAN registry, HU42 1177 3016 1111 1018 0000 0000.
  ['SZLA:117730161111101800000000', true],
  ['11773016-11111018-00000000', true],
  ['117730161111101800000001', false],
  ['117730171111101800000000', false],
  ['1177 3016 1111 1018 0000 0000', false],
  ['000000000000000000000000', false],
])('an account number without its country, of Poland or Hungary: %j, %j', (text, personal) => {
  expect(isPersonal(text)).toBe(personal)
  expect(isPersonal(`${text} 2026`)).toBe(personal)
})
