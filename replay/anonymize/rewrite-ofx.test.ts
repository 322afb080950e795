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

test.each(['"', "'"])('a header of OFX 2 stays, but for the words of its file, in %s', (quote) => {
  const head = (uid: string): string =>
    `<?xml version="1.0"?>\n<?OFX OFXHEADER="200" VERSION="211" SECURITY="NONE" OLDFILEUID="NONE" NEWFILEUID="${uid}"?>\n<OFX>`.replaceAll(
      '"',
      quote,
    )
  expect(rewriteOfx(head('doe77'), crossed)).toBe(head('xxxxx'))
})
