import { expect, test } from 'vitest'
import { rewriteXml } from './rewrite-xml.ts'

const crossed = (word: string): string => 'x'.repeat(word.length)

test('codes of what MT940 has in :86: stay in camt as well, and entities with them', () => {
  const text = '/TRTP/SEPA/NAME/H&amp;M &#74;ane/REMI/po_99/EREF/E2E-9'
  expect(rewriteXml(`<AddtlNtryInf>${text}</AddtlNtryInf>`, crossed)).toBe(
    '<AddtlNtryInf>/TRTP/xxxx/NAME/x&amp;x xxxx/REMI/xxxxx/EREF/xxxxx</AddtlNtryInf>',
  )
  expect(rewriteXml('<AddtlTxInf><![CDATA[166?00CREDIT?20EREF+E2E-9]]></AddtlTxInf>', crossed)).toBe(
    '<AddtlTxInf><![CDATA[166?00xxxxxx?20EREF+xxxxx]]></AddtlTxInf>',
  )
})
