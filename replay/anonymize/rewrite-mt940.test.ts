import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { readStatementLine } from '../formats/mt940/statement-line.ts'
import { Pseudonyms } from './pseudonyms.ts'
import { rewriteMt940 } from './rewrite-mt940.ts'
import { mappedWords } from './words.ts'

const crossed = (word: string): string => 'x'.repeat(word.length)
const message =
  ':20:REF42\n:25:12345678\n:60F:C260107USD0,\n:61:2601080108C59,95NTRFNONREF//BANK0001\n' +
  ':86:166?00CREDIT?20SVWZ+po_77 TR091?32Jane Doe\n?33Smith\n:62F:C260108USD59,95'

test('lines parted by @@ get the words that lines of their own get, and figures stay', () => {
  const text = rewriteMt940(`@@${message.replaceAll('\n', '@@')}`, crossed)
  expect(text).toBe(`@@${rewriteMt940(message, crossed).replaceAll('\n', '@@')}`)
  expect(text).not.toMatch(/REF42|12345678|BANK0001|po_77|TR091|Jane|Doe|Smith/)
  expect(text).toMatch(/@@:61:2601080108C59,95.*@@:62F:C260108USD59,95$/)
})

test('a message that begins on the line of its headers is rewritten as one below them', () => {
  const framed = (end: string): string => `{1:F01JANEDOE}{2:I940X}{4:${end}${message}\n-}{1:F01JANEDOE}{2:I940X}{4:${end}${message}\n-}`
  expect(rewriteMt940(framed(''), crossed)).toBe(rewriteMt940(framed('\n'), crossed).replaceAll('{4:\n', '{4:'))
})

test.each(['940', '942'])('what says that a message is an MT%s stays: a tag of its own, and a line between the names of banks', (type) => {
  const tagged = `:${type}:\n${message}\n`
  const framed = `ROEBANK2A\n${type}\nROEBANK2A\r\n${message}\n-\n`
  for (const [text, kept] of [
    [tagged, `:${type}:`],
    [framed, `\n${type}\n`],
  ] as const) {
    const twice = rewriteMt940(text + text, crossed)
    expect(twice).toBe(rewriteMt940(text, crossed).repeat(2))
    expect(twice.split(kept)).toHaveLength(3)
    expect(twice).not.toMatch(/ROEBANK|REF42|Jane/)
  }
  expect(rewriteMt940(`:61:2601080108C59,95NTRFNONREF\n${type}\n`, crossed)).toMatch(/\nxxx\n$/)
})

test.each(['EREF', 'PREF', 'MARF', 'KREF+'])('%s, which says that the reference stands elsewhere, stays and is none', (word) => {
  const text = `:61:2601080108C59,95NTRF${word}`
  expect(rewriteMt940(text, crossed)).toBe(text)
  expect(readStatementLine(text.slice(4), 'EUR')).toMatchObject({ ownerReference: '' })
})

test.each([
  ':34F:EUR 999999999999,99',
  ':60F:C260107EUR 100,00',
  ':34F:CHF0,',
  ':34F:DKKD1,00',
  ':34F:EUR12,5',
  ':60F:C260107CHF0,',
  ':62M:RD260108CZK1,',
  ':90C:2CAD10,00',
])('%s stays as it is', (line) => {
  expect(rewriteMt940(`:20:REF42\n${line}\n:86:Doe`, crossed)).toBe(`:20:xxxxx\n${line}\n:86:xxx`)
})

test.each([
  [':86:/SUM/7/5/123,45/67,89//REMI/po_77', ':86:/SUM/7/5/123,45/67,89//REMI/xxxxx'],
  [':86:/OCMT/USD12,50/EXCH/1,0875/CHGS/EUR0,15/NAME/Jane', ':86:/OCMT/USD12,50/EXCH/1,0875/CHGS/EUR0,15/NAME/xxxx'],
  [':86:166?20SVWZ+po_77 ?21COAM+1,50EUR', ':86:166?20SVWZ+xxxxx ?21COAM+1,50EUR'],
  // A card, a name and a number are none.
  [':86:/OCMT/4242424242424242/SUM/Jane/CHGS/0771234567/', ':86:/OCMT/XXXXXXXXXXXXXXXX/SUM/xxxx/CHGS/xxxxxxxxxx/'],
])('amounts, rates and counts of details stay where they are that: %s', (line, rewritten) => {
  expect(rewriteMt940(`:20:REF42\n:61:2601080108C59,95NTRFNONREF\n${line}\n`, crossed).split('\n')[2]).toBe(rewritten)
})

test('codes of a field of the bank’s own stay, and what they are of does not', () => {
  const text = ':20:REF42\n:61:2601080108C59,95NTRFNONREF\n:NS:01Gutschrift\n03STRIPE po_77\n15Jane Doe\n190000\n:62F:C260108USD59,95\n'
  expect(rewriteMt940(text, crossed).split('\n').slice(2, 6)).toEqual([':NS:01xxxxxxxxxx', '03xxxxxx xxxxx', '15xxxx xxx', '19xxxx'])
})

test.each([':20:37 Folgenr. 007', ':25:01'])('a time that is cut before its minutes stays, and the line is none of its own: %s', (rest) => {
  const text = `:20:REF42\n:61:2601080108C59,95NTRFNONREF\n:86:STRIPE po_77 2014-09-12T16\n${rest}\n:62F:C260108USD59,95\n`
  const lines = rewriteMt940(text, crossed).split('\n')
  expect(lines[2]).toMatch(/^:86:xxxxxx xxxxx .*T16$/)
  expect(lines[3]?.slice(0, 6)).toBe(rest.slice(0, 6))
  expect(lines[3]).not.toMatch(/Folgenr|007/)
  expect(lines[4]).toBe(':62F:C260108USD59,95')
})

test.each([
  [':25:NL12RABO0123456789 EUR', ':25:xxxxxxxxxxxxxxxxxx EUR'],
  [':25P:12345678 USD ', ':25P:xxxxxxxx USD '],
  [':25:12345678 DOE', ':25:xxxxxxxx xxx'],
  [':25:EUR', ':25:xxx'],
])('of %s the currency behind the account stays, and nothing else', (line, expected) => {
  expect(rewriteMt940(`:20:REF42\n${line}\n:86:Doe`, crossed)).toBe(`:20:xxxxx\n${expected}\n:86:xxx`)
})

const line = fc
  .tuple(
    fc.constantFrom('260108', '2601080108'),
    fc.constantFrom('C', 'D', 'RC', 'ED', 'CR'),
    fc.constantFrom('59,95', '59,', '1.234,5', ',95'),
    fc.constantFrom('', ' ', '   '),
    fc.constantFrom('', 'NTRF', 'NID ', 'S   ', 'FMSC', 'QTRF', 'N123'),
    fc.constantFrom('', 'NONREF', 'AB12CD', ' AB12 ', 'KREF+', 'KREF+AB12', 'AB 12-7'),
    fc.constantFrom('', '//NONREF', '//BANK0001', '// B1', '/x'),
    fc.constantFrom('', ' ', '   '),
  )
  .map((parts) => parts.join(''))

test('for any statement line, with blanks behind its amount or in its type and without one, the same is read but for the words of its references', () => {
  fc.assert(
    fc.property(line, (text) => {
      const { wordFor } = new Pseudonyms(Buffer.from('a key'), new Set())
      const [before, after] = [text, rewriteMt940(`:61:${text}`, wordFor).slice(4)].map((each) => readStatementLine(each, 'EUR'))
      const other = (reference: string): string =>
        reference.replace(/^(KREF\+)?(.*)$/, (_, key: string | undefined, rest: string) => (key ?? '') + mappedWords(rest, wordFor))
      const expected =
        before?.kind === 'line'
          ? { ...before, ownerReference: other(before.ownerReference), bankReference: other(before.bankReference) }
          : before
      expect(after).toEqual(expected)
    }),
    { numRuns: 2_000 },
  )
})
