import { Buffer } from 'node:buffer'
import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { cleanRun } from '../../tests/support/recorded-run.ts'
import { decodeDecisionValue } from '../model/decode-decision.ts'
import type { DecisionEvent, FinalStateRow } from '../model/decision.ts'
import { contentOf, encodeRecord, identityOf } from '../model/record-key.ts'
import type { CanonicalRecord } from '../model/record.ts'
import { KnownRecords } from './known-records.ts'
import { NumberTable } from './number-table.ts'
import { RecordLines } from './record-lines.ts'
import { decisionTypes, rowTypes } from './row-columns.ts'
import { RowObjects } from './row-objects.ts'
import { RowScanner } from './row-scanner.ts'
import { decodeFinalStateRow, decodeHistoryRow, encodeFinalStateRow, encodeHistoryRow } from './state-lines.ts'

const originUs = 1_000
const { records, contents, finalState = [], history = [], decisions } = cleanRun({ groups: 2 })
const bytesOf = (line: string): Buffer => Buffer.from(`${line}\n`)

function knownRecords(): KnownRecords {
  const known = new KnownRecords(0)
  for (const record of records) known.add(record)
  known.index()
  return known
}

/** What a scan took of one line: the place behind it, and the rows that another thread would make of it. */
interface Scanned {
  readonly next: number
  readonly rows: readonly unknown[]
}

interface Form {
  readonly lines: readonly string[]
  readonly scan: (scanner: RowScanner, bytes: Buffer) => Scanned
  readonly strict: (line: string) => unknown
}

function objectsOf({ texts, results, causes }: RowScanner): RowObjects {
  const { table, others } = results
  // The tables go on to be filled: what is handed over is a copy.
  const copy = <Columns extends object>(columns: Columns): Columns => structuredClone(columns)
  const tables = { texts: texts.packed(), results: copy(table.columns), otherResults: others, causes: copy(causes.table.columns) }
  return new RowObjects(records, contents, tables)
}

const forms: Readonly<Record<string, Form>> = {
  'the final state': {
    lines: finalState.map(encodeFinalStateRow),
    scan: (scanner, bytes) => {
      const table = new NumberTable(rowTypes)
      const next = scanner.finalState(bytes, 0, table)
      return { next, rows: objectsOf(scanner).finalState({ columns: table.take(), others: [] }) }
    },
    strict: decodeFinalStateRow,
  },
  'the decision history': {
    lines: history.map(encodeHistoryRow),
    scan: (scanner, bytes) => {
      const table = new NumberTable(rowTypes)
      const next = scanner.history(bytes, 0, table)
      return { next, rows: [...objectsOf(scanner).history({ columns: table.take(), others: [] })] }
    },
    strict: decodeHistoryRow,
  },
  'observed decisions': {
    lines: decisions.filter(({ e }) => 'identity' in e).map((line) => JSON.stringify(line)),
    scan: (scanner, bytes) => {
      const table = new NumberTable(decisionTypes)
      const next = scanner.decision(bytes, 0, originUs, table)
      return { next, rows: [...objectsOf(scanner).decisions({ columns: table.take(), others: [] })] }
    },
    strict: (line) => {
      const { us, e } = JSON.parse(line) as { us: number; e: unknown }
      return { observedUs: us - originUs, event: decodeDecisionValue(e) }
    },
  },
}

/** A row with all of its fields, of its identity the six alone: a whole record may stand in for it. */
function plain(row: unknown): unknown {
  if (typeof row === 'object' && row !== null && 'currency' in row) {
    const { identity, content, currency, grossMinor, netMinor, current } = row as FinalStateRow
    return { identity: identityOf(identity as CanonicalRecord), content, currency, grossMinor, netMinor, current }
  }
  const { event, identity, ...others } = row as { event?: DecisionEvent; identity?: CanonicalRecord }
  if (event === undefined) return { ...others, ...(identity && { identity: identityOf(identity) }) }
  const { kind, content, result, version, cause, times } = event
  return { ...others, event: { kind, identity: identityOf(event.identity as CanonicalRecord), content, result, version, cause, times } }
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
    const scanner = new RowScanner(knownRecords())
    for (const line of [...lines, ...lines]) {
      const { next, rows } = scan(scanner, bytesOf(line))
      expect(next).toBe(Buffer.byteLength(line) + 1)
      expect(rows.map(plain)).toEqual([plain(strict(line))])
    }
  })

  test('that was edited is left to the strict reader, or says the same', () => {
    const scanner = new RowScanner(knownRecords())
    fc.assert(
      fc.property(edit, ({ line, at, take, put }) => {
        const own = lines[line % lines.length] as string
        const place = at % own.length
        const edited = own.slice(0, place) + put + own.slice(place + take)
        const { next, rows } = scan(scanner, bytesOf(edited))
        expect(rows).toHaveLength(next === -1 ? 0 : 1)
        if (next === -1) return
        expect(next).toBe(Buffer.byteLength(edited) + 1)
        expect(rows.map(plain)).toEqual([plain(strict(edited))])
      }),
      { numRuns: 1_000 },
    )
  })
})

function contentsOf(known: KnownRecords): string {
  return Buffer.from(known.contents()).toString('latin1')
}

describe('a line of records', () => {
  const usual = records

  test('as it is written is taken from its bytes', () => {
    const scanned = new RecordLines()
    const known = new KnownRecords(0)
    for (const record of usual) {
      const line = encodeRecord(record)
      expect(scanned.scan(bytesOf(line), 0)).toBe(Buffer.byteLength(line) + 1)
      expect(known.scan(bytesOf(line), 0)).toBe(Buffer.byteLength(line) + 1)
    }
    const strict = new RecordLines()
    for (const record of usual) strict.add(encodeRecord(record))
    expect(scanned.records).toEqual(strict.records)
    expect(contentsOf(known)).toBe(strict.records.map(contentOf).join(''))
  })

  test('that was edited is left to the strict reader, or says the same', () => {
    fc.assert(
      fc.property(edit, ({ line, at, take, put }) => {
        const own = encodeRecord(usual[line % usual.length] as CanonicalRecord)
        const place = at % own.length
        const edited = own.slice(0, place) + put + own.slice(place + take)
        const scanned = new RecordLines()
        const known = new KnownRecords(0)
        const strict = new RecordLines()
        // Behind lines that begin as the edited one does, and before them.
        for (const each of [own, own, edited, own]) {
          const wasTaken = scanned.scan(bytesOf(each), 0) !== -1
          expect(known.scan(bytesOf(each), 0) !== -1).toBe(wasTaken)
          if (wasTaken) strict.add(each)
        }
        expect(scanned.records).toEqual(strict.records)
        expect(contentsOf(known)).toBe(strict.records.map(contentOf).join(''))
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

  test('is known by its row, whichever way it was read', () => {
    const known = new KnownRecords(0)
    for (const [at, record] of records.entries()) {
      if (at % 2 === 0) known.add(record)
      else known.scan(bytesOf(encodeRecord(record)), 0)
    }
    known.index()
    const scanner = new RowScanner(known)
    const table = new NumberTable(rowTypes)
    for (const row of finalState) expect(scanner.finalState(bytesOf(encodeFinalStateRow(row)), 0, table)).toBeGreaterThan(0)
    expect([...table.take().record]).toEqual([...records.keys()])
  })
})

test.each([
  ['in the order of the records', (rows: readonly string[]) => rows],
  ['in another order', (rows: readonly string[]) => rows.toReversed()],
  ['each twice', (rows: readonly string[]) => rows.flatMap((row) => [row, row])],
  ['twice over', (rows: readonly string[]) => [...rows, ...rows]],
])('rows that come %s are of their records, and of equal records of the last', (_name, arrange) => {
  const rowsOf = (known: KnownRecords): number[] => {
    known.index()
    const scanner = new RowScanner(known)
    const table = new NumberTable(rowTypes)
    for (const line of arrange(history.map(encodeHistoryRow))) expect(scanner.history(bytesOf(line), 0, table)).toBeGreaterThan(0)
    return [...table.take().record]
  }
  const places = arrange(history.map((_, at) => `${at}`)).map(Number)
  const once = new KnownRecords(0)
  for (const record of records) once.scan(bytesOf(encodeRecord(record)), 0)
  expect(rowsOf(once)).toEqual(places)
  expect(once.areDistinct).toBe(true)
  const twice = new KnownRecords(0)
  for (const record of [...records, ...records]) twice.scan(bytesOf(encodeRecord(record)), 0)
  expect(rowsOf(twice)).toEqual(places.map((at) => at + records.length))
  expect(twice.areDistinct).toBe(false)
})
