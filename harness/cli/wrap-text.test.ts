import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { wrapText } from './wrap-text.ts'

test.each([
  ['', ['']],
  ['  one two', ['  one two']],
  ['  one two three', ['  one two', '    three']],
  ['incomprehensibilities are whole', ['incomprehensibilities', '  are whole']],
])('%j in 12 columns', (text, lines) => {
  expect(wrapText(text, { columns: 12 })).toEqual(lines)
})

test('no word is lost, and no line is too long that could be shorter', () => {
  const words = fc.array(fc.stringMatching(/^[a-z]{1,12}$/), { minLength: 1 })
  fc.assert(
    fc.property(words, fc.integer({ min: 5, max: 40 }), (all, columns) => {
      const lines = wrapText(all.join(' '), { columns })
      expect(lines.flatMap((line) => line.trim().split(' '))).toEqual(all)
      expect(lines.filter((line) => line.length > columns && line.trim().includes(' '))).toEqual([])
    }),
  )
})
