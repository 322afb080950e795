import { mkdtempDisposable, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { readerOf } from '../../../tests/support/bank-reading.ts'
import { loadHistory, type History } from '../../history.ts'
import type { FileReading } from '../reading.ts'

const read = readerOf('camt053')

/** Without an id of the bank's: two of them in one file would be two entries. */
const entry = (amount: string, status = 'BOOK'): string =>
  `<Ntry><NtryRef>1</NtryRef><Amt Ccy="EUR">${amount}</Amt><CdtDbtInd>CRDT</CdtDbtInd><Sts>${status}</Sts><BookgDt><Dt>2026-01-08</Dt></BookgDt></Ntry>`
interface Shape {
  readonly id?: string
  readonly numbers?: string
  readonly created?: string
  readonly mark?: string
  readonly account?: string
  readonly entries?: string
}
const statement = ({
  id = 'S1',
  numbers = '<ElctrncSeqNb>7</ElctrncSeqNb>',
  created = '2026-01-09T06:00:00',
  mark = '',
  ...rest
}: Shape): string =>
  `<Stmt><Id>${id}</Id>${numbers}<CreDtTm>${created}</CreDtTm>${mark === '' ? '' : `<CpyDplctInd>${mark}</CpyDplctInd>`}` +
  `<Acct><Id><IBAN>${rest.account ?? 'DE02'}</IBAN></Id></Acct>${rest.entries ?? entry('10.00') + entry('5.00', 'PDNG')}</Stmt>`
const document = (...statements: readonly string[]): string =>
  `<Document xmlns="urn:iso:std:iso:20022:tech:xsd:camt.053.001.08"><BkToCstmrStmt><GrpHdr><MsgId>M</MsgId></GrpHdr>${statements.join('')}</BkToCstmrStmt></Document>`

const amounts = ({ records }: Pick<FileReading, 'records'>): readonly bigint[] => records.map(({ netMinor }) => netMinor)

const again = '2026-01-10T09:00:00'

describe('a statement that is in the file twice, and says so', () => {
  test.each([
    ['DUPL behind the one that it repeats', [{}, { mark: 'DUPL', created: again }]],
    ['CODU behind the one that it repeats', [{}, { mark: 'CODU' }]],
    ['COPY behind the one that it was made of', [{}, { mark: 'COPY' }]],
    ['DUPL before it', [{ mark: 'DUPL' }, {}]],
    ['DUPL twice', [{ mark: 'DUPL' }, { mark: 'DUPL', created: again }]],
    [
      'a period alone',
      [
        { numbers: '<FrToDt><FrDtTm>a</FrDtTm><ToDtTm>b</ToDtTm></FrToDt>' },
        { numbers: '<FrToDt><FrDtTm>a</FrDtTm><ToDtTm>b</ToDtTm></FrToDt>', mark: 'DUPL' },
      ],
    ],
    ['the time of its making alone', [{ numbers: '' }, { numbers: '', mark: 'DUPL' }]],
  ] as readonly (readonly [string, readonly Shape[]])[])('%s: its entries are not booked again', async (_, shapes) => {
    const reading = await read(document(...shapes.map(statement)))
    expect(amounts(reading)).toEqual([1_000n])
    expect(reading).toMatchObject({ physicalRows: 4, notBooked: 3, quarantined: [], controls: [] })
    expect(reading.notes.join()).toContain(
      '1 statements repeat one that was read before (marked DUPL, CODU or COPY): their 1 booked entries',
    )
  })

  test('a camt.054 as well', async () => {
    const text = document(statement({}), statement({ mark: 'DUPL' }))
    const notices = text
      .replaceAll('Stmt>', 'Ntfctn>')
      .replaceAll('BkToCstmrNtfctn', 'BkToCstmrDbtCdtNtfctn')
      .replace('camt.053', 'camt.054')
    expect(amounts(await readerOf('camt054')(notices))).toEqual([1_000n])
  })

  test('and holds other entries is a finding: nobody knows which of the two is right', async () => {
    const reading = await read(document(statement({}), statement({ mark: 'DUPL', entries: entry('10.00') + entry('7.00') })))
    expect(amounts(reading)).toEqual([1_000n])
    expect(reading).toMatchObject({ physicalRows: 4, notBooked: 3 })
    expect(reading.controls).toMatchObject([
      {
        name: 'statement-summary',
        failed: 1,
        failures: [{ subject: 'statement 2', actual: '2 entries, 17.00 EUR in, 0.00 EUR out' }],
      },
    ])
  })
})

describe('what is no repetition is read', () => {
  test.each([
    ['another id', { id: 'S2' }],
    ['another number', { numbers: '<ElctrncSeqNb>8</ElctrncSeqNb>' }],
    ['another page', { numbers: '<StmtPgntn><PgNb>2</PgNb></StmtPgntn><ElctrncSeqNb>7</ElctrncSeqNb>' }],
    ['another account', { account: 'DE03' }],
    ['nothing that tells', { id: '' }],
  ] as readonly (readonly [string, Shape])[])('%s', async (_, shape) => {
    const reading = await read(document(statement({}), statement({ ...shape, mark: 'CODU' })))
    expect(amounts(reading)).toEqual([1_000n, 1_000n])
    expect(reading.notes).toEqual(['1 statements are marked CODU, and none like them was read before: their entries were taken'])
  })

  test('also where one stands twice without a mark, which is told', async () => {
    const reading = await read(document(statement({}), statement({})))
    expect(amounts(reading)).toEqual([1_000n, 1_000n])
    expect(reading.notes).toEqual([expect.stringContaining('1 statements have the id, numbers and sums of one before them')])
    expect((await read(document(statement({}), statement({ id: 'S2' })))).notes).toEqual([])
  })
})

describe('files of one history', () => {
  const profile = { format: 'camt053', account: 'bank-1', zone: 'Europe/Berlin', tenant: 'acme', merchant: 'm1' } as const
  async function load(files: Readonly<Record<string, string>>): Promise<History> {
    await using folder = await mkdtempDisposable(join(tmpdir(), 'tenfold-repeated-'))
    for (const [name, content] of Object.entries(files)) await writeFile(join(folder.path, name), content)
    return await loadHistory(folder.path, { version: 1, files: [{ ...profile, file: '*.xml' }] })
  }

  test('a duplicate in a file of its own books nothing, also where its entries would have other ids there', async () => {
    // In the first file two entries share a reference, which is an id in the second.
    const both = document(statement({}), statement({ id: 'S2' }))
    const { records, files, notes } = await load({ 'a.xml': both, 'b.xml': document(statement({ mark: 'DUPL' })) })
    expect(amounts({ records })).toEqual([1_000n, 1_000n])
    expect(files).toMatchObject([
      { file: 'a.xml', records: 2, notBooked: 2 },
      { file: 'b.xml', records: 0, notBooked: 2 },
    ])
    expect(notes).toEqual([expect.stringMatching(/^b\.xml: 1 statements repeat one that was read before/)])
  })
})
