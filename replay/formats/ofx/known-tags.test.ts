import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { KnownTags } from './known-tags.ts'

test.each([
  ['<STMTTRN>', 'STMTTRN', false],
  ['</stmttrn>', 'STMTTRN', true],
  ['<o:Memo lang="x">', 'MEMO', false],
  ['<MEMO/>', 'MEMO', false],
])('%s', (text, name, isClose) => {
  expect(new KnownTags().tagOf(text)).toMatchObject({ text, name, isClose })
})

test('what is expected is what stands there, whatever came before and however many tags there are', () => {
  const tag = fc.oneof(
    fc.constantFrom('<A>', '<AB>', '</A>', '</AB>', '<a:A>'),
    fc.nat(2_000).map((number) => `<N${number}>`),
    fc.nat(9).map((number) => `<${'L'.repeat(70)}${number}>`),
  )
  fc.assert(
    fc.property(fc.array(tag, { maxLength: 3_000, size: 'max' }), (texts) => {
      const tags = new KnownTags()
      const whole = texts.join('')
      const found: string[] = []
      let at = 0
      for (const text of texts) {
        const tag = tags.expectedAt(whole, at) ?? tags.tagOf(text)
        found.push(tag.text)
        tags.follow(tag)
        at += text.length
      }
      expect(found).toEqual(texts)
    }),
    { numRuns: 30 },
  )
})

test('in the second of two rows nothing needs to be looked up', () => {
  const row = ['<STMTTRN>', '<TRNAMT>', '<NAME>', '</STMTTRN>']
  const tags = new KnownTags()
  for (const text of [...row, row[0] ?? '']) tags.follow(tags.tagOf(text))
  for (const text of row.slice(1)) {
    const expected = tags.expectedAt(text, 0)
    expect(expected?.text).toBe(text)
    if (expected !== undefined) tags.follow(expected)
  }
})
