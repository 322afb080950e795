import { mkdtempDisposable, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { loadHistory, type History } from '../../history.ts'
import { parseHistoryProfile, type FileProfile } from '../../profile.ts'
import type { RawRow } from '../../raw-rows.ts'

interface Entry {
  readonly id?: string
  readonly number?: string
  readonly amount: string
  readonly day?: string
  readonly direction?: 'CRDT' | 'DBIT'
  readonly references?: readonly string[]
  readonly status?: string
}

const ntry = ({ id, number, amount, day = '2026-01-08', direction = 'CRDT', references = [], status = 'BOOK' }: Entry): string =>
  `<Ntry>${number === undefined ? '' : `<NtryRef>${number}</NtryRef>`}<Amt Ccy="EUR">${amount}</Amt><CdtDbtInd>${direction}</CdtDbtInd><Sts><Cd>${status}</Cd></Sts>` +
  `<BookgDt><Dt>${day}</Dt></BookgDt>${id === undefined ? '' : `<AcctSvcrRef>${id}</AcctSvcrRef>`}` +
  references.map((reference) => `<NtryDtls><TxDtls><Refs><EndToEndId>${reference}</EndToEndId></Refs></TxDtls></NtryDtls>`).join('') +
  '</Ntry>'

const messages = { camt053: ['camt.053', 'BkToCstmrStmt', 'Stmt'], camt054: ['camt.054', 'BkToCstmrDbtCdtNtfctn', 'Ntfctn'] } as const

function message(format: keyof typeof messages, entries: readonly Entry[]): string {
  const [name, root, part] = messages[format]
  const account = '<Acct><Id><IBAN>DE02120300000000202051</IBAN></Id></Acct>'
  return `<Document xmlns="urn:iso:std:iso:20022:tech:xsd:${name}.001.08"><${root}><${part}>${account}\n${entries.map(ntry).join('\n')}\n</${part}></${root}></Document>`
}

const common = { account: 'bank-1', zone: 'Europe/Berlin', tenant: 'acme', merchant: 'm1' }
const statementLeads: readonly FileProfile[] = [
  { ...common, file: 'statement*', format: 'camt053' },
  { ...common, file: 'notice*', format: 'camt054', fills: true },
]

async function load(
  statement: readonly Entry[],
  notices: readonly (readonly Entry[])[],
  files: readonly FileProfile[] = statementLeads,
): Promise<History & { readonly raw: readonly RawRow[] }> {
  await using folder = await mkdtempDisposable(join(tmpdir(), 'tenfold-notices-'))
  await writeFile(join(folder.path, 'statement'), message('camt053', statement))
  for (const [at, entries] of notices.entries()) await writeFile(join(folder.path, `notice${at}`), message('camt054', entries))
  const history = await loadHistory(folder.path, parseHistoryProfile({ version: 1, files }, 'p.json'))
  return { ...history, raw: await Array.fromAsync(history.rawRows(history.quarantined.rows)) }
}

const told = ({ records, quarantined }: History): unknown => [
  records.map(({ netMinor, references = [] }) => [netMinor, ...references]),
  quarantined.rows.map(({ file, line, reason, field }) => [file, line, reason, field]),
]

const counts = ({ files }: History): unknown =>
  files.map(({ file, physicalRows, records, notBooked }) => [file, physicalRows, records, notBooked])

test('a notice of an entry of the statement fills its references and adds no money; one of another entry is a record', async () => {
  const history = await load(
    [
      { id: 'B1', amount: '10.00' },
      { id: 'B2', amount: '20.00', references: ['E-2'] },
    ],
    [
      [
        { id: 'B1', amount: '10.00', references: ['po_1', 'TR091'] },
        { id: 'B2', amount: '20.00', references: ['E-2', 'po_2'] },
        { id: 'B3', amount: '30.00', references: ['po_3'] },
        { id: 'B4', amount: '40.00', status: 'PDNG' },
      ],
    ],
  )
  expect(told(history)).toEqual([
    [
      [1_000n, 'po_1', 'TR091'],
      [2_000n, 'E-2', 'po_2'],
      [3_000n, 'po_3'],
    ],
    [],
  ])
  expect(counts(history)).toEqual([
    ['statement', 2, 2, 0],
    ['notice0', 4, 1, 3],
  ])
})

test.each<readonly [string, Entry, string]>([
  ['amount', { id: 'B1', amount: '10.01', references: ['po_1'] }, 'netMinor'],
  ['direction', { id: 'B1', amount: '10.00', direction: 'DBIT', references: ['po_1'] }, 'netMinor'],
  ['day', { id: 'B1', amount: '10.00', day: '2026-01-09', references: ['po_1'] }, 'businessDate'],
])('a notice of another %s is quarantined at its place, and the statement stays as it is', async (_what, entry, field) => {
  const history = await load([{ id: 'B1', amount: '10.00' }], [[{ id: 'B9', amount: '1.00' }, entry]])
  expect(told(history)).toEqual([[[1_000n], [100n]], [['notice0', 3, 'contradiction', field]]])
  expect(history.raw[0]?.raw).toEqual({ text: ntry(entry) })
})

test('entries without the bank’s id, or with another in each message, are known by day, amount and a shared reference, one by one', async () => {
  const statement = [
    { number: '1', amount: '10.00', references: ['E-1'] },
    { number: '2', amount: '10.00', references: ['E-1'] },
    { amount: '10.00' },
  ]
  const three = ['N1', 'N2', 'N3'].map((id) => ({ id, amount: '10.00', references: ['E-1', `po_${id}`] }))
  const other = { id: 'N4', amount: '10.00', references: ['E-9'] }
  // A notice may be sent twice.
  const history = await load(statement, [[...three, other], three.slice(0, 2)])
  expect(told(history)).toEqual([
    [[1_000n, 'E-1', 'po_N1'], [1_000n, 'E-1', 'po_N2'], [1_000n], [1_000n, 'E-1', 'po_N3'], [1_000n, 'E-9']],
    [],
  ])
  expect(counts(history)).toEqual([
    ['statement', 3, 3, 0],
    ['notice0', 4, 2, 2],
    ['notice1', 2, 0, 2],
  ])
})

test('entries of a notice that share a reference are told as far as they are records', async () => {
  const notice = [
    { id: 'BATCH', amount: '10.00', references: ['E-1'] },
    { id: 'BATCH', amount: '5.00' },
  ]
  const history = await load([{ id: 'B1', amount: '10.00', references: ['E-1'] }], [notice])
  expect(counts(history)).toEqual([
    ['statement', 1, 1, 0],
    ['notice0', 2, 1, 1],
  ])
  expect(history.notes).toEqual([
    "notice0: 1 entries have the bank's reference of another entry of their statement (AcctSvcrRef): each was taken, with another id",
  ])
})

test('the profile says which leads: here the notices do, whatever the names of the files', async () => {
  const noticesLead = statementLeads.map(({ file, format }) => ({
    ...common,
    file,
    format,
    ...(format === 'camt053' ? { fills: true } : {}),
  })) as readonly FileProfile[]
  const history = await load(
    [{ id: 'B1', amount: '10.00', references: ['E-1'] }],
    [[{ id: 'B1', amount: '10.05', references: ['po_1'] }]],
    noticesLead,
  )
  expect(told(history)).toEqual([[[1_005n, 'po_1']], [['statement', 2, 'contradiction', 'netMinor']]])
})

test('without fills both are records: the profile says nothing of them', async () => {
  const apart = statementLeads.map((entry) => ({ ...common, file: entry.file, format: entry.format })) as readonly FileProfile[]
  const { records } = await load([{ id: 'B1', amount: '10.00' }], [[{ id: 'B1', amount: '10.00' }]], apart)
  expect(records).toHaveLength(2)
})

test('a file cannot lead for one account and fill for another', async () => {
  const mixed: readonly FileProfile[] = [
    { ...common, file: 'statement', format: 'camt053', statementAccount: 'DE02120300000000202051' },
    { ...common, file: 'statement', format: 'camt053', statementAccount: 'DE89370400440532013000', fills: true },
  ]
  await expect(load([{ id: 'B1', amount: '10.00' }], [], mixed)).rejects.toThrow(/one entry of the profile leads and another fills/)
})
