import { Readable } from 'node:stream'
import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { recordOf } from '../../tests/support/sample-record.ts'
import { HarnessError } from '../model/errors.ts'
import { encodeRecord } from '../model/record-key.ts'
import type { CanonicalRecord } from '../model/record.ts'
import { readRecords } from './read-records.ts'

const charge = recordOf({ recordId: 'e1', kind: 'charge', side: 'ledger', ref: 'pi_1', grossMinor: 10_000n })

const read = (text: string): Promise<readonly CanonicalRecord[]> => readRecords(Readable.from([text]), 'records.ndjson')

async function problemsOf(text: string): Promise<readonly string[]> {
  const error: unknown = await read(text).catch((reason: unknown) => reason)
  if (error instanceof HarnessError) return error.problems
  throw new Error('expected a HarnessError')
}

test('all records come back as they were written, whatever the line ends', async () => {
  const id = fc.string({ minLength: 1 }).filter((text) => text === text.trim())
  await fc.assert(
    fc.asyncProperty(fc.array(id, { minLength: 1 }), fc.constantFrom('\n', '\r\n', '\n\n'), async (ids, lineEnd) => {
      const records = ids.map((recordId) => ({ ...charge, recordId }))
      expect(await read(records.map(encodeRecord).join(lineEnd))).toEqual(records)
    }),
  )
})

test('every bad line is told with its number and the value seen', async () => {
  const floating = encodeRecord(charge).replace('"10000"', '100.5')
  const problems = await problemsOf([encodeRecord(charge), 'not json', floating].join('\n'))
  expect(problems).toEqual(['line 2: not JSON', expect.stringMatching(/^line 3: grossMinor: expected .*, got 100\.5$/)])
})

test('many problems are counted, not printed', async () => {
  const problems = await problemsOf('x\n'.repeat(100))
  expect(problems).toHaveLength(21)
  expect(problems.at(-1)).toBe('and 80 more')
})

test('an input without a record is refused', async () => {
  await expect(read('\n')).rejects.toMatchObject({ code: 'BAD_INPUT' })
})

test('a byte order mark is named', async () => {
  expect(await problemsOf(`\uFEFF${encodeRecord(charge)}`)).toEqual([
    expect.stringContaining('line 1: not JSON, but a byte order mark (EF BB BF)'),
  ])
  const utf16 = Readable.from([Buffer.from(`\uFEFF${encodeRecord(charge)}`, 'utf16le')])
  await expect(readRecords(utf16, 'records')).rejects.toMatchObject({ problems: [expect.stringContaining('a byte order mark (FF FE)')] })
})
