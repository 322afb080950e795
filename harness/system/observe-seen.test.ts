import * as fc from 'fast-check'
import { expect, test } from 'vitest'

import { seenTexts } from './observe-seen.ts'

test('counts as a Set does', () => {
  fc.assert(
    fc.property(fc.array(fc.oneof(fc.string({ maxLength: 3 }), fc.string({ minLength: 32, maxLength: 32 }))), (texts) => {
      const seen = seenTexts()
      const set = new Set<string>()
      for (const text of texts) {
        expect(seen.add(text)).toBe(!set.has(text))
        set.add(text)
      }
      expect(seen.count).toBe(set.size)
    }),
  )
})

test('two hundred thousand similar texts are all told apart', () => {
  const seen = seenTexts()
  for (let index = 0; index < 200_000; index++) seen.add(index.toString(16).padStart(32, '0'))
  expect(seen.count).toBe(200_000)
})
