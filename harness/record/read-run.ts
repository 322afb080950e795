/** Reads a run folder back: complete, partial or cut off. Judges nothing. */

import { readFile } from 'node:fs/promises'
import { join } from 'node:path'

import { decodeDecisionValue } from '../model/decode-decision.ts'
import type { FinalStateRow, HistoryRow, ObservedDecision } from '../model/decision.ts'
import { HarnessError } from '../model/errors.ts'
import type { RunRecord } from '../model/run-record.ts'
import { runSchemaVersion } from '../model/run-record.ts'
import { readColumns } from './columns.ts'
import { files } from './layout.ts'
import { readLines } from './line-reader.ts'
import type { LineScan } from './line-reader.ts'
import { RecordLines } from './record-lines.ts'
import { RowScanner } from './row-scanner.ts'
import { assertRows } from './row-counts.ts'
import { decodeRunRecord } from './run-json.ts'
import { laterOperationColumns, operationColumns, readColumnTypes } from './operation-columns.ts'
import type { OperationRows, ReadRows } from './operation-columns.ts'
import type { RecordedRun } from './recorded-run.ts'
import type { SeriesSample } from '../model/series.ts'
import { SharedKeys } from './shared-keys.ts'
import { decodeFinalStateRow, decodeHistoryRow } from './state-lines.ts'

/**
 * Everything that the folder holds. HarnessError BAD_RUN_FOLDER when it is none, is of a schema that this version does not know, or has
 * a line that is not ours. A last line that was cut off is left out and counted: that is how a killed run ends.
 * `onFile` is told each file that is begun.
 */
export async function readRun(folder: string, onFile: (file: string) => void = () => undefined): Promise<RecordedRun> {
  const record = await readRunFile(folder)
  const read = new Map<string, number>()
  try {
    const run = await readFiles(folder, record, read, onFile)
    await assertRows(folder, record, read)
    return run
  } catch (error) {
    // Of a damaged folder it is told what is missing, not what was stumbled over for want of it.
    await assertRows(folder, record)
    throw error
  }
}

/** `counted` is given the lines of each file that was read. */
async function readFiles(
  folder: string,
  record: RunRecord,
  counted: Map<string, number>,
  onFile: (file: string) => void,
): Promise<RecordedRun> {
  const cutOff: { file: string; characters: number }[] = []
  const lines = async (file: string, add: (line: string) => void, scan?: LineScan): Promise<boolean> => {
    onFile(file)
    const read = await readLines(join(folder, file), (line, number) => decoded(folder, file, number, () => add(line)), scan)
    if (read === undefined) return false
    counted.set(file, read.lines)
    if (read.cutOff !== '') cutOff.push({ file, characters: read.cutOff.length })
    return true
  }

  const history = new RecordLines()
  await lines(files.history, history.add, history.scan)
  const { records, contents, known } = history
  known.index(contents)
  const operations = await readOperations(folder, records.length)
  const reads = await readReads(folder, records.length)
  const shared = new SharedKeys(history)
  const scanner = new RowScanner(history)
  const decisionProblems: string[] = []
  const originUs = record.originUs ?? 0
  const decisions: ObservedDecision[] = []
  await lines(
    files.decisions,
    (line) => {
      const { us, e } = JSON.parse(line) as { us: number; e: unknown }
      const event = decodeDecisionValue(e)
      if (event.kind === 'problem') return decisionProblems.push(event.problem)
      const own = event.kind === 'decision' ? { ...event, ...shared.of(event.content, event.identity) } : event
      return decisions.push({ observedUs: us - originUs, event: own })
    },
    (bytes, at) => scanner.decision(bytes, at, originUs, decisions),
  )
  const finalState: FinalStateRow[] = []
  const hasFinalState = await lines(
    files.finalState,
    (line) => finalState.push(decodeFinalStateRow(line, shared.of)),
    (bytes, at) => scanner.finalState(bytes, at, finalState),
  )
  const decisionHistory: HistoryRow[] = []
  const hasHistory = await lines(
    files.decisionHistory,
    (line) => decisionHistory.push(decodeHistoryRow(line, shared.of)),
    (bytes, at) => scanner.history(bytes, at, decisionHistory),
  )
  const series: SeriesSample[] = []
  await lines(files.series, (line) => series.push(JSON.parse(line) as SeriesSample))
  return {
    record,
    records,
    contents,
    operations,
    reads,
    decisions,
    decisionProblems,
    finalState: hasFinalState ? finalState : undefined,
    decisionHistory: hasHistory ? decisionHistory : undefined,
    series,
    cutOff,
  }
}

/** `run.json` alone. HarnessError BAD_RUN_FOLDER as in `readRun`. */
export async function readRunFile(folder: string): Promise<RunRecord> {
  let parsed: unknown
  try {
    parsed = JSON.parse(await readFile(join(folder, files.run), 'utf8'))
  } catch (error) {
    const what = error instanceof SyntaxError ? `${files.run} is not JSON (${error.message})` : `it has no ${files.run} that can be read`
    throw bad(folder, what, error)
  }
  const version = typeof parsed === 'object' && parsed !== null && 'schemaVersion' in parsed ? parsed.schemaVersion : undefined
  if (version !== runSchemaVersion) {
    throw bad(folder, `${files.run} has schema version ${JSON.stringify(version) ?? 'none'}, this version reads ${runSchemaVersion}`)
  }
  return decodeRunRecord(parsed)
}

async function readOperations(folder: string, recordCount: number): Promise<OperationRows | undefined> {
  const read = await readColumns(join(folder, files.operations), operationColumns, laterOperationColumns)
  if (read === undefined) return undefined
  const { partition, offset, stream, ...operations } = read.columns
  requireKnownRecords(folder, files.operations, operations.recordIndex, recordCount)
  return { operations: { count: read.count, ...operations }, partition, offset, stream }
}

async function readReads(folder: string, recordCount: number): Promise<ReadRows | undefined> {
  const read = await readColumns(join(folder, files.reads), readColumnTypes)
  if (read === undefined) return undefined
  const { stream, ...operations } = read.columns
  requireKnownRecords(folder, files.reads, operations.recordIndex, recordCount)
  return { operations: { count: read.count, ...operations }, stream }
}

function requireKnownRecords(folder: string, file: string, recordIndex: Uint32Array, recordCount: number): void {
  const beyond = recordIndex.find((index) => index >= recordCount)
  if (beyond !== undefined) throw bad(folder, `${file} names record ${beyond}, but ${files.history} has ${recordCount}`)
}

function decoded<Row>(folder: string, file: string, number: number, decode: () => Row): Row {
  try {
    return decode()
  } catch (error) {
    throw bad(folder, `${file}, line ${number}: ${error instanceof Error ? error.message : String(error)}`, error)
  }
}

function bad(folder: string, what: string, cause?: unknown): HarnessError {
  return new HarnessError('BAD_RUN_FOLDER', `${folder} is not a run folder that can be read: ${what}`, {
    hint: 'name a folder that `tenfold run` made, such as runs/2026-11-27T09-00-00-black-friday-7f3a',
    cause,
  })
}
