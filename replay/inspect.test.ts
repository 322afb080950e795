import { Readable } from 'node:stream'
import { describe, expect, test } from 'vitest'
import { smallText } from './formats/traps/processor-files.ts'
import { inspectFiles, type Inspection } from './inspect.ts'
import { inspectionFacts } from './inspection-facts.ts'

async function inspected(text: string): Promise<Inspection> {
  const [found] = await Array.fromAsync(inspectFiles('-', {}, Readable.from([Buffer.from(text)])))
  if (found?.kind !== 'inspection') throw found?.error ?? new Error('nothing was inspected')
  return found.inspection
}

const camt = (inside: string, namespace = 'urn:iso:std:iso:20022:tech:xsd:camt.053.001.08'): string =>
  `<Document xmlns="${namespace}"><BkToCstmrStmt><Stmt><Acct><Id><Othr><Id>1</Id></Othr></Id></Acct>${inside}` +
  '<Ntry><Amt Ccy="EUR">7.25</Amt><CdtDbtInd>CRDT</CdtDbtInd><Sts><Cd>BOOK</Cd></Sts><BookgDt><Dt>2026-01-08</Dt></BookgDt></Ntry>' +
  '</Stmt></BkToCstmrStmt></Document>'
const balance = (type: string, amount: string): string =>
  `<Bal><Tp><CdOrPrtry><Cd>${type}</Cd></CdOrPrtry></Tp><Amt Ccy="EUR">${amount}</Amt><CdtDbtInd>CRDT</CdtDbtInd></Bal>`
const mt940 = (closing: string): string =>
  `:20:A\n:25:1\n:60F:C260107EUR1,00\n:61:2601080108C7,25NTRFNONREF\n:86:166?00CREDIT?20EREF+1\n:61:2601080108C1,NTRFNONREF\n:86:text\n:62F:C260108EUR${closing}\n`
const mt942 = (credits: string): string => `:20:A\n:25:1\n:34F:JPY0,\n:61:2601080108C725,NTRFNONREF\n:90C:${credits}\n`
const ofx = (head: string): string =>
  `${head}<OFX><STMTRS><CURDEF>EUR<BANKACCTFROM><ACCTID>1</BANKACCTFROM><BANKTRANLIST></BANKTRANLIST></STMTRS></OFX>`
const bai2 = (account: string, version = '2'): string =>
  `01,BANK,CUST,260109,0600,1,80,,${version}/\n02,CUST,BANK,1,260108,,KWD,2/\n03,42,,010,1000,,/\n16,165,725,0,A,B,TEXT/\n49,${account}/\n98,1725,1,5/\n99,1725,1,7/\n`

describe('version and dialect are what the file says', () => {
  test.each([
    ['stripe-itemized', smallText('stripe-itemized'), null, null],
    ['paypal-stl', smallText('paypal-stl'), '009', null],
    ['paypal-stl', smallText('paypal-stl').replace(',009,', ',"Jane Doe"'), null, null],
    ['paypal-trr', smallText('paypal-trr').replace(',009,', ',"10.0"'), '10.0', null],
    ['camt053', camt(''), 'camt.053.001.08', null],
    ['camt053', camt('', 'http://example.test'), null, null],
    ['mt940', mt940('9,25'), 'MT940', ':86: subfields (1), plain text (1)'],
    ['mt940', mt942('1JPY725,'), 'MT942', null],
    ['bai2', bai2('1725,3'), 'BAI2', null],
    ['bai2', bai2('1725,3', '3'), 'BAI3', null],
    ['bai2', bai2('1725,3', ''), null, null],
    ['ofx', ofx('OFXHEADER:100\nDATA:OFXSGML\nVERSION:102\n\n'), 'OFX 1.02', 'OFXHEADER 100 (SGML)'],
    ['ofx', ofx('<?xml version="1.0"?><?OFX OFXHEADER="200" VERSION="211"?>'), 'OFX 2.11', 'OFXHEADER 200 (XML)'],
    ['ofx', ofx(''), null, null],
  ])('%s of %#', async (report, text, version, dialect) => {
    expect(inspectionFacts(await inspected(text))).toMatchObject({ report, version, dialect })
  })
})

describe('a control that fails tells what was expected, what was found, and the difference', () => {
  test.each([
    ['row-equation', smallText('stripe-itemized').replace('96.80', '96.79'), 'line 2', '96.80 USD', '96.79 USD', '-0.01 USD'],
    [
      'payout-members',
      smallText('stripe-itemized').replaceAll('-59.95', '-59.90'),
      'po_1',
      '0.00 USD of members and payout together',
      '0.05 USD',
      '0.05 USD',
    ],
    [
      'batch-balance',
      smallText('adyen-settlement').replace('97.62', '97.60'),
      'batch 7',
      '0.00 USD of all its rows together',
      '0.02 USD',
      '0.02 USD',
    ],
    [
      'footer-totals',
      smallText('paypal-stl').replace('"SF","EUR",5200,5022', '"SF","EUR",5201,5020'),
      'SF EUR totals',
      'gross credits 52.01 EUR, gross debits 50.20 EUR',
      'gross credits 52.00 EUR, gross debits 50.22 EUR',
      '-0.01 EUR, 0.02 EUR',
    ],
    [
      'footer-balance',
      smallText('paypal-stl').replace('"RF","USD",4380,4380,0,0,"CR",0,"CR",0', '"RF","USD",4380,4380,0,0,"CR",0,"DR",150'),
      'RF USD balance pair 1',
      '-1.50 USD',
      '0.00 USD',
      '1.50 USD',
    ],
    ['footer-count', smallText('paypal-stl').replace('"FF",5', '"FF",7'), 'FF', '7', '5', '-2'],
    [
      'statement-balance',
      camt(balance('OPBD', '1.00') + balance('CLBD', '9.00')),
      'statement 1',
      'opening + booked = 8.25 EUR',
      'closing 9.00 EUR',
      '0.75 EUR',
    ],
    [
      'statement-summary',
      camt(`<TxsSummry><TtlNtries><NbOfNtries>2</NbOfNtries><Sum>7.20</Sum></TtlNtries></TxsSummry>${balance('CLBD', '9.00')}`),
      'statement 1 TtlNtries',
      'entries give 1 / 7.25 EUR',
      'summary says 2 / 7.20 EUR',
      '1 / -0.05 EUR',
    ],
    ['statement-balance', mt940('9,20'), 'statement 1', 'opening + booked = 9.25 EUR', 'closing 9.20 EUR', '-0.05 EUR'],
    ['statement-summary', mt942('2JPY700,'), 'statement 1 :90C:', 'lines give 1 / 725 JPY', 'stated 2 / 700 JPY', '1 / -25 JPY'],
    ['account-total', bai2('1730,3'), 'account 42 total', '1.725 KWD (net of details 0.725 KWD)', '1.730 KWD', '0.005 KWD'],
    ['account-total', bai2('1725,5'), 'account 42 records', '3', '5', '2'],
  ])('%s of %#', async (name, text, subject, expected, actual, difference) => {
    const { controls } = await inspected(text)
    const control = controls.find((each) => each.name === name && each.failed > 0)
    expect(control?.failures[0]).toEqual({ subject, expected, actual, difference })
  })
})

// formats.md §4: status S alone does not prove that money moved; a void's T9900 row carries it too.
test('rows of a void that say that they succeeded are booked, and a note tells of them', async () => {
  const report = smallText('paypal-trr').replace('"T0006"', '"T9900"')
  const { records, notes } = await inspected(report)
  expect(records).toBe(3)
  expect(notes).toEqual([expect.stringMatching(/^booked, though .*: 1 of T9900 \(49\.75 EUR\); /)])
  expect((await inspected(smallText('paypal-trr'))).notes).toEqual([])
})

test('rows that cannot be read are counted by reason, most first, and each is handed on', async () => {
  const lines = smallText('ledger-csv').trimEnd().split('\n')
  const bad = (cell: string, by: string): string => (lines[1] ?? '').replace(cell, by)
  const text = [...lines, bad('100.00', '1,0'), bad('100.00', 'x'), bad('le_1', ''), 'acme,m1', lines[1], bad('USD', 'U$D')].join('\n')
  const rows: number[] = []
  const [found] = await Array.fromAsync(
    inspectFiles(
      '-',
      { onQuarantined: (some) => void rows.push(...some.map(({ line }) => line)) },
      Readable.from([Buffer.from(`${text}\n`)]),
    ),
  )
  if (found?.kind !== 'inspection') throw new Error('it was not read')
  const { quarantined, quarantinedBy, quarantinedRows } = inspectionFacts(found.inspection)
  expect(quarantined).toBe(5)
  expect(quarantinedBy).toEqual({ 'column-count': 2, amount: 1, 'missing-id': 1, currency: 1 })
  expect(rows).toEqual([5, 6, 7, 8, 10])
  expect(quarantinedRows.map(({ line }) => line)).toEqual(rows)
})
