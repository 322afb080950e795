import { describe, expect, test } from 'vitest'
import { readerOf } from '../../../tests/support/bank-reading.ts'
import { detectBank } from '../bank/detect-bank.ts'
import type { CamtFormat } from './camt-message.ts'

const entry = (status: string, reference: string): string =>
  `<Ntry><Amt Ccy="EUR">10.00</Amt><CdtDbtInd>CRDT</CdtDbtInd>${status}<BookgDt><Dt>2026-01-08</Dt></BookgDt><AcctSvcrRef>${reference}</AcctSvcrRef>` +
  '<NtryDtls><TxDtls><Refs><EndToEndId>NOTPROVIDED</EndToEndId></Refs></TxDtls><TxDtls><Refs><EndToEndId>E-2</EndToEndId></Refs></TxDtls></NtryDtls></Ntry>'

function message(format: CamtFormat, version: string, entries: string): string {
  const [root, part] = format === 'camt053' ? ['BkToCstmrStmt', 'Stmt'] : ['BkToCstmrDbtCdtNtfctn', 'Ntfctn']
  const name = format === 'camt053' ? 'camt.053.001' : 'camt.054.001'
  return `<?xml version="1.0"?><Document xmlns="urn:iso:std:iso:20022:tech:xsd:${name}.${version}"><${root}><${part}><Acct><Id><IBAN>DE02</IBAN></Id></Acct>${entries}</${part}></${root}></Document>`
}

const versions = ['02', '03', '04', '05', '06', '07', '08', '09', '10', '11', '12', '13']

describe.each(['camt053', 'camt054'] as const)('%s', (format) => {
  const read = readerOf(format)

  test.each(versions)('version %s: status bare or inside of an element, pending and informational ones left out', async (version) => {
    const status = (code: string): string => (version < '08' ? `<Sts>${code}</Sts>` : `<Sts><Cd>${code}</Cd></Sts>`)
    const text = message(format, version, entry(status('BOOK'), 'B1') + entry(status('PDNG'), 'B2') + entry(status('INFO'), 'B3'))
    expect(detectBank(text)).toBe(format)
    const { records, notBooked, physicalRows, figures, controls } = await read(text)
    expect(records).toMatchObject([{ recordId: 'B1', netMinor: 1_000n, references: ['E-2'] }])
    expect({ notBooked, physicalRows, controls }).toEqual({ notBooked: 2, physicalRows: 3, controls: [] })
    expect(figures).toMatchObject({ statements: 1, version: expect.stringMatching(`${version}$`), further: { txDtls: 6, reversals: 0 } })
  })

  test('PDNG then BOOK is the same money once', async () => {
    const text = message(format, '02', entry('<Sts>PDNG</Sts>', 'B1') + entry('<Sts>BOOK</Sts>', 'B1'))
    expect((await read(text)).records).toHaveLength(1)
  })

  test('of another message is refused', async () => {
    const other = format === 'camt053' ? 'camt054' : 'camt053'
    await expect(read(message(other, '02', ''))).rejects.toThrow(/is not a camt\.05/)
  })
})
