import * as fc from 'fast-check'
import { parse } from 'csv-parse/sync'
import { describe, expect, test } from 'vitest'
import { HarnessError } from '../../harness/model/errors.ts'
import type { CsvRow } from './csv-row.ts'
import { csvTokenizer, rowBytesMax } from './csv-tokenizer.ts'

type KeptRow = Pick<CsvRow, 'line' | 'byteOffset' | 'byteLength' | 'cells' | 'problem'>

function tokenize(bytes: Uint8Array, chunkBytes = bytes.length + 1): KeptRow[] {
  const rows: KeptRow[] = []
  const tokenizer = csvTokenizer('x.csv', ({ line, byteOffset, byteLength, cells, problem }) =>
    rows.push({ line, byteOffset, byteLength, cells, problem }),
  )
  for (let at = 0; at < bytes.length; at += chunkBytes) tokenizer.push(bytes.subarray(at, at + chunkBytes))
  tokenizer.end()
  return rows
}

const cellsOf = (text: string): (readonly string[])[] => tokenize(Buffer.from(text)).map(({ cells }) => cells)

describe('rows of a CSV file', () => {
  test.each([
    {
      text: 'a,b\n1,2\n',
      cells: [
        ['a', 'b'],
        ['1', '2'],
      ],
    },
    {
      text: 'a,b\r\n1,2',
      cells: [
        ['a', 'b'],
        ['1', '2'],
      ],
    },
    { text: '\uFEFFa\n', cells: [['a']] },
    { text: 'a,\n', cells: [['a', '']] },
    { text: '"a,b","c""d","e\nf"\n', cells: [['a,b', 'c"d', 'e\nf']] },
    { text: '""\n', cells: [['']] },
    { text: '"",""\r\n', cells: [['', '']] },
    { text: 'a\n\nb\n', cells: [['a'], [''], ['b']] },
    { text: '', cells: [] },
  ])('$text', ({ text, cells }) => {
    expect(cellsOf(text)).toEqual(cells)
  })

  test.each([
    { text: 'a"b,c\n', column: 2 },
    { text: '"a"b,c\n', column: 4 },
    { text: 'x,"a" ,c\n', column: 6 },
    { text: 'a\rb\n', column: 2 },
    { text: '"x",a\rb\n', column: 6 },
  ])('$text breaks the rules in column $column, and the next row is read all the same', ({ text, column }) => {
    const rows = tokenize(Buffer.from(`${text}next\n`))
    expect(rows.map(({ problem }) => problem?.column)).toEqual([column, undefined])
    expect(rows[1]?.cells).toEqual(['next'])
  })

  test('a row that is not UTF-8 is told, and replacement characters that stand in the file are not', () => {
    const rows = tokenize(Buffer.concat([Buffer.from('ok,\uFFFD\nb'), Buffer.from([0xe4]), Buffer.from('d,x\n')]))
    expect(rows.map(({ problem }) => problem?.kind)).toEqual([undefined, 'encoding'])
  })

  test('where one row is not UTF-8, those around it are read all the same, in any chunks', () => {
    const good = Buffer.from('Jörg,"Zoë ""Z""","Straße\nÖ"\nä,€,\uFEFF😀\n')
    const bytes = Buffer.concat([good, good, Buffer.from('b\u00e4d,x,y\n', 'latin1'), good])
    const cells = [
      ['Jörg', 'Zoë "Z"', 'Straße\nÖ'],
      ['ä', '€', '\uFEFF😀'],
    ]
    for (const chunkBytes of [1, 3, 16, 40, 1_000]) {
      const rows = tokenize(bytes, chunkBytes)
      expect(rows.map(({ problem }) => problem?.kind)).toEqual([
        undefined,
        undefined,
        undefined,
        undefined,
        'encoding',
        undefined,
        undefined,
      ])
      expect(rows.filter(({ problem }) => problem === undefined).map((row) => row.cells)).toEqual([...cells, ...cells, ...cells])
      expect(rows.map(({ line }) => line)).toEqual([1, 3, 4, 6, 7, 8, 10])
    }
  })

  test('a quote that is never closed is a fault of its line, and the next are rows', () => {
    const text = `a,b\n1,"2\n3,4\n5,6\n${'7,8\n'.repeat(400_000)}`
    for (const end of [13, 17, text.length]) {
      const rows = tokenize(Buffer.from(text.slice(0, end)))
      expect(rows.slice(0, 3).map(({ line, problem }) => [line, problem?.kind])).toEqual([
        [1, undefined],
        [2, 'quoting'],
        [3, undefined],
      ])
      expect(rows.length).toBe(text.slice(0, end).split('\n').length - 1)
    }
  })

  test('a file whose every line has a quote too many is refused, and not looked through for each of them', () => {
    const text = `a,b\n${'a","b\n'.repeat(200_000)}`
    expect(() => cellsOf(text)).toThrow(/line 102, column \d+ .* is not closed, nor are those of 100 lines before it/)
  })

  test('a quote that is open where the file ends is an error with its place', () => {
    expect(() => cellsOf('a,b\n1,2\n3,"4')).toThrow(/line 3, column 3 \(byte 10\) is never closed/)
  })

  test('a row without end is an error, not memory', () => {
    expect(() => cellsOf(`a\n"${'x'.repeat(rowBytesMax)}`)).toThrow(/line 2, column 1 .* still open/)
    expect(() => cellsOf('x'.repeat(rowBytesMax + 1))).toThrow(HarnessError)
  })

  test.each([
    ['with its mark, little end first', '\uFEFFa,€\r\nb,😀\n', 'utf-16le'],
    ['with its mark, big end first', '\uFEFFa,€\r\nb,😀', 'utf-16be'],
    ['without a mark', 'a,€\nb,😀\n', 'utf-16le'],
  ])('UTF-16 %s is read, and rows are found by the bytes of the file', (_how, text, encoding) => {
    const little = Buffer.from(text, 'utf16le')
    const bytes = encoding === 'utf-16be' ? Buffer.from(little).swap16() : little
    for (const chunkBytes of [1, 2, 3, 7, 100]) {
      const rows = tokenize(bytes, chunkBytes)
      expect(rows.map(({ cells }) => cells)).toEqual([
        ['a', '€'],
        ['b', '😀'],
      ])
      const places = rows.map(({ byteOffset, byteLength }) => bytes.subarray(byteOffset, byteOffset + byteLength))
      expect(places.map((place) => new TextDecoder(encoding).decode(place))).toEqual(['a,€', 'b,😀'])
    }
  })

  test('windows-1252 is known by the first line that is not UTF-8, and then read as such', () => {
    const rows = tokenize(Buffer.from('a,b\nM\u00FCller,\u0080 5\nCaf\u00E9,\u0081\n', 'latin1'))
    expect(rows.map(({ cells }) => cells[0])).toEqual(['a', 'Müller', 'Café'])
    expect(rows[1]?.cells[1]).toBe('€ 5')
    expect(rows.map(({ problem }) => problem?.kind)).toEqual([undefined, undefined, 'encoding'])
  })

  test.each([
    ['a;b\n"1;5";2,5\n', ['1;5', '2,5']],
    ['a\tb\n1,5\t"x\ty"\n', ['1,5', 'x\ty']],
    ['"a,b,c";b\n1;2\n', ['1', '2']],
  ])('%j: what parts the first line parts them all', (text, cells) => {
    expect(cellsOf(text)[1]).toEqual(cells)
  })

  test('a quote that swallows the next line and breaks the rules there is a fault of its own line alone', () => {
    const rows = tokenize(Buffer.from('a,"b\nc,"d"\ne,f\n'))
    expect(rows.map(({ line, problem }) => [line, problem?.kind])).toEqual([
      [1, 'quoting'],
      [2, undefined],
      [3, undefined],
    ])
    expect(rows[1]?.cells).toEqual(['c', 'd'])
  })
})

const cell = fc.record({
  text: fc.string({ unit: fc.constantFrom('a', 'B', '7', ' ', ',', '"', '\n', '\r', 'ä', '€', '😀'), maxLength: 6 }),
  quoted: fc.boolean(),
})
const file = fc.record({
  rows: fc.array(fc.array(cell, { minLength: 1, maxLength: 4 }), { maxLength: 6 }),
  lineEnd: fc.constantFrom('\n', '\r\n'),
  lastLineEnds: fc.boolean(),
  mark: fc.boolean(),
  chunkBytes: fc.integer({ min: 1, max: 40 }),
})

function written({
  rows,
  lineEnd,
  lastLineEnds,
  mark,
}: Omit<typeof file extends fc.Arbitrary<infer File> ? File : never, 'chunkBytes'>): Buffer {
  const lines = rows.map((row) =>
    row.map(({ text, quoted }) => (quoted || /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text)).join(','),
  )
  return Buffer.from((mark ? '\uFEFF' : '') + lines.join(lineEnd) + (lastLineEnds && lines.length > 0 ? lineEnd : ''))
}

describe('for any cells, line ends and chunks', () => {
  test('rows are those of csv-parse', () => {
    fc.assert(
      fc.property(file, ({ chunkBytes, ...rest }) => {
        const bytes = written(rest)
        const expected = parse(bytes, {
          bom: true,
          relax_column_count: true,
          record_delimiter: ['\r\n', '\n'],
          skip_empty_lines: false,
        })
        const rows = tokenize(bytes, chunkBytes)
        expect(rows.map(({ cells }) => cells)).toEqual(expected)
        expect(rows.every(({ problem }) => problem === undefined)).toBe(true)
      }),
      { numRuns: 1_000 },
    )
  })

  test('byte offset and length give the row again, and the line is the number of line feeds before it', () => {
    fc.assert(
      fc.property(file, ({ chunkBytes, ...rest }) => {
        const bytes = written(rest)
        for (const { byteOffset, byteLength, cells, line } of tokenize(bytes, chunkBytes)) {
          const alone = bytes.subarray(byteOffset, byteOffset + byteLength)
          expect(tokenize(alone)[0]?.cells ?? ['']).toEqual(cells)
          expect(line).toBe(1 + bytes.subarray(0, byteOffset).filter((byte) => byte === 0x0a).length)
        }
      }),
      { numRuns: 500 },
    )
  })
})
