import { existsSync, readdirSync, statSync } from 'node:fs'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { basename, join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { HarnessError } from '../../harness/model/errors.ts'
import type { CanonicalRecord } from '../../harness/model/record.ts'
import { bytesInput } from '../formats/bytes-input.ts'
import { detectFormat } from '../formats/detect.ts'
import { inspectFile, type Inspection } from '../inspect.ts'
import { parseHistoryProfile } from '../profile.ts'
import { collected } from '../formats/record-stream.ts'
import { streamHistoryFile } from '../read-file.ts'
import { anonymize } from './anonymize.ts'

/** Public test files of other projects. They are not part of this repository. */
const corpus = join(import.meta.dirname, '..', '..', '..', 'shared', 'corpus')
const isThere = existsSync(corpus)
const names = isThere
  ? readdirSync(corpus, { recursive: true, encoding: 'utf8' }).filter(
      (name) => name.includes('--') && statSync(join(corpus, name)).isFile(),
    )
  : []

let folder = ''
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'tenfold-anonymous-corpus-'))
})
afterAll(() => rm(folder, { recursive: true }))

const files = isThere ? describe : describe.skip
files('a public test file', () => {
  test.each(names)('%s says the same of its money in other words', async (name) => {
    const path = join(corpus, name)
    const before = await inspected(path)
    // What is refused is no history, and is not anonymized.
    if (before instanceof HarnessError) return
    const [file] = (await anonymize([{ path, name }], Buffer.from('a key'))).files
    if (file === undefined) throw new Error('nothing came out')
    const out = join(folder, basename(name))
    await writeFile(out, file.bytes)
    const after = await inspected(out)
    if (after instanceof HarnessError) throw after
    expect(facts(after)).toEqual(facts(before))

    const [original, copy] = [await records(await readFile(path)), await records(file.bytes)]
    expect(copy.map(money)).toEqual(original.map(money))
    expect(sharedIds(copy)).toEqual(sharedIds(original))
    const words = new Set(
      original
        .flatMap(idsOf)
        .flatMap((id) => id.split(/[^A-Za-z0-9]+/))
        .filter((word) => word.length >= 6 && /\d/.test(word)),
    )
    expect(copy.flatMap(idsOf).filter((id) => id.split(/[^A-Za-z0-9]+/).some((word) => words.has(word)))).toEqual([])
  })
})

async function inspected(path: string): Promise<Inspection | HarnessError> {
  try {
    return await inspectFile(path)
  } catch (error) {
    if (error instanceof HarnessError) return error
    throw error
  }
}

function facts({
  format,
  physicalRows,
  records,
  notBooked,
  quarantined,
  totals,
  controls,
  figures,
  firstDate,
  lastDate,
}: Inspection): unknown {
  const rows = [quarantined.count, quarantined.rows.map(({ line, reason, field }) => ({ line, reason, field }))]
  const proved = controls.map(({ name, checked, failed }) => ({ name, checked, failed }))
  const balances = figures?.balances?.map(({ opening, closing, currency }) => [opening, closing, currency])
  return { format, physicalRows, records, notBooked, rows, totals, proved, firstDate, lastDate, sums: figures?.bookedSums, balances }
}

async function records(bytes: Buffer): Promise<readonly CanonicalRecord[]> {
  const format = await detectFormat(bytesInput('f', bytes))
  const owner = { tenant: 'acme', merchant: 'm1' }
  const entry = { file: 'f', format, account: 'a', zone: 'UTC', ...(format === 'ledger-csv' ? { tenants: ['acme'] } : owner) }
  return (await collected(streamHistoryFile(bytesInput('f', bytes), parseHistoryProfile({ version: 1, files: [entry] }, 'p').files)))
    .records
}

function money({
  kind,
  side,
  grossMinor,
  feeMinor,
  netMinor,
  currency,
  occurredAt,
  businessDate,
  references = [],
}: CanonicalRecord): unknown {
  return { kind, side, grossMinor, feeMinor, netMinor, currency, occurredAt, businessDate, references: references.length }
}

function idsOf({ recordId, ref, parentRef, payoutRef, traceRef, references = [] }: CanonicalRecord): string[] {
  // An id that the reader makes of a row says nothing of it.
  const own = recordId.startsWith('made-') ? undefined : recordId
  return [own, ref, parentRef, payoutRef, traceRef, ...references].filter((id) => id !== undefined)
}

/** Which ids are equal to which: each by the place where it came first. */
function sharedIds(all: readonly CanonicalRecord[]): number[] {
  const firsts = new Map<string, number>()
  return all.flatMap(idsOf).map((id, at) => {
    if (!firsts.has(id)) firsts.set(id, at)
    return firsts.get(id) ?? at
  })
}
