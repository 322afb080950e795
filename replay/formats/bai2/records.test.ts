import { describe, expect, test } from 'vitest'
import { sample } from '../../../tests/support/bai2-text.ts'
import { newYorkAccount, readerOf } from '../../../tests/support/bank-reading.ts'

const read = readerOf('bai2', newYorkAccount)
const second = '16,475,100,0,BANK0002,,FEE 7/'
const onOneLine = (behind: string): string => sample.replace('88,TR091\n', `88,TR091/   ${behind}\n`)

describe('a damaged transaction on the line of another record is a row in the quarantine, not a part of its text', () => {
  test.each(['l6,', '1b,', 'x6,', '6,', '1,', '016,', '166,', '1 6,', '16;', '16', ' 6,'])('with the code "%s"', async (code) => {
    const text = onOneLine(second)
    expect((await read(text)).records).toMatchObject([{ netMinor: 5_995n }, { netMinor: -100n }])
    const reading = await read(text.replace('16,475', `${code}475`))
    const column = '88,TR091/   '.length + 1 + (code.startsWith(' ') ? 1 : 0)
    expect(reading).toMatchObject({ physicalRows: 2, quarantined: [{ reason: 'field', field: 'record code', line: 5, column }] })
    expect(reading.records).toMatchObject([{ netMinor: 5_995n, references: ['BANK0001', 'po_1', 'TR091'] }])
  })

  test.each([
    ['16,4x5,100,0,', 'kind', '16 type'],
    ['16,47,100,0,', 'kind', '16 type'],
    ['16,475,1O0,0,', 'amount', '16 amount'],
    ['16,475,1.00,,', 'amount', '16 amount'],
    ['16,475,-100,0,', 'amount', '16 amount'],
  ])('with the fields "%s"', async (fields, reason, field) => {
    const reading = await read(onOneLine(second.replace('16,475,100,0,', fields)))
    expect(reading).toMatchObject({ physicalRows: 2, quarantined: [{ reason, field, line: 5 }] })
    expect(reading.records).toMatchObject([{ netMinor: 5_995n, references: ['BANK0001', 'po_1', 'TR091'] }])
  })
})

test.each([
  'TOTAL / 1,234,567',
  'A / 6,165 ITEMS',
  '12 / 16, rue A, Paris, FR',
  'NO / 16,A B,C,D',
  'IN / 1,250,00 EUR',
  'x/16,165,5995,0,B,,y',
])('a text goes on with "%s"', async (text) => {
  const reading = await read(sample.replace('88,TR091', `88,${text}`))
  expect(reading).toMatchObject({ physicalRows: 1, quarantined: [], records: [{ netMinor: 5_995n }] })
  expect(reading.controls.map(({ failed }) => failed)).toEqual([0, 0, 0])
})

test.each(['latin1', 'utf8', 'utf16le'] as const)('a place counts bytes of %s, not letters', async (encoding) => {
  const bad = '16,4x5,100,0,BANK0002,,CAF\u00c9 7/'
  const text = onOneLine(bad).replace('TR091', 'R\u00fcTR091')
  const bytes = Buffer.from(encoding === 'utf16le' ? `\uFEFF${text}` : text, encoding)
  const { quarantined } = await read(bytes)
  expect(quarantined).toHaveLength(1)
  const [{ column, byteOffset, byteLength } = { column: 0, byteOffset: 0, byteLength: 0 }] = quarantined
  expect(bytes.subarray(byteOffset, byteOffset + byteLength).toString(encoding)).toBe(bad)
  expect(column).toBe('88,R\u00fcTR091/   '.length + 1)
})
