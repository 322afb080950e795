import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { HarnessError } from '../../../harness/model/errors.ts'
import { expectSound } from '../../../tests/support/sound-reading.ts'
import { bytesInput } from '../bytes-input.ts'
import { detectFormat } from '../detect.ts'
import type { FileReading } from '../reading.ts'
import { collected } from '../record-stream.ts'
import { streamStripeApi } from './api-pages.ts'

const account = { tenant: 'acme', merchant: 'm1', account: 'acct_1', zone: 'Europe/Berlin', cutOff: '24:00' }

/** Five objects, no net twice; each proves its own net. */
const nets = [9_680, -2_000, 4_825, -6_500, -10]
const objects = nets.map((net, index) =>
  JSON.stringify({
    id: `txn_${index}`,
    object: 'balance_transaction',
    amount: net + index * 7,
    created: 1_767_607_200 + index,
    currency: 'usd',
    description: 'a "quoted" name, with ] and }',
    fee: index * 7,
    fee_details: [{ amount: index * 7, currency: 'usd', type: 'stripe_fee' }],
    net,
    reporting_category: 'charge',
    source: index % 2 === 0 ? `ch_${index}` : { id: `ch_${index}`, object: 'charge', payment_intent: `pi_${index}` },
    status: 'available',
    type: 'charge',
  }),
)

const layouts = [
  ['a page', (rows: readonly string[]) => `{"object":"list","data":[\n${rows.join(',\n')}\n],"has_more":false}\n`],
  ['two pages', (rows: readonly string[]) => `{"data":[${rows.slice(0, 2).join(',')}]}\n{"data":[${rows.slice(2).join(',')}]}\n`],
  ['an array', (rows: readonly string[]) => `[${rows.join(' , ')}]`],
  ['an object a line', (rows: readonly string[]) => `${rows.join('\n')}\n`],
] as const

/** A reading, or the refusal that bad input gets; anything else is a crash. */
async function readOrRefuse(bytes: Uint8Array, chunkBytes = 65_536): Promise<FileReading | string> {
  try {
    return await collected(streamStripeApi(bytesInput('fuzzed', bytes, chunkBytes), account))
  } catch (error) {
    if (error instanceof HarnessError && error.code === 'BAD_INPUT') return error.message
    throw error
  }
}

const signs = ['{', '}', '[', ']', '"', '\\', ',', ':', '\n', '\0', '\u00e4', '"data":[', '}{', 'null', '\\u0022', '//'].map((text) =>
  Buffer.from(text),
)
const change = fc.record({
  at: fc.nat(2_000),
  length: fc.oneof(fc.constant(0), fc.nat(60), fc.constant(Infinity)),
  insert: fc.oneof(fc.constant(Buffer.alloc(0)), fc.constantFrom(...signs), fc.uint8Array({ maxLength: 12 })),
})

function applied(bytes: Buffer, changes: readonly { at: number; length: number; insert: Uint8Array }[]): Buffer {
  let changed = bytes
  for (const { at, length, insert } of changes) {
    changed = Buffer.concat([changed.subarray(0, at), insert, changed.subarray(Math.min(changed.length, at + length))])
  }
  return changed
}

describe.each(layouts)('%s of balance transactions', (_name, layout) => {
  const text = layout(objects)

  test('is what it says when nobody has changed it', async () => {
    const reading = await readOrRefuse(Buffer.from(text))
    expect(reading).toMatchObject({ physicalRows: 5, quarantined: [], notBooked: 0 })
    expect((reading as FileReading).records.map(({ netMinor }) => Number(netMinor))).toEqual(nets)
    expect(await detectFormat(bytesInput('file', text))).toBe('stripe-api')
  })

  test('changed anywhere and cut anywhere, it is refused or each of its objects is somewhere, whatever the chunks', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(change, { minLength: 1, maxLength: 4 }), fc.integer({ min: 1, max: 97 }), async (changes, chunkBytes) => {
        const bytes = applied(Buffer.from(text), changes)
        const reading = await readOrRefuse(bytes)
        const inPieces = await readOrRefuse(bytes, chunkBytes)
        expectSound(reading, inPieces, bytes)
      }),
      { numRuns: 400 },
    )
  })

  test('one object changed harms no other, and its net does not change without its amount', async () => {
    const printable = fc.integer({ min: 0x20, max: 0x7e }).map((code) => String.fromCharCode(code))
    const structural = /["\\{}[\]]/
    await fc.assert(
      fc.asyncProperty(fc.nat(4), fc.nat(1_000), printable, fc.boolean(), async (index, place, sign, isInsert) => {
        const row = objects[index] ?? ''
        const at = place % row.length
        fc.pre(!structural.test(sign) && (isInsert || !structural.test(row[at] ?? '')))
        // Outside of its braces is no object; what stands behind a backslash stands for another sign.
        fc.pre(at > 0 && row[at - 1] !== '\\')
        const changed = row.slice(0, at) + sign + row.slice(isInsert ? at : at + 1)
        const reading = await readOrRefuse(Buffer.from(layout(objects.with(index, changed))))
        const { physicalRows, records } = typeof reading === 'string' ? { physicalRows: reading, records: [] } : reading
        expect(physicalRows).toBe(5)
        const found = records.map(({ netMinor }) => Number(netMinor))
        expect(found).toEqual(found.length === 5 ? nets : nets.toSpliced(index, 1))
      }),
      { numRuns: 600 },
    )
  })
})
