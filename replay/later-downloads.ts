/** Downloads of one report that overlap: what the later one knows of a transaction and the earlier one did not yet. Knows no files and no notation. */

import { contentOf } from '../harness/model/record-key.ts'
import type { CanonicalRecord } from '../harness/model/record.ts'
import { filled } from './formats/same-transactions.ts'

type Filled = Pick<CanonicalRecord, (typeof filled)[number]>

interface Place {
  readonly file: number
  readonly index: number
}

/**
 * The records of each file, rows of processors filled from those of other files (formats.md §0: a row with the same recordId only fills absent fields): a
 * download from before a payout was made leaves out the payout's id, and its trace id comes days later. Rows that differ in anything else stay
 * as they are, and so do those of which one file has two that differ.
 */
export function fillFromOtherFiles(files: readonly (readonly CanonicalRecord[])[]): (readonly CanonicalRecord[])[] {
  const filledFiles = files.map((records): CanonicalRecord[] | undefined =>
    records.some(({ side }) => side === 'processor') ? [...records] : undefined,
  )
  for (const places of repeatedInOtherFiles(files)) {
    const rows = places.map(({ file, index }) => recordAt(files, file, index))
    const union = unionOf(rows, places)
    if (union === undefined) continue
    for (const [at, { file, index }] of places.entries()) {
      const [row, records] = [rows[at], filledFiles[file]]
      if (row !== undefined && records !== undefined && Object.keys(union).some((name) => row[name as keyof Filled] === undefined)) {
        records[index] = { ...row, ...union }
      }
    }
  }
  return files.map((records, file) => filledFiles[file] ?? records)
}

/** Places of transactions that stand in several files. */
function repeatedInOtherFiles(files: readonly (readonly CanonicalRecord[])[]): readonly (readonly Place[])[] {
  const accounts = new Map<string, Map<string, Place | Place[]>>()
  const repeated: Place[][] = []
  for (const [file, records] of files.entries()) {
    for (const [index, record] of records.entries()) {
      if (record.side !== 'processor') continue
      const { tenant, merchant, source, account, kind, recordId } = record
      const key = JSON.stringify([tenant, merchant, source, account, kind])
      let known = accounts.get(key)
      if (known === undefined) accounts.set(key, (known = new Map()))
      const before = known.get(recordId)
      const place = { file, index }
      if (before === undefined) known.set(recordId, place)
      else if (Array.isArray(before)) before.push(place)
      else {
        const places = [before, place]
        known.set(recordId, places)
        repeated.push(places)
      }
    }
  }
  return repeated.filter((places) => places.some(({ file }) => file !== places[0]?.file))
}

/** What all of them know together; undefined where they contradict each other, or rows of one file differ. */
function unionOf(rows: readonly CanonicalRecord[], places: readonly Place[]): Partial<Filled> | undefined {
  const [first] = rows
  if (first === undefined) return undefined
  const base = contentOf(bare(first))
  if (rows.some((row) => contentOf(bare(row)) !== base)) return undefined
  const ofFile = Map.groupBy(rows.keys(), (at) => places[at]?.file)
  for (const same of ofFile.values()) if (new Set(same.map((at) => contentOf(rows[at] ?? first))).size > 1) return undefined
  const union: Record<string, unknown> = {}
  for (const name of filled) {
    const said = rows.flatMap((row) => row[name] ?? [])
    if (new Set(said.map((value) => JSON.stringify(value, plain))).size > 1) {
      // A status changes between exports, and says nothing of the money.
      if (name === 'status') continue
      return undefined
    }
    if (said[0] !== undefined) union[name] = said[0]
  }
  return union
}

function bare(record: CanonicalRecord): CanonicalRecord {
  const copy: { -readonly [Name in keyof CanonicalRecord]: CanonicalRecord[Name] } = { ...record }
  for (const name of filled) delete copy[name]
  return copy
}

function plain(_name: string, value: unknown): unknown {
  return typeof value === 'bigint' ? value.toString() : value
}

function recordAt(files: readonly (readonly CanonicalRecord[])[], file: number, index: number): CanonicalRecord {
  const record = files[file]?.[index]
  if (record === undefined) throw new Error(`no record ${index} in file ${file}`)
  return record
}
