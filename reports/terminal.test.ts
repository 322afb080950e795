import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { alignColumns, printable, shorten, wrap } from './terminal.ts'

test('no wrapped line is wider than asked, and no letter is lost', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme-ascii', maxLength: 200 }), fc.integer({ min: 12, max: 60 }), (text, width) => {
      const lines = wrap(text, width, '  ')
      expect(lines.every((line) => line.length <= width)).toBe(true)
      expect(lines.join('').replaceAll(/\s/g, '')).toBe(text.replaceAll(/\s/g, ''))
    }),
  )
})

test('nothing that moves the cursor or turns the text round is left', () => {
  expect(printable('a\u{1b}[31mb\u{202e}c\nd')).toBe('a·[31mb·c d')
})

test('a shortened text has the width asked for and keeps both ends', () => {
  expect(shorten('decision_latency', 9)).toBe('deci…ency')
})

test('columns are as wide as their widest cell', () => {
  expect(
    alignColumns([
      ['phase', 'P99'],
      ['surge', '83.6 ms'],
      ['x', '1 ms'],
    ]),
  ).toEqual(['phase      P99', 'surge  83.6 ms', 'x         1 ms'])
})
