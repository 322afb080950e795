import { Buffer } from 'node:buffer'
import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { cleanRun } from '../../tests/support/recorded-run.ts'
import { decodeDecisionValue } from '../model/decode-decision.ts'
import type { FinalStateRow, HistoryRow, ObservedDecision } from '../model/decision.ts'
import { encodeRecord } from '../model/record-key.ts'
import { RecordLines } from './record-lines.ts'
import { RowScanner } from './row-scanner.ts'
import { SharedKeys } from './shared-keys.ts'
import { decodeFinalStateRow, decodeHistoryRow, encodeFinalStateRow, encodeHistoryRow } from './state-lines.ts'

const originUs = 1_000
const { records, finalState = [], history = [], decisions } = cleanRun({ groups: 2 })
const bytesOf = (line: string): Buffer => Buffer.from(`${line}\n`)

function knownRecords(): RecordLines {
  const lines = new RecordLines()
  for (const record of records) lines.add(encodeRecord(record))
  lines.known.index(lines.contents)
  return lines
}

interface Form {
  readonly lines: readonly string[]
  readonly scan: (scanner: RowScanner, bytes: Buffer, rows: unknown[]) => number
  readonly strict: (line: string, shared: SharedKeys) => unknown
}

const forms: Readonly<Record<string, Form>> = {
  'the final state': {
    lines: finalState.map(encodeFinalStateRow),
    scan: (scanner, bytes, rows) => scanner.finalState(bytes, 0, rows as FinalStateRow[]),
    strict: (line, shared) => decodeFinalStateRow(line, shared.of),
  },
  'the decision history': {
    lines: history.map(encodeHistoryRow),
    scan: (scanner, bytes, rows) => scanner.history(bytes, 0, rows as HistoryRow[]),
    strict: (line, shared) => decodeHistoryRow(line, shared.of),
  },
  'observed decisions': {
    lines: decisions.filter(({ e }) => 'identity' in e).map((line) => JSON.stringify(line)),
    scan: (scanner, bytes, rows) => scanner.decision(bytes, 0, originUs, rows as ObservedDecision[]),
    strict: (line, shared) => {
      const { us, e } = JSON.parse(line) as { us: number; e: unknown }
      const event = decodeDecisionValue(e)
      if (event.kind !== 'decision') return event
      return { observedUs: us - originUs, event: { ...event, ...shared.of(event.content, event.identity) } }
    },
  },
}

/** One place of a line overwritten, taken out, or with something put in. */
const edit = fc.record({
  line: fc.nat(),
  at: fc.nat(),
  take: fc.nat({ max: 2 }),
  put: fc.constantFrom(
    '',
    '"',
    '{',
    '}',
    ',',
    ':',
    ' ',
    '0',
    '1',
    '-',
    '.',
    'e',
    '\\',
    '\\u0041',
    'ä',
    '\u0001',
    'null',
    '"version":2,',
    '"state":"OPEN",',
  ),
})

describe.each(Object.keys(forms))('a line of %s', (name) => {
  const { lines, scan, strict } = forms[name] as Form

  test('as it is written is taken from its bytes, and says what the strict reader says', () => {
    const known = knownRecords()
    const scanner = new RowScanner(known)
    for (const line of [...lines, ...lines]) {
      const rows: unknown[] = []
      expect(scan(scanner, bytesOf(line), rows)).toBe(Buffer.byteLength(line) + 1)
      expect(rows).toEqual([strict(line, new SharedKeys(known))])
    }
  })

  test('that was edited is left to the strict reader, or says the same', () => {
    const known = knownRecords()
    const scanner = new RowScanner(known)
    fc.assert(
      fc.property(edit, ({ line, at, take, put }) => {
        const own = lines[line % lines.length] as string
        const place = at % own.length
        const edited = own.slice(0, place) + put + own.slice(place + take)
        const rows: unknown[] = []
        const next = scan(scanner, bytesOf(edited), rows)
        expect(rows).toHaveLength(next === -1 ? 0 : 1)
        if (next === -1) return
        expect(next).toBe(Buffer.byteLength(edited) + 1)
        expect(rows).toEqual([strict(edited, new SharedKeys(known))])
      }),
      { numRuns: 1_000 },
    )
  })
})

describe('a line of records', () => {
  const plain = records.filter(({ references }) => references === undefined)

  test('as it is written is taken from its bytes', () => {
    const scanned = new RecordLines()
    for (const record of plain) expect(scanned.scan(bytesOf(encodeRecord(record)), 0)).toBe(Buffer.byteLength(encodeRecord(record)) + 1)
    const strict = new RecordLines()
    for (const record of plain) strict.add(encodeRecord(record))
    expect(scanned.records).toEqual(strict.records)
    expect(scanned.contents).toEqual(strict.contents)
  })

  test('that was edited is left to the strict reader, or says the same', () => {
    fc.assert(
      fc.property(edit, ({ line, at, take, put }) => {
        const own = encodeRecord(plain[line % plain.length] as (typeof plain)[number])
        const place = at % own.length
        const edited = own.slice(0, place) + put + own.slice(place + take)
        const scanned = new RecordLines()
        const strict = new RecordLines()
        if (scanned.scan(bytesOf(edited), 0) !== -1) strict.add(edited)
        expect(scanned.records).toEqual(strict.records)
        expect(scanned.contents).toEqual(strict.contents)
      }),
      { numRuns: 1_000 },
    )
  })

  test('with more than the usual fields is read too', () => {
    const odd = records.map((record, at) =>
      at % 2 === 0 ? { ...record, status: 'settled', version: at, recordId: `${record.recordId} "ä"` } : record,
    )
    const lines = new RecordLines()
    for (const record of odd) {
      const line = encodeRecord(record)
      if (lines.scan(bytesOf(line), 0) === -1) lines.add(line)
    }
    expect(lines.records).toEqual(odd)
  })
})
