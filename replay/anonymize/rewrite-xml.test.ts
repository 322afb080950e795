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

test('codes of what MT940 has in :86: stay in camt as well, and entities with them', () => {
  const text = '/TRTP/SEPA/NAME/H&amp;M &#74;ane/REMI/po_99/EREF/E2E-9'
  expect(rewriteXml(`<AddtlNtryInf>${text}</AddtlNtryInf>`, crossed)).toBe(
    '<AddtlNtryInf>/TRTP/xxxx/NAME/x&amp;x xxxx/REMI/xxxxx/EREF/xxxxx</AddtlNtryInf>',
  )
  expect(rewriteXml('<AddtlTxInf><![CDATA[166?00CREDIT?20EREF+E2E-9]]></AddtlTxInf>', crossed)).toBe(
    '<AddtlTxInf><![CDATA[166?00xxxxxx?20EREF+xxxxx]]></AddtlTxInf>',
  )
})
