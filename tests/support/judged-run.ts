/** A run that went well, changed in one thing and judged: what the tests of the judge share. */

import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

import { afterAll, beforeAll, expect } from 'vitest'

import type { ClaimedResult, FinalStateRow } from '../../harness/model/decision.ts'
import { outcomeCodes } from '../../harness/model/outcome.ts'
import type { Ending } from '../../harness/model/run-record.ts'
import type { Summary } from '../../harness/model/summary.ts'
import { judgeFolder } from '../../harness/judge/judge-folder.ts'
import { cleanRun, originUs, writeRunParts } from './recorded-run.ts'
import type { RunParts } from './recorded-run.ts'

export const thresholds = {
  'decision_latency{phase:surge}': ['p(90)<180'],
  ack_latency: ['p(90)<50'],
  anomalies: ['count==0'],
}

export interface JudgedRuns {
  /** Writes the clean run with one thing changed, and judges it. */
  readonly judged: (edit: Edit) => Promise<Summary>
  /** Writes a run into a folder of its own and gives the folder. */
  readonly write: (run?: RunParts) => Promise<string>
  /** Where the folders stand. */
  readonly outDir: () => string
}

/** Folders for one test file, gone when it ends. */
export function judgedRuns(): JudgedRuns {
  let outDir = ''
  let written = 0
  beforeAll(async () => {
    outDir = await mkdtemp(join(tmpdir(), 'tenfold-judge-'))
  })
  afterAll(() => rm(outDir, { recursive: true, force: true }))

  const write = (run = cleanRun({ groups: 14, thresholds })): Promise<string> => writeRunParts(outDir, `run-${written++}`, run)
  const judged = async (edit: Edit): Promise<Summary> => {
    const run = cleanRun({ groups: 14, thresholds })
    edit(run)
    return judgeFolder(await write(run))
  }
  return { judged, write, outDir: () => outDir }
}

/** The verdict has this exit status, and says why in these words. */
export function expectVerdict({ verdict }: Summary, exitStatus: number, words: string): void {
  expect(verdict.reasons.map(({ sentence }) => sentence).join('\n')).toContain(words)
  expect(verdict.exitStatus).toBe(exitStatus)
  expect(verdict.sentence).toContain(words)
}

/** One thing changed in a run before it is written and judged. */
export type Edit = (run: RunParts) => void

/** Where the record of this id stands. */
export function at(run: RunParts, recordId: string): number {
  const index = run.records.findIndex((record) => record.recordId === recordId)
  expect(index).not.toBe(-1)
  return index
}

/** The system never says anything of a record: no row, no history, no event. */
export function forget(run: RunParts, recordId: string): void {
  const content = run.contents[at(run, recordId)]
  run.finalState = run.finalState?.filter((row) => row.content !== content)
  run.history = run.history?.filter((row) => row.content !== content)
  run.decisions = run.decisions.filter(({ e }) => !('content' in e) || e.content !== content)
}

/** The system says something else of a record, everywhere alike. */
export function claim(run: RunParts, recordId: string, result: ClaimedResult): void {
  const content = run.contents[at(run, recordId)]
  const changed = (row: FinalStateRow): FinalStateRow => (row.content === content ? { ...row, current: { result, version: 1 } } : row)
  run.finalState = run.finalState?.map(changed)
  run.history = run.history?.map((row) => (row.content === content ? { ...row, result } : row))
  run.decisions = run.decisions.map((line) =>
    'content' in line.e && line.e.content === content
      ? { ...line, e: { ...line.e, ...result, varianceMinor: result.varianceMinor.toString() } }
      : line,
  )
}

export function outcome(run: RunParts, recordId: string, kind: keyof typeof outcomeCodes): void {
  run.rows.operations.outcome[at(run, recordId)] = outcomeCodes[kind]
}

/** As the generator leaves an operation that it did not send. */
export function unsent(run: RunParts, recordId: string): void {
  const { sentUs, slotUs, answeredUs, status } = run.rows.operations
  for (const column of [sentUs, slotUs, answeredUs]) column[at(run, recordId)] = Number.NaN
  status[at(run, recordId)] = 0
}

/** As the generator leaves an operation for which no connection came about; the system says nothing of it. */
export function failed(run: RunParts, recordId: string): void {
  const { answeredUs, status } = run.rows.operations
  outcome(run, recordId, 'failed')
  answeredUs[at(run, recordId)] = Number.NaN
  status[at(run, recordId)] = 0
  forget(run, recordId)
}

/** Moves every observation of the surge. */
export function slower(run: RunParts, byUs: number): void {
  const from = originUs + (run.record.phases[1]?.startUs ?? 0)
  run.decisions = run.decisions.map((line) => ('content' in line.e && line.us >= from ? { ...line, us: line.us + byUs } : line))
}

export const matched = { state: 'MATCHED', ruleId: 'R1', varianceMinor: 0n, leg1Group: 'a-group' } as const

export const died = { kind: 'stack-died', process: 'matcher-0', status: 'signal SIGKILL', lastLines: ['bye'], step: 'load' } as const

/** The run ended so, and not complete. */
export const ended =
  (ending: Ending, edit: Edit = () => undefined): Edit =>
  (run) => {
    edit(run)
    run.record = { ...run.record, ending }
  }

export const health =
  (change: Partial<RunParts['record']['health']>): Edit =>
  (run) => {
    run.record = { ...run.record, health: { ...run.record.health, ...change } }
  }
