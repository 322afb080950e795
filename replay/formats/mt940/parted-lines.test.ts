import { expect, test } from 'vitest'
import { readerOf } from '../../../tests/support/bank-reading.ts'
import { details, line, message } from '../../../tests/support/mt940-text.ts'
import { detectBank } from '../bank/detect-bank.ts'
import { lineBytesMax } from '../text-lines.ts'
import { isParted } from './parted-lines.ts'

const read = readerOf('mt940')
const parted = (text: string): string => `@@${text.trimEnd().replaceAll('\n', '@@')}`
const bad = ':61:2601080108Cx'

test.each([
  ['@@:20:A@@:25:ACC', true],
  ['\r\n \n:20:A@@:25:ACC\n', true],
  ['@@:20:A', true],
  [':20:A@@b@@:2', undefined],
  [':20:A', undefined],
  ['', undefined],
  [' \n', undefined],
  [':20:A\n@@:25:ACC', false],
  [':20:A\r', false],
  [':86:a@@b\n', false],
])('%j: %s', (beginning, is) => {
  expect(isParted(beginning)).toBe(is)
})

test('each line is read, and keeps its place: line and column as an editor counts them, whatever the encoding and the chunks', async () => {
  const text = `${parted(message(`${line}:86:Stra\u00dfe\n${bad}\n`))}\n${parted(message(`${bad}\n${line}`))}`
  expect(detectBank(text)).toBe('mt940')
  const columnOf = (whole: string | undefined): number => (whole ?? '').indexOf(bad) + 1
  const lines = text.split('\n')
  const wide = Buffer.from(`\uFEFF${text}`, 'utf16le')
  for (const [bytes, charBytes] of [[Buffer.from(text, 'latin1'), 1] as const, [Buffer.from(text), 1] as const, [wide, 2] as const]) {
    const found = Buffer.from(bad, charBytes === 2 ? 'utf16le' : 'latin1')
    const first = bytes.indexOf(found)
    for (const chunkBytes of [1, 7, 65_536]) {
      const { quarantined, physicalRows, figures } = await read(bytes, undefined, chunkBytes)
      expect([physicalRows, figures?.statements]).toEqual([4, 2])
      expect(quarantined).toMatchObject([
        { reason: 'amount', line: 1, column: columnOf(lines[0]), byteOffset: first, byteLength: found.length },
        { reason: 'amount', line: 2, column: columnOf(lines[1]), byteOffset: bytes.indexOf(found, first + 1), byteLength: found.length },
      ])
    }
  }
})

test('a file of any length is read', async () => {
  const count = Math.ceil((1.5 * lineBytesMax) / line.length)
  const text = parted(message(line.repeat(count) + `${bad}\n`, `${(count * 5_995) / 100}`.replace('.', ',')))
  expect(text.length).toBeGreaterThan(lineBytesMax)
  const { records, quarantined, controls } = await read(text)
  expect(records).toHaveLength(count)
  expect(quarantined).toMatchObject([{ line: 1, column: text.indexOf(bad) + 1, byteOffset: text.indexOf(bad) }])
  expect(controls).toMatchObject([{ name: 'statement-balance', failed: 0 }])
})

test('a part without end is refused as a line without end is', async () => {
  await expect(read(`${parted(message(line))}@@:86:${'x'.repeat(lineBytesMax)}`)).rejects.toThrow(/is longer than 1048576 bytes/)
})

test('in a file of lines the sign is a text’s own', async () => {
  expect((await read(message(`${line}:86:a@@:61:2601080108C1,00NTRF\n`))).records).toHaveLength(1)
  const same = await read(parted(message(line + details)))
  expect(same.records).toEqual((await read(message(line + details))).records)
})
