import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { HarnessError } from '../../../harness/model/errors.ts'
import { detectFormat } from '../detect.ts'
import { bytesInput } from '../bytes-input.ts'
import type { FileReading } from '../reading.ts'
import { readAs, smallFiles, smallFormats, smallText } from './processor-files.ts'

const told = ({ records, physicalRows, notBooked, quarantined, controls }: FileReading): unknown => ({
  records,
  physicalRows,
  notBooked,
  quarantined: quarantined.map(({ line, reason, field }) => [line, reason, field]),
  controls: controls.map(({ name, checked, failed }) => [name, checked, failed]),
})

/** The last line whose row holds money or could. */
const lastRow = (format: keyof typeof smallFiles): number =>
  smallFiles[format].findLastIndex((line) => !format.startsWith('paypal') || line.startsWith('"SB"'))

describe.each(smallFormats)('%s', (format) => {
  const lines = smallFiles[format]
  const text = smallText(format)

  test('is read whole, and known by its content', async () => {
    const { records, physicalRows, notBooked, quarantined, controls } = await readAs(format, text)
    expect(quarantined).toEqual([])
    expect(records.length).toBeGreaterThan(0)
    expect(records.length + notBooked).toBe(physicalRows)
    expect(controls.filter(({ failed }) => failed > 0)).toEqual([])
    expect(await detectFormat(bytesInput('file', text))).toBe(format)
  })

  // formats.md §12: files with a byte order mark, UTF-16; §3: older files in UTF-16.
  test.each([
    ['a UTF-8 byte order mark', Buffer.from(`\uFEFF${text}`)],
    ['UTF-16, little end first', Buffer.from(`\uFEFF${text}`, 'utf16le')],
    ['UTF-16, big end first', Buffer.from(`\uFEFF${text}`, 'utf16le').swap16()],
    ['UTF-16 without a mark', Buffer.from(text, 'utf16le')],
    ['CRLF line ends', Buffer.from(text.replaceAll('\n', '\r\n'))],
    ['no last line end', Buffer.from(text.slice(0, -1))],
    ['blank lines at its end', Buffer.from(`${text}\n\n`)],
  ])('with %s gives the same records', async (_what, bytes) => {
    const straight = told(await readAs(format, text))
    expect(told(await readAs(format, bytes))).toEqual(straight)
    expect(told(await readAs(format, bytes, {}, 13))).toEqual(straight)
    expect(await detectFormat(bytesInput('file', bytes))).toBe(format)
  })

  // formats.md §12: reordered or added columns.
  const headerAt = lines.findIndex((line) => !/^"(RH|FH|SH)"/.test(line))
  const tail = format.startsWith('paypal') ? lines.filter((line) => /^"(SF|SC|RF|RC|FF)"/.test(line)) : []
  const table = lines.slice(headerAt, lines.length - tail.length)
  const rebuilt = (change: (cells: readonly string[], isHeader: boolean) => readonly string[]): string =>
    [
      ...lines.slice(0, headerAt),
      ...table.map((line, at) => change(line.match(/(?<=^|,)(?:"[^"]*"|[^,]*)/g) ?? [], at === 0).join(',')),
      ...tail,
    ].join('\n')

  test('a column more, with personal data in windows-1252, changes nothing and leaks nothing', async () => {
    const straight = told(await readAs(format, text))
    const more = Buffer.from(`${rebuilt((cells, isHeader) => [...cells, isHeader ? 'Payer' : '"M\u00FCller, Jos\u00E9"'])}\n`, 'latin1')
    const reading = await readAs(format, more)
    expect(told(reading)).toEqual(straight)
    expect(reading.notes.join()).toContain('windows-1252')
    expect(JSON.stringify(reading, (_key, value: unknown) => (typeof value === 'bigint' ? `${value}` : value))).not.toMatch(/Jos/)
  })

  test('columns in another order change nothing', async () => {
    const straight = told(await readAs(format, text))
    // The first column of PayPal's rows is their type and stays.
    const stays = format.startsWith('paypal') ? 1 : 0
    const turned = rebuilt((cells) => [...cells.slice(0, stays), ...cells.slice(stays).toReversed()])
    expect(told(await readAs(format, `${turned}\n`))).toEqual(straight)
  })

  test('a column that is missing or there twice is told by name', async () => {
    const amountAt = (table[0] ?? '')
      .replaceAll('"', '')
      .split(',')
      .findIndex((name) => /^(net|amount|total|net currency|gross transaction amount)$/i.test(name))
    expect(amountAt).toBeGreaterThan(-1)
    const without = `${rebuilt((cells) => cells.toSpliced(amountAt, 1))}\n`
    const twice = `${rebuilt((cells) => [...cells, cells[amountAt] ?? ''])}\n`
    for (const broken of [without, twice]) {
      await expect(readAs(format, broken)).rejects.toMatchObject({ code: 'BAD_INPUT' })
      await expect(readAs(format, broken)).rejects.toThrow(/line \d+/)
    }
  })

  test('line ends of CR alone are refused by their name', async () => {
    await expect(detectFormat(bytesInput('file', text.replaceAll('\n', '\r')))).rejects.toThrow(/ends its lines with CR alone/)
  })

  test('a row with a cell too many, and one whose quote is not closed on its line, are quarantined with their place', async () => {
    const straight = await readAs(format, text)
    const rowAt = lastRow(format)
    const broken = lines.with(rowAt, `${lines[rowAt]},x`)
    const { quarantined, physicalRows } = await readAs(format, `${broken.join('\n')}\n`)
    expect(quarantined).toMatchObject([{ line: rowAt + 1, reason: 'column-count' }])
    expect(physicalRows).toBe(straight.physicalRows)
    const place = quarantined[0] ?? { byteOffset: 0, byteLength: 0 }
    expect(broken.join('\n').slice(place.byteOffset, place.byteOffset + place.byteLength)).toBe(broken[rowAt])
  })

  test('a file that breaks off inside of a row is refused, or its last row noted', async () => {
    const rowAt = lastRow(format)
    const upTo = lines.slice(0, rowAt + 1).join('\n')
    await expect(readAs(format, upTo.slice(0, -(lines[rowAt] ?? '').length + 12))).rejects.toMatchObject({ code: 'BAD_INPUT' })
    expect((await readAs(format, upTo)).notes.join()).toContain('has no line end')
  })
})

/** Bytes that break rows apart, and others that change what they say. */
const mutation = fc.record({
  at: fc.nat(),
  what: fc.oneof(
    fc.record({
      kind: fc.constant('set' as const),
      byte: fc.oneof(fc.nat(255), fc.constantFrom(0x22, 0x2c, 0x0a, 0x0d, 0x2d, 0x30, 0x2e)),
    }),
    fc.record({ kind: fc.constant('cut' as const), length: fc.integer({ min: 1, max: 40 }) }),
    fc.record({ kind: fc.constant('repeat' as const), length: fc.integer({ min: 1, max: 200 }) }),
    fc.record({ kind: fc.constant('end' as const) }),
  ),
})

function mutated(bytes: Buffer, { at, what }: typeof mutation extends fc.Arbitrary<infer Mutation> ? Mutation : never): Buffer {
  const place = at % bytes.length
  switch (what.kind) {
    case 'set':
      return Buffer.concat([bytes.subarray(0, place), Buffer.from([what.byte]), bytes.subarray(place + 1)])
    case 'cut':
      return Buffer.concat([bytes.subarray(0, place), bytes.subarray(place + what.length)])
    case 'repeat':
      return Buffer.concat([bytes.subarray(0, place + what.length), bytes.subarray(place)])
    default:
      return bytes.subarray(0, place)
  }
}

describe.each(smallFormats)('%s, broken at random', (format) => {
  const bytes = Buffer.from(smallText(format))

  test('is refused with a reason, or every row is a record, quarantined or not booked; rows that were not touched keep their amounts', async () => {
    const straight = await readAs(format, bytes)
    const amountsOf = new Map(straight.records.map((record) => [record.recordId, record.netMinor]))
    await fc.assert(
      fc.asyncProperty(
        fc.array(mutation, { minLength: 1, maxLength: 3 }),
        fc.integer({ min: 1, max: 300 }),
        async (mutations, chunkBytes) => {
          const broken = mutations.reduce<Buffer>((all, each) => (all.length === 0 ? all : mutated(all, each)), bytes)
          const untouched = new Set(broken.toString('latin1').split('\n'))
          let reading: FileReading
          try {
            reading = await readAs(format, broken, {}, chunkBytes)
          } catch (error) {
            if (error instanceof HarnessError && error.code === 'BAD_INPUT') return
            throw error
          }
          const { records, quarantined, notBooked, physicalRows } = reading
          expect(records.length + quarantined.length + notBooked).toBe(physicalRows)
          for (const { byteOffset, byteLength } of quarantined) {
            expect(byteOffset).toBeGreaterThanOrEqual(0)
            expect(byteOffset + byteLength).toBeLessThanOrEqual(broken.length)
          }
          // Whole lines of the original that are still there are read as they were, as long as the header is.
          if (!smallFiles[format].slice(0, 4).every((line) => untouched.has(line))) return
          const changed: string[] = []
          for (const id of amountsOf.keys()) {
            // Other rows name it as a reference, further to the right.
            const [line = ''] = smallFiles[format].filter((each) => each.includes(id)).toSorted((a, b) => a.indexOf(id) - b.indexOf(id))
            if (!untouched.has(line)) continue
            const found = records.filter(({ recordId }) => recordId === id)
            if (found.length === 1 && found[0]?.netMinor !== amountsOf.get(id)) changed.push(line)
          }
          expect(changed).toEqual([])
        },
      ),
      { numRuns: 400 },
    )
  }, 120_000)
})
