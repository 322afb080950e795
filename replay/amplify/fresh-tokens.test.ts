import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { FreshTokens } from './fresh-tokens.ts'
import { numberOf, shapeOf, tokenOf } from './token-shape.ts'

test.each([
  ['pi_000042', 'pi_500042'],
  ['INV-7007', 'INV-2007'],
  ['STRIPE po_7 TR091', 'STRIPE po_2 TR591'],
  ['abc', 'nbc'],
])('the second copy of %s is %s', (token, fresh) => {
  const tokens = new FreshTokens([token], 2)
  expect([tokens.hasRoom(token), tokens.fresh(token, 0), tokens.fresh(token, 1)]).toEqual([true, token, fresh])
})

test.each(['5TX1', '3f2504e0', 'ch_3OaBcD12', 'made-0123456789abcdef0123456789abcdef'])('the second copy of %s has its shape', (token) => {
  const fresh = new FreshTokens([token], 2).fresh(token, 1)
  expect([fresh === token, fresh.length, shapeOf(fresh).key]).toEqual([false, token.length, shapeOf(token).key])
})

test('a shape that is full has no room', () => {
  const all = Array.from({ length: 6 }, (_, digit) => `po_${digit}`)
  expect(new FreshTokens(all, 2).hasRoom('po_1')).toBe(false)
  expect(new FreshTokens(all.slice(0, 5), 2).hasRoom('po_1')).toBe(true)
})

test.each(['注文', 'заказ', '١٠٠١', '--', ''])('%j, which has no Latin letter and no digit, has no room', (text) => {
  const tokens = new FreshTokens([text, 'po_1'], 2)
  expect([tokens.hasRoom(text), tokens.fresh(text, 1)]).toEqual([false, text])
})

test('a text has room where one of its words has', () => {
  const all = Array.from({ length: 10 }, (_, digit) => `${digit}`)
  const tokens = new FreshTokens([...all, 'po_5001 7'], 2)
  expect([tokens.hasRoom('7'), tokens.hasRoom('po_5001 7'), tokens.fresh('po_5001 7', 1)]).toEqual([false, true, 'po_0001 7'])
})

const tokenArbitrary = fc.oneof(
  fc.stringMatching(/^[a-z]{2}_[A-Za-z0-9]{3,14}$/),
  fc.stringMatching(/^[A-Z0-9]{4,12}$/),
  fc.stringMatching(/^[0-9a-f]{8}-[0-9a-f]{4}$/),
  fc.stringMatching(/^[а-я]{1,3}$/),
  fc.stringMatching(/^[а-я٠-٩]{2} [0-9]{1,4}$/),
  fc.integer({ min: 0, max: 400 }).map((number) => `INV-${String(number).padStart(6, '0')}`),
)

test('a number is a token and a token a number', () => {
  fc.assert(
    fc.property(tokenArbitrary, (token) => {
      const shape = shapeOf(token)
      expect(tokenOf(numberOf(token, shape), token, shape)).toBe(token)
    }),
  )
})

test('no two ids meet in any copy, and each keeps its shape and length', () => {
  fc.assert(
    fc.property(fc.uniqueArray(tokenArbitrary, { minLength: 1, maxLength: 60 }), fc.integer({ min: 2, max: 12 }), (given, copies) => {
      const tokens = new FreshTokens(given, copies)
      const roomy = given.filter((token) => tokens.hasRoom(token))
      const all = roomy.flatMap((token) => Array.from({ length: copies }, (_, copy) => tokens.fresh(token, copy)))
      expect(new Set(all).size).toBe(roomy.length * copies)
      for (const token of roomy) expect(tokens.fresh(token, 1)).toHaveLength(token.length)
    }),
  )
})
