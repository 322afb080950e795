import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { HarnessError } from '../../../harness/model/errors.ts'
import { streamBankFile, type BankFormat } from '../bank-formats.ts'
import { bytesInput } from '../bytes-input.ts'
import type { FileReading } from '../reading.ts'
import { collected } from '../record-stream.ts'
import type { BankAccount } from './bank-line.ts'
import { detectBank } from './detect-bank.ts'

const bank: BankAccount = { tenant: 'acme', merchant: 'm1', account: 'bank-1', zone: 'Europe/Berlin', cutOff: '24:00' }

/** Five rows, no amount twice, credits and debits, and totals that hold. */
const cents = [5_995, -1_000, 25, 123_456, -77]
const sum = cents.reduce((total, each) => total + each, 0)
const major = (value: number, sign = '.'): string =>
  `${Math.trunc(Math.abs(value) / 100)}${sign}${String(Math.abs(value) % 100).padStart(2, '0')}`

interface Sample {
  readonly format: BankFormat
  readonly before: string
  readonly rows: readonly string[]
  readonly after: string
  /** Begins each row; what comes before it in a row is left alone. */
  readonly begin: string
  /** Signs that end a row or begin another: these change what is a row, not what is in it. */
  readonly structural: RegExp
  /** Whether the file's own totals tell a changed amount. */
  readonly proves: boolean
}

const samples: readonly Sample[] = [
  {
    format: 'camt053',
    before:
      '<?xml version="1.0"?>\n<Document xmlns="urn:iso:std:iso:20022:tech:xsd:camt.053.001.08"><BkToCstmrStmt><Stmt><Acct><Id><IBAN>DE02</IBAN></Id></Acct>' +
      '<Bal><Tp><CdOrPrtry><Cd>OPBD</Cd></CdOrPrtry></Tp><Amt Ccy="EUR">0</Amt><CdtDbtInd>CRDT</CdtDbtInd></Bal>' +
      `<Bal><Tp><CdOrPrtry><Cd>CLBD</Cd></CdOrPrtry></Tp><Amt Ccy="EUR">${major(sum)}</Amt><CdtDbtInd>CRDT</CdtDbtInd></Bal>\n`,
    rows: cents.map(
      (value, index) =>
        `<Ntry><Amt Ccy="EUR">${major(value)}</Amt><CdtDbtInd>${value < 0 ? 'DBIT' : 'CRDT'}</CdtDbtInd><Sts><Cd>BOOK</Cd></Sts><BookgDt><Dt>2026-01-0${index + 1}</Dt></BookgDt><AcctSvcrRef>B${index}</AcctSvcrRef></Ntry>\n`,
    ),
    after: '</Stmt></BkToCstmrStmt></Document>\n',
    begin: '<Ntry>',
    structural: /[<>&/"='\s\w]/,
    proves: true,
  },
  {
    format: 'mt940',
    before: ':20:A\n:25:ACC\n:60F:C260101EUR0,00\n',
    rows: cents.map(
      (value, index) =>
        `:61:26010${index + 1}${value < 0 ? 'D' : 'C'}${major(value, ',')}NTRFREF${index}//B${index}\n:86:166?20SVWZ+po_${index}\n`,
    ),
    after: `:62F:C260131EUR${major(sum, ',')}\n-\n`,
    begin: ':61:',
    structural: /[\r\n]/,
    proves: true,
  },
  {
    format: 'bai2',
    before: '01,A,B,260109,0600,1,,,2/\n02,B,A,1,260108,,EUR,2/\n03,1,EUR,010,0,,/\n',
    rows: cents.map((value, index) => `16,${value < 0 ? 475 : 165},${Math.abs(value)},,B${index},C${index},po_${index}/\n`),
    after: `49,${cents.reduce((total, each) => total + Math.abs(each), 0)},7/\n98,${cents.reduce((total, each) => total + Math.abs(each), 0)},1,9/\n99,${cents.reduce((total, each) => total + Math.abs(each), 0)},1,11/\n`,
    begin: '16,',
    structural: /[\r\n]/,
    proves: true,
  },
  {
    format: 'ofx',
    before: 'OFXHEADER:100\n\n<OFX><STMTRS><CURDEF>EUR<BANKACCTFROM><ACCTID>1</BANKACCTFROM><BANKTRANLIST>\n',
    rows: cents.map(
      (value, index) =>
        `<STMTTRN><TRNTYPE>OTHER<DTPOSTED>2026010${index + 1}<TRNAMT>${value < 0 ? '-' : ''}${major(value)}<FITID>B${index}<MEMO>po_${index}</STMTTRN>\n`,
    ),
    after: '</BANKTRANLIST></STMTRS></OFX>\n',
    begin: '<STMTTRN>',
    structural: /[<>!?/]/,
    proves: false,
  },
]

const textOf = ({ before, rows, after }: Sample, changed = rows): string => before + changed.join('') + after

/** A reading, or the refusal that bad input gets; anything else is a crash. */
async function readOrRefuse(format: BankFormat, bytes: Uint8Array, chunkBytes = 65_536): Promise<FileReading | string> {
  try {
    return await collected(streamBankFile(bytesInput('fuzzed', bytes, chunkBytes), format, () => bank, 'unique'))
  } catch (error) {
    if (error instanceof HarnessError && error.code === 'BAD_INPUT') return error.message
    throw error
  }
}

const change = fc.oneof(
  fc.record({ kind: fc.constant('cut' as const), at: fc.nat(2_000), length: fc.nat(200) }),
  fc.record({ kind: fc.constant('insert' as const), at: fc.nat(2_000), bytes: fc.uint8Array({ maxLength: 20 }) }),
  fc.record({
    kind: fc.constant('insert' as const),
    at: fc.nat(2_000),
    bytes: fc.constantFrom('<', '\r', '\n', ':61:', '88,', '/', '<![CDATA[', '&#', '-}', ',', '\0').map((text) => Buffer.from(text)),
  }),
  fc.record({ kind: fc.constant('repeat' as const), at: fc.nat(2_000), length: fc.nat(300) }),
  fc.record({ kind: fc.constant('end' as const), at: fc.nat(2_000) }),
)
type Change = typeof change extends fc.Arbitrary<infer Value> ? Value : never

function applied(bytes: Buffer, changes: readonly Change[]): Buffer {
  let changed = bytes
  for (const each of changes) {
    const at = Math.min(each.at, changed.length)
    const [head, tail] = [changed.subarray(0, at), changed.subarray(at)]
    if (each.kind === 'cut') changed = Buffer.concat([head, tail.subarray(each.length)])
    else if (each.kind === 'insert') changed = Buffer.concat([head, each.bytes, tail])
    else if (each.kind === 'repeat') changed = Buffer.concat([head, tail.subarray(0, each.length), tail])
    else changed = head
  }
  return changed
}

/** What the change of one row did beyond that row, or to its amount behind the back of the totals. */
function harmOf({ format, proves }: Sample, index: number, reading: FileReading | string): string {
  // XML that is not well-formed is refused as a whole.
  if (typeof reading === 'string') return format === 'camt053' ? 'none' : reading
  if (reading.physicalRows !== cents.length) return `${reading.physicalRows} rows`
  const found = reading.records.map(({ netMinor }) => Number(netMinor))
  const others = reading.records.length < cents.length ? found : found.toSpliced(index, 1)
  if (others.join(' ') !== cents.toSpliced(index, 1).join(' ')) return `other rows: ${others.join(' ')}`
  const isOther = others !== found && Math.abs(found[index] ?? 0) !== Math.abs(cents[index] ?? 0)
  const failed = reading.controls.reduce((total, control) => total + control.failed, 0)
  return proves && isOther && failed === 0 ? `${found[index]} and no total tells` : 'none'
}

describe.each(samples.map((sample) => [sample.format, sample] as const))('%s', (format, sample) => {
  test('is what it says when nobody has changed it', async () => {
    const reading = await readOrRefuse(format, Buffer.from(textOf(sample)))
    expect(reading).toMatchObject({ physicalRows: 5, quarantined: [], notBooked: 0 })
    const { records, controls } = reading as FileReading
    expect(records.map(({ netMinor }) => Number(netMinor))).toEqual(cents)
    expect(controls.map(({ failed }) => failed)).toEqual(controls.map(() => 0))
    expect(detectBank(textOf(sample))).toBe(format)
  })

  test('changed anywhere and cut anywhere, it is refused or each of its rows is somewhere, whatever the chunks', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(change, { minLength: 1, maxLength: 4 }), fc.integer({ min: 1, max: 97 }), async (changes, chunkBytes) => {
        const bytes = applied(Buffer.from(textOf(sample)), changes)
        const reading = await readOrRefuse(format, bytes)
        const inPieces = await readOrRefuse(format, bytes, chunkBytes)
        // Where in a broken file the fault is noticed may depend on the chunks, that it is one may not.
        expect(typeof inPieces).toBe(typeof reading)
        if (typeof reading === 'string' || typeof inPieces === 'string') return
        expect(inPieces).toEqual(reading)
        const { physicalRows, records, quarantined, notBooked } = reading
        expect(records.length + quarantined.length + notBooked).toBe(physicalRows)
        for (const { byteOffset, byteLength, line } of quarantined) {
          expect(byteOffset + byteLength).toBeLessThanOrEqual(bytes.length)
          expect(byteLength).toBeGreaterThan(0)
          expect(line).toBeGreaterThan(0)
        }
      }),
      { numRuns: 400 },
    )
  })

  test('one row changed harms no other, and a changed amount shows in the totals', async () => {
    const printable = fc.integer({ min: 0x20, max: 0x7e }).map((code) => String.fromCharCode(code))
    await fc.assert(
      fc.asyncProperty(fc.nat(4), fc.nat(1_000), printable, fc.boolean(), async (index, place, sign, isInsert) => {
        const row = sample.rows[index] ?? ''
        const at = sample.begin.length + (place % Math.max(1, row.indexOf('\n') - sample.begin.length))
        fc.pre(!sample.structural.test(sign) || /\d/.test(sign))
        fc.pre(!sample.structural.test(row[at] ?? '\n') || /\d/.test(row[at] ?? ''))
        const changed = sample.rows.with(index, row.slice(0, at) + sign + row.slice(isInsert ? at : at + 1))
        const reading = await readOrRefuse(format, Buffer.from(textOf(sample, changed)))
        expect(harmOf(sample, index, reading)).toBe('none')
      }),
      { numRuns: 600 },
    )
  })
})
