import { mkdtempDisposable, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import type { CanonicalRecord } from '../harness/model/record.ts'
import { isPersonal } from './formats/personal/personal-text.ts'
import { smallFiles } from './formats/traps/processor-files.ts'
import { loadHistory, type History } from './history.ts'
import { privateIds } from './private-ids.ts'
import type { FileProfile, HistoryProfile } from './profile.ts'

/** One person, as files name her. */
const person = {
  name: 'Jane Zyxwen',
  street: 'Quellweg 7b',
  mail: 'zyxwen77@example.com',
  iban: 'DE89370400440532013000',
  ibanInGroups: 'DE89 3704 0044 0532 0130 00',
  card: '4111111111111111',
  cardInGroups: '4111 1111 1111 1111',
}
const traces = /Zyxwen|Jane|Quellweg|example\.com|3704 ?0044|4111 ?1111|"(?:3704|0044|4111|1111)"/i

test.each([
  ['zyxwen77@example.com', true],
  ['order of zyxwen77@example.com', true],
  ['a@b', true],
  [person.iban, true],
  [person.ibanInGroups, true],
  [`${person.iban}/7`, true],
  [person.card, true],
  ['4111-1111-1111-1111', true],
  // The check digit says that it is no card.
  ['4111111111111112', false],
  ['po_1NfY2kLkdIwHu7ixqZ8yG5a1', false],
  ['c0ffee00-4111-4111-8111-111111111111', false],
  ['#1050', false],
  ['TX100XT batch 7, Shop', false],
])('%s tells of a person: %s', (id, expected) => {
  expect(isPersonal(id)).toBe(expected)
})

const record: CanonicalRecord = {
  tenant: 'acme',
  merchant: 'm1',
  side: 'processor',
  source: 'stripe',
  account: 'a',
  recordId: 'txn_1',
  kind: 'charge',
  grossMinor: 1n,
  feeMinor: 0n,
  netMinor: 1n,
  currency: 'USD',
  occurredAt: '2026-01-05T10:00:00.000Z',
  businessDate: '2026-01-05',
}

test('what tells of nobody is the same object; what does is equal where it was equal, and differs where it differed', () => {
  const { recordOf: own } = privateIds(Buffer.alloc(32, 1))
  expect(own(record)).toBe(record)
  const id = fc.oneof(fc.emailAddress(), fc.constantFrom(person.iban, person.card, 'ord-1', person.cardInGroups))
  fc.assert(
    fc.property(id, id, (a, b) => {
      const [one, other] = [own({ ...record, ref: a }), own({ ...record, side: 'bank', references: ['x1', b] })]
      expect(one.ref === other.references?.[1]).toBe(a === b)
      expect(/^hmac-[0-9a-f]{32}$/.test(one.ref ?? '')).toBe(isPersonal(a))
      expect(other.references?.[0]).toBe('x1')
    }),
  )
})

test('another key gives other words, and a made id cannot be made again from its row', () => {
  const [one, other] = [1, 2].map((byte) =>
    privateIds(Buffer.alloc(32, byte)).recordOf({ ...record, ref: person.mail, recordId: 'made-00ff' }),
  )
  expect(one?.ref).not.toBe(other?.ref)
  expect(one?.recordId).toMatch(/^made-[0-9a-f]{32}$/)
  expect(one?.recordId).not.toBe(other?.recordId)
})

const owned = { account: 'a', zone: 'UTC', tenant: 'acme', merchant: 'm1' }
const cells = [person.name, person.street, person.mail, person.iban, person.card].map((text) => `"${text}"`)
/** With columns more, in which she is; and a row in which they stand where amounts and dates belong. */
const table = (lines: readonly string[], names: readonly string[]): string => {
  const rows = lines.map((line, at) => (at === 0 ? `${line},${names.join(',')}` : `${line},${cells.join(',')}`))
  const slipped = (lines.at(-1) ?? '').split(',').map((_, at) => cells[at % cells.length] ?? '')
  return `${[...rows, [...slipped, ...cells].join(',')].join('\n')}\n`
}
const camt = (message: string, root: string, part: string): string =>
  `<Document xmlns="urn:iso:std:iso:20022:tech:xsd:${message}.001.08"><${root}><${part}><Acct><Id><IBAN>DE02120300000000202051</IBAN></Id></Acct>` +
  ['10.00', person.name]
    .map(
      (amount) =>
        `<Ntry><Amt Ccy="EUR">${amount}</Amt><CdtDbtInd>CRDT</CdtDbtInd><Sts><Cd>BOOK</Cd></Sts><BookgDt><Dt>2026-01-08</Dt></BookgDt><NtryDtls><TxDtls>` +
        `<Refs><EndToEndId>${person.mail}</EndToEndId><TxId>${person.iban}</TxId></Refs><RltdPties><Dbtr><Pty><Nm>${person.name}</Nm><PstlAdr><AdrLine>${person.street}</AdrLine></PstlAdr></Pty></Dbtr><DbtrAcct><Id><IBAN>${person.iban}</IBAN></Id></DbtrAcct></RltdPties>` +
        `<RmtInf><Ustrd>po_1 ${person.name} ${person.mail} ${person.ibanInGroups} ${person.cardInGroups} ${person.card}</Ustrd></RmtInf></TxDtls></NtryDtls><AddtlNtryInf>${person.name}</AddtlNtryInf></Ntry>`,
    )
    .join('') +
  `</${part}></${root}></Document>`

const files: Readonly<Partial<Record<FileProfile['format'], string>>> = {
  'stripe-itemized': table(smallFiles['stripe-itemized'], [
    'customer_name',
    'card_address_line1',
    'customer_email',
    'description',
    'payment_metadata[card]',
  ]),
  'stripe-balance-change': table(smallFiles['stripe-balance-change'], [
    'customer_name',
    'customer_address_line1',
    'customer_email',
    'description',
    'x',
  ]),
  'stripe-payouts': table(smallFiles['stripe-payouts'], ['description', 'statement_descriptor', 'a', 'destination', 'x']),
  'stripe-api': [0, '"Jane Zyxwen"']
    .map(
      (fee, index) =>
        `{"object":"balance_transaction","id":"txn_${index}","amount":100,"fee":${fee},"net":100,"currency":"usd","created":1767607200,"reporting_category":"charge","status":"available",` +
        `"description":"${person.name}","source":{"id":"ch_${index}","object":"charge","billing_details":${JSON.stringify(person)},"receipt_email":"${person.mail}","payment_intent":"pi_1"}}`,
    )
    .join('\n'),
  'paypal-trr': [
    ...smallFiles['paypal-trr'].slice(0, 3),
    ...table(smallFiles['paypal-trr'].slice(3, -1), [
      '"Last Name"',
      '"Shipping Address Line1"',
      '"Payer\'s Account ID"',
      '"Transaction Note"',
      '"Custom Field"',
    ])
      .trimEnd()
      .split('\n'),
    `"SB","${person.name}"`,
    '',
  ].join('\n'),
  'adyen-settlement': table(smallFiles['adyen-settlement'], ['Shopper Name', 'Shopper Address', 'Shopper Email', 'Reserved4', 'Reserved5']),
  'ledger-csv': table(
    [...smallFiles['ledger-csv'], `acme,m1,le_9,charge,${person.mail},,1.00,USD,2026-01-05T10:00:00.000Z`],
    ['customer', 'street', 'mail', 'iban', 'card'],
  ),
  'shopify-orders': table(smallFiles['shopify-orders'], ['Billing Name', 'Billing Street', 'Vendor', 'Phone', 'Notes']),
  'shopify-transactions': table(smallFiles['shopify-transactions'], ['Customer', 'Street', 'Mail', 'IBAN', 'Card Number']),
  camt053: camt('camt.053', 'BkToCstmrStmt', 'Stmt'),
  camt054: camt('camt.054', 'BkToCstmrDbtCdtNtfctn', 'Ntfctn'),
  mt940: [
    ':20:A\n:25:DE02\n:28C:1/1\n:60F:C260101EUR0,\n:61:260108C1,00NTRFNONREF//B1',
    `:86:166?00CREDIT?20EREF+${person.mail}?21SVWZ+po_1 ${person.ibanInGroups}?22 ${person.card}?31${person.iban}?32${person.name}`,
    `:61:260108C${person.name}\n:86:${person.name}\n:62F:C260108EUR1,00\n-\n`,
  ].join('\n'),
  bai2: `01,A,B,260109,0600,1,,,2/\n02,B,A,1,260108,,USD,2/\n03,1,USD,/\n16,165,100,0,,${person.mail},po_1 ${person.cardInGroups} ${person.name}\n88,${person.iban}\n16,165,${person.name},0,B2,,${person.name}\n49,100,5/\n98,100,1,7/\n99,100,1,9/\n`,
  ofx: `OFXHEADER:100\nDATA:OFXSGML\n\n<OFX><BANKMSGSRSV1><STMTTRNRS><STMTRS><CURDEF>USD<BANKACCTFROM><ACCTID>1</BANKACCTFROM><BANKTRANLIST>${[
    '1.00',
    person.name,
  ]
    .map(
      (amount) =>
        `<STMTTRN><TRNTYPE>CREDIT<DTPOSTED>20260108<TRNAMT>${amount}<REFNUM>${person.iban}<NAME>${person.name} ${person.card}<MEMO>po_1 ${person.mail} ${person.cardInGroups}<BANKACCTTO><ACCTID>${person.iban}</BANKACCTTO></STMTTRN>`,
    )
    .join('')}</BANKTRANLIST></STMTRS></STMTTRNRS></BANKMSGSRSV1></OFX>\n`,
}

const all = Object.entries(files).map(([format, text]) => ({ format: format as FileProfile['format'], text }))

async function load(text: string, format: FileProfile['format'], key?: Uint8Array): Promise<History> {
  await using folder = await mkdtempDisposable(join(tmpdir(), 'tenfold-private-'))
  await writeFile(join(folder.path, 'file'), text)
  const entry = { ...owned, file: 'file', format, ...(format === 'ledger-csv' ? { tenants: ['acme'] } : {}) }
  if (format === 'ledger-csv') for (const name of ['tenant', 'merchant'] as const) delete (entry as Partial<typeof owned>)[name]
  return await loadHistory(folder.path, { version: 1, files: [entry as FileProfile] }, undefined, key === undefined ? {} : { key })
}

test.each(all)(
  '$format: nothing of a person leaves the reader, neither in a record nor in what is told of a row that cannot be read',
  async ({ format, text }) => {
    expect(text).toMatch(traces)
    // A word of a drawn key could look like anything, once in many runs.
    const history = await load(text, format, Buffer.alloc(32, 5))
    const { records, quarantined, controls, notes, files: read } = history
    expect(quarantined.count).toBeGreaterThan(0)
    const told = JSON.stringify([records, quarantined, controls, notes, read], (_key, value: unknown) =>
      typeof value === 'bigint' ? `${value}` : value,
    )
    expect(told).not.toMatch(traces)
  },
)

test('an owner that is called by what tells of a person is called by one word on all sides, and its lines keep the day of their account', async () => {
  await using folder = await mkdtempDisposable(join(tmpdir(), 'tenfold-private-'))
  const ledger = 'tenant,merchant,entry_id,kind,reference,parent_reference,amount,currency,occurred_at'
  await writeFile(
    join(folder.path, 'ledger.csv'),
    `${ledger}\n${person.mail},${person.mail},1001,charge,pi_1,,1.00,EUR,2026-01-05T10:00:00Z\n`,
  )
  await writeFile(join(folder.path, 'bank.xml'), files.camt053 ?? '')
  const bank = { file: 'bank.xml', format: 'camt053', account: person.iban, zone: 'Europe/Berlin', cutOff: '18:00' } as const
  const profile: HistoryProfile = {
    version: 1,
    files: [
      { file: 'ledger.csv', format: 'ledger-csv', account: 'books', zone: 'UTC', tenants: [person.mail] },
      { ...bank, tenant: person.mail, merchant: person.mail },
    ],
  }
  const { records, dayRuleOf, totals } = await loadHistory(folder.path, profile)
  const [charge, line] = (['ledger', 'bank'] as const).map((side) => records.find((each) => each.side === side))
  expect([charge?.merchant, charge?.tenant]).toEqual([line?.merchant, line?.tenant])
  for (const word of [charge?.merchant, charge?.tenant, line?.account]) expect(word).toMatch(/^hmac-[0-9a-f]{32}$/)
  expect(JSON.stringify([records, totals], (_key, value: unknown) => (typeof value === 'bigint' ? `${value}` : value))).not.toMatch(traces)
  expect(line === undefined ? undefined : dayRuleOf(line)).toEqual({ zone: 'Europe/Berlin', cutOff: '18:00' })
})

test('a reference that tells of a person still joins ledger and bank, by a word that only this load knows', async () => {
  const key = Buffer.alloc(32, 7)
  const [ledger, bank] = await Promise.all([load(files['ledger-csv'] ?? '', 'ledger-csv', key), load(files.camt053 ?? '', 'camt053', key)])
  const ref = ledger.records.find(({ recordId }) => recordId === 'le_9')?.ref
  expect(ref).toMatch(/^hmac-/)
  expect(bank.records[0]?.references).toContain(ref)
  expect(bank.records[0]?.references).toContain('po_1')
  const again = await load(files['ledger-csv'] ?? '', 'ledger-csv')
  expect(again.records.find(({ recordId }) => recordId === 'le_9')?.ref).not.toBe(ref)
})
