import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { TextIndex } from './text-index.ts'

test('gives the ids that a Map would give, and knows no other text', () => {
  fc.assert(
    fc.property(fc.array(fc.string({ maxLength: 3 }), { maxLength: 300 }), fc.string({ maxLength: 3 }), (texts, other) => {
      const index = new TextIndex()
      const map = new Map<string, number>()
      for (const text of texts) {
        if (!map.has(text)) map.set(text, map.size)
        expect(index.idOf(text)).toBe(map.get(text))
      }
      expect(index.size).toBe(map.size)
      expect(index.get(other)).toBe(map.get(other))
      for (const [text, id] of map) expect(index.textOf(id)).toBe(text)
    }),
  )
})

test('keeps texts of one hash apart', () => {
  // Of pairs of code units: 97 · 131 + 231 = 98 · 131 + 100.
  const index = new TextIndex()
  expect([index.idOf('aç'), index.idOf('bd'), index.idOf('aç')]).toEqual([0, 1, 0])
})
