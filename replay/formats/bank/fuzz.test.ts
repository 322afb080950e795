import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { HarnessError } from '../../../harness/model/errors.ts'
import { expectSound } from '../../../tests/support/sound-reading.ts'
import { streamBankFile, type BankFormat } from '../bank-formats.ts'
import { bytesInput } from '../bytes-input.ts'
import type { FileReading } from '../reading.ts'
import { collected } from '../record-stream.ts'
import type { BankAccount } from './bank-line.ts'
import { detectBank } from './detect-bank.ts'
import { cents, samples, textOf, type Sample } from './fuzz-samples.ts'

const bank: BankAccount = { tenant: 'acme', merchant: 'm1', account: 'bank-1', zone: 'Europe/Berlin', cutOff: '24:00' }

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
  if (typeof reading === 'string') return format.startsWith('camt') ? 'none' : reading
  if (reading.physicalRows !== cents.length) return `${reading.physicalRows} rows`
  const found = reading.records.map(({ netMinor }) => Number(netMinor))
  const others = reading.records.length < cents.length ? found : found.toSpliced(index, 1)
  if (others.join(' ') !== cents.toSpliced(index, 1).join(' ')) return `other rows: ${others.join(' ')}`
  const isOther = others !== found && Math.abs(found[index] ?? 0) !== Math.abs(cents[index] ?? 0)
  const failed = reading.controls.reduce((total, control) => total + control.failed, 0)
  return proves && isOther && failed === 0 ? `${found[index]} and no total tells` : 'none'
}

describe.each(samples.map((sample) => [sample.name, sample] as const))('%s', (_name, sample) => {
  const { format } = sample

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
        expectSound(reading, inPieces, bytes)
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
