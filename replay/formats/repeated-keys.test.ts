import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { hasRepeatedKey } from './repeated-keys.ts'

const isRepeated = (text: string): boolean => hasRepeatedKey(text, JSON.parse(text))

test.each([
  ['{}', false],
  ['{"a":1,"b":{"a":1}}', false],
  ['{"a":1,"a":1}', true],
  ['{"a":1,"\\u0061":2}', true],
  ['{"a":[{"b":1},{"b":1}]}', false],
  ['{"a":[{"b":1,"c":0,"b":1}]}', true],
  ['{"a":"\\"b\\":1,\\\\","c":":"}', false],
  ['{"__proto__":1,"__proto__":1}', true],
  [`{"a":${'['.repeat(200_000)}${']'.repeat(200_000)}}`, false],
])('%.40s: %s', (text, expected) => {
  expect(isRepeated(text)).toBe(expected)
})

test('for any value, none is repeated until one is', () => {
  fc.assert(
    fc.property(fc.jsonValue(), fc.string(), fc.boolean(), (value, key, blanks) => {
      const text = JSON.stringify(value, undefined, blanks ? 2 : undefined)
      expect(isRepeated(text)).toBe(false)
      const name = JSON.stringify(key)
      expect(isRepeated(`{${name}:${text},"other":null,${name} : ${text}}`)).toBe(true)
    }),
  )
})
