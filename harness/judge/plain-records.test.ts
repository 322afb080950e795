import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

import * as fc from 'fast-check'
import { afterAll, beforeAll, expect, test } from 'vitest'

import { cleanRun, writeRunParts } from '../../tests/support/recorded-run.ts'
import type { RunParts } from '../../tests/support/recorded-run.ts'
import type { FinalStateRow, HistoryRow } from '../model/decision.ts'
import { outcomeCodes } from '../model/outcome.ts'
import { readRun } from '../record/read-run.ts'
import type { RecordedRun } from '../record/recorded-run.ts'
import { judgeRun } from './judge-run.ts'

let dir: string

beforeAll(async () => {
  dir = await mkdtemp(join(tmpdir(), 'tenfold-plain-'))
})

afterAll(() => rm(dir, { recursive: true, force: true }))

type Change = (run: RunParts, at: number, other: number) => void

const rows = (run: RunParts): FinalStateRow[] => (run.finalState ??= [])
const versions = (run: RunParts): HistoryRow[] => (run.history ??= [])
const row = (run: RunParts, at: number, edit: (row: FinalStateRow) => FinalStateRow[]): void => {
  const place = at % Math.max(1, rows(run).length)
  run.finalState = rows(run).flatMap((own, index) => (index === place ? edit(own) : [own]))
}
const version = (run: RunParts, at: number, edit: (row: HistoryRow) => HistoryRow[]): void => {
  const place = at % Math.max(1, versions(run).length)
  run.history = versions(run).flatMap((own, index) => (index === place ? edit(own) : [own]))
}
const event = (run: RunParts, at: number, edit: (event: object) => object[]): void => {
  const place = at % Math.max(1, run.decisions.length)
  run.decisions = run.decisions.flatMap((line, index) => (index === place ? edit(line.e).map((e) => ({ ...line, e })) : [line]))
}
const outcome =
  (kind: keyof typeof outcomeCodes): Change =>
  (run, at) => {
    run.rows.operations.outcome[at % run.records.length] = outcomeCodes[kind]
  }

const changes: Readonly<Record<string, Change>> = {
  'a row is gone': (run, at) => row(run, at, () => []),
  'a row is there twice': (run, at) => row(run, at, (own) => [own, own]),
  'a row is of a later version': (run, at) => row(run, at, (own) => [{ ...own, current: own.current && { ...own.current, version: 2 } }]),
  'a row says something else': (run, at) =>
    row(run, at, (own) => [{ ...own, current: { version: 1, result: { state: 'MATCHED', varianceMinor: 1n } } }]),
  'a row has another amount': (run, at) => row(run, at, (own) => [{ ...own, netMinor: own.netMinor + 1n }]),
  'a row belongs to another merchant': (run, at) => row(run, at, (own) => [{ ...own, identity: { ...own.identity, merchant: 'ä' } }]),
  'a version is gone': (run, at) => version(run, at, () => []),
  'a version is there twice': (run, at) => version(run, at, (own) => [own, own]),
  'a version follows': (run, at) =>
    version(run, at, (own) => [own, { ...own, version: 2, result: { state: 'EX:AMBIGUOUS_REFERENCE', varianceMinor: 0n } }]),
  'a version is OPEN': (run, at) => version(run, at, (own) => [{ ...own, result: { state: 'OPEN', varianceMinor: 0n } }]),
  'a version has a close as its cause': (run, at) => version(run, at, (own) => [{ ...own, cause: { kind: 'close', closeId: 'none' } }]),
  'a version has another cause': (run, at, other) =>
    version(run, at, (own) => [{ ...own, cause: { kind: 'record', partition: other % 5, offset: `${other % 60}` } }]),
  'a decision is gone': (run, at) => event(run, at, () => []),
  'a decision is seen twice': (run, at) => event(run, at, (own) => [own, own]),
  'a decision is of a later version': (run, at) => event(run, at, (own) => [{ ...own, version: 2 }]),
  'a decision says something else': (run, at) => event(run, at, (own) => [{ ...own, state: 'EX:AMBIGUOUS_REFERENCE' }]),
  'a decision has another cause': (run, at) => event(run, at, (own) => [{ ...own, cause: { partition: 1, offset: '3' } }]),
  'a decision is of nobody': (run, at) => event(run, at, (own) => [own, { ...own, content: 'f'.repeat(32) }]),
  'a record is sent again in place of another': (run, at, other) => {
    run.rows.operations.recordIndex[at % run.records.length] = other % run.records.length
  },
  'a record is there twice': (run, at, other) => {
    run.records[at % run.records.length] = run.records[other % run.records.length] as RunParts['records'][number]
  },
  'an outcome is unknown': outcome('unknown'),
  'a send was refused': outcome('refused'),
  'rows come in another order': (run) => void (run.finalState = rows(run).toReversed()),
  'versions come in another order': (run) => void (run.history = versions(run).toReversed()),
  'no history is shown': (run) => void (run.history = []),
}

const change = fc.record({ name: fc.constantFrom(...Object.keys(changes)), at: fc.nat(), other: fc.nat() })

function judgementOf(run: RecordedRun): object {
  const { summary, findings, expected } = judgeRun(run)
  return { summary, findings, expected: [...expected] }
}

test('a run is judged by its columns as it is row by row', async () => {
  let written = 0
  await fc.assert(
    fc.asyncProperty(fc.array(change, { maxLength: 5 }), async (edits) => {
      const parts = cleanRun({ groups: 2 })
      for (const { name, at, other } of edits) changes[name]?.(parts, at, other)
      const run = await readRun(await writeRunParts(dir, `run-${written++}`, parts))
      const { rowColumns, areDistinct: _, ...bare } = run
      expect(rowColumns).toBeDefined()
      expect(judgementOf(run)).toEqual(judgementOf(bare))
    }),
    { numRuns: 150 },
  )
}, 120_000)
