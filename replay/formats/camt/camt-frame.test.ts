import { describe, expect, test } from 'vitest'
import { berlinAccount, readerOf } from '../../../tests/support/bank-reading.ts'
import { changedEntry, document, entry as sample, statement } from '../../../tests/support/camt-text.ts'
import { detectBank } from '../bank/detect-bank.ts'

const read = readerOf('camt053')

describe('what banks make of the frame of a message', () => {
  const good = document(statement(sample))
  const body = good.slice(good.indexOf('<BkToCstmrStmt>'), good.indexOf('</Document>'))
  test.each([
    [
      'an envelope with a header',
      `<Envlp><AppHdr xmlns="urn:iso:std:iso:20022:tech:xsd:head.001.001.02"/>${good.replace(/^.*\n/, '')}</Envlp>`,
    ],
    [
      'a namespace of its own',
      good.replace('urn:iso:std:iso:20022:tech:xsd:camt.053.001.02', 'ISO:camt.053.001.02:APC:STUZZA:payments:003'),
    ],
    ['no namespace', `<Document>${body}</Document>`],
    ['a prefix', good.replace(/<(\/?)([A-Z])/g, '<$1ns2:$2').replace('xmlns=', 'xmlns:ns2=')],
    ['blank lines before the declaration', `\n \n${good}`],
  ])('%s', async (_, text) => {
    for (const chunkBytes of [7, 65_536]) {
      const { records, figures } = await read(text, () => berlinAccount, chunkBytes)
      expect(records).toEqual((await read(good)).records)
      expect(figures).toMatchObject({ statements: 1 })
    }
    expect(detectBank(text)).toBe('camt053')
  })

  const wide = (text: string): Buffer => Buffer.from(`\uFEFF${text.replace('UTF-8', 'UTF-16')}`, 'utf16le')
  test.each([
    ['SUB at its end', `${good}\n\x1a`, 1],
    ['SUB and a line end', `${good}\r\n\x1a\r\n`, 1],
    ['NUL to the end of a block', good.padEnd(40_000, '\0'), 40_000 - good.length],
    ['NUL in UTF-16', wide(`${good}\0\0`), 2],
  ])('%s is left out, and said', async (_, text, fillers) => {
    for (const chunkBytes of [7, 65_536]) {
      const { records, notes } = await read(text, () => berlinAccount, chunkBytes)
      expect(records).toEqual((await read(good)).records)
      expect(notes).toEqual([`behind the document stand ${fillers} signs of a transfer (SUB or NUL): they were left out`])
    }
  })

  test('what says that it is UTF-16 and is not is read as UTF-8, and said', async () => {
    const text = document(statement(changedEntry('Jane', 'J\u00e4ne'))).replace('UTF-8', 'utf-16')
    for (const chunkBytes of [1, 7, 65_536]) {
      const { records, notes, figures } = await read(text, () => berlinAccount, chunkBytes)
      expect(records).toEqual((await read(good)).records)
      expect(notes).toEqual(['it declares UTF-16, but its bytes are not: read as UTF-8'])
      expect(figures?.encoding).toBe('utf-8')
    }
  })

  test('two documents in one file are two statements', async () => {
    const text = `${good}\n${document(statement(sample.replace('59.95', '0.05')))}\n`
    for (const chunkBytes of [7, 65_536]) {
      const { records, figures, physicalRows } = await read(text, () => berlinAccount, chunkBytes)
      expect(records.map(({ netMinor }) => netMinor)).toEqual([5_995n, 5n])
      expect({ figures, physicalRows }).toMatchObject({ figures: { statements: 2 }, physicalRows: 2 })
    }
  })

  test.each([
    ['ascii', Buffer.from(good)],
    ['utf-8', Buffer.from(good.replace('Jane', 'J\u00E4ne'))],
    ['utf-8-bom', Buffer.from(`\uFEFF${good}`)],
    ['iso-8859-1', Buffer.from(good.replace('UTF-8', 'ISO-8859-1').replace('Jane', 'J\u00E4ne'), 'latin1')],
    ['windows-1252', Buffer.from(good.replace('UTF-8', 'windows-1252').replace('Jane', 'J\u00E4ne'), 'latin1')],
  ])('%s is told by its name', async (encoding, bytes) => {
    expect((await read(bytes)).figures).toMatchObject({ encoding })
  })
})
