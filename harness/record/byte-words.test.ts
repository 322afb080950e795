import * as fc from 'fast-check'
import { expect, test } from 'vitest'

import { copyTo, isSameAt, viewOf } from './byte-words.ts'

const text = fc.string({ unit: 'binary-ascii', maxLength: 40 }).map((own) => own.replaceAll('\0', ' '))
const bytesOf = (own: string): Uint8Array => Uint8Array.from(own, (character) => character.charCodeAt(0) & 0x7e)

test('bytes are the same where they are one by one, and never beyond the end', () => {
  fc.assert(
    fc.property(text, text, fc.nat(12), fc.nat(12), fc.boolean(), (own, before, at, from, isCopy) => {
      const other = bytesOf(own)
      const bytes = isCopy ? Uint8Array.from([...bytesOf(before), ...other]) : bytesOf(before)
      for (const place of [at, bytesOf(before).length + from]) {
        for (let length = 0; from + length <= other.length; length++) {
          const isInside = place + length <= bytes.length
          const slow = isInside && other.slice(from, from + length).every((byte, index) => byte === bytes[place + index])
          expect(isSameAt(viewOf(bytes), place, viewOf(other), from, length)).toBe(slow)
        }
      }
    }),
  )
})

test('a copy has the same bytes, whatever the language, and touches no others', () => {
  const ofAnyLanguage = fc.string({
    unit: fc.oneof(fc.constantFrom('\u007f', '\u{10ffff}', 'ä'), fc.string({ unit: 'binary', maxLength: 1 })),
  })
  fc.assert(
    fc.property(ofAnyLanguage, fc.nat(5), fc.nat(9), (own, from, at) => {
      const source = Uint8Array.from(Buffer.from(own))
      const start = Math.min(from, source.length)
      const target = new Uint8Array(at + source.length + 9)
      copyTo(viewOf(target), at, viewOf(source), start, source.length)
      const copied = source.slice(start)
      const wanted = new Uint8Array(target.length)
      wanted.set(copied, at)
      expect(target).toEqual(wanted)
    }),
  )
})
