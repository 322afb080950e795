import { expect, test } from 'vitest'
import { rewriteXml } from './rewrite-xml.ts'

const crossed = (word: string): string => 'x'.repeat(word.length)
const of = (element: string, text: string): string => `<Ntry><${element}>${text}</${element}></Ntry>`

// A schema takes nothing else in these places.
test.each([
  ['Incl', 'false'],
  ['FcstInd', 'false'],
  ['ComssnWvrInd', 'true'],
  ['RvslInd', '1'],
  ['Br', 'SHAR'],
  ['NbOfDays', '0'],
  ['MsgNmId', 'camt.054.001.08'],
])('%s of %s stays as it is', (element, text) => {
  expect(rewriteXml(of(element, text), crossed)).toBe(of(element, text))
})

test.each([
  ['Incl', 'Jane'],
  ['Br', 'Janedoe'],
  ['NbOfDays', 'Jane7'],
  ['MsgNmId', 'jane_doe'],
  ['MsgId', 'camt0540010801'],
])('%s of %s does not', (element, text) => {
  expect(rewriteXml(of(element, text), crossed)).toBe(of(element, crossed(text)))
})
