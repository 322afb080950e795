import { expect, test } from 'vitest'

import { readDetails } from '../formats/mt940/details.ts'
import { rewriteStatementText } from './rewrite-mt940.ts'

/** Words of the same length; nothing of one is in the other. */
const map = (word: string): string => (word === 'po_77abcdefghi' ? 'QR_88jklmnopqr' : word.replace(/[A-Za-z]/g, 'z').replace(/\d/g, '0'))

test.each([
  ['a sign at a line’s end', ['034~', '20Payout po_77abcdefghi~', '22 x~32JANE 7']],
  ['a sign and half of its code', [`110~20${'x'.repeat(27)}~21${'y'.repeat(26)}~2`, '2po_77abcdefghi']],
  ['an empty subfield behind a full one', ['020~00152', '~20XXXXXXXXXXXX po_77abcdefghi', '~21\u00FF', '~22\u00FF']],
  ['a line of more than 65', [`${'x'.repeat(76)} po_77abcdefghi`, '1.00 NZD']],
  ['what stands behind an amount', ['/OCMT/USD2853,12/', 'PAYOUT po_77abcdefghi', '/OGB/A BANK/VA/']],
  ['words with colons', ['999SEPA_CREDIT_TRANSFER:po_77abcdefghi:STRIPE']],
  ['words with colons and an account number', ['999SEPA_CREDIT_TRANSFER:po_77abcdefghi:STRIPE:DE89370400440532013000']],
])('%s: what the reader finds, it finds once it is anonymized', (_, lines) => {
  const [before, after] = [lines, rewriteStatementText(lines.join('\n'), map).split('\n')].map((each) => {
    const remittance: string[] = []
    const dialect = readDetails(each, [], remittance)
    return { dialect, words: remittance.join('\n').split(/[\s:]+/) }
  })
  expect(after?.dialect).toBe(before?.dialect)
  expect(before?.words).toContain('po_77abcdefghi')
  expect(after?.words).toContain('QR_88jklmnopqr')
  expect(after?.words).toHaveLength(before?.words.length ?? 0)
})
