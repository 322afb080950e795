import { expect, test } from 'vitest'
import { rewriteOfx } from './rewrite-ofx.ts'

const crossed = (word: string): string => 'x'.repeat(word.length)

test.each(['20260108', '20260108120000', '20260108120000.123[-5:EST]', '20260108120000.123456[0:GMT]'])(
  'the time %s stays as it is',
  (time) => {
    expect(rewriteOfx(`<OFX><DTPOSTED>${time}<NAME>Doe`, crossed)).toBe(`<OFX><DTPOSTED>${time}<NAME>xxx`)
  },
)

test('a number of a card behind the tag of a time does not', () => {
  expect(rewriteOfx('<OFX><DTPOSTED>4111111111111111<NAME>Doe', crossed)).toBe('<OFX><DTPOSTED>xxxxxxxxxxxxxxxx<NAME>xxx')
})
