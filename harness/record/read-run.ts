/** Reads a run folder back: complete, partial or cut off. Judges nothing. */

import { Buffer } from 'node:buffer'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'

import { HarnessError } from '../model/errors.ts'
import type { RunRecord } from '../model/run-record.ts'
import { runSchemaVersion } from '../model/run-record.ts'
import { warmUpTenant } from '../model/run-tenants.ts'
import { streamsOf } from '../model/scenario.ts'
import type { SeriesSample } from '../model/series.ts'
import { readColumns } from './columns.ts'
import type { ReadColumns } from './columns.ts'
import { contentLength } from './record-texts.ts'
import { files } from './layout.ts'
import type { LineScan } from './line-reader.ts'
import { laterOperationColumns, operationColumns, readColumnTypes } from './operation-columns.ts'
import type { OperationRows, ReadRows } from './operation-columns.ts'
import { impossibleOperation, impossibleRecord } from './possible-values.ts'
import { parseSample } from './read-series.ts'
import { RecordLines } from './record-lines.ts'
import type { RecordedLoad, RecordedPlan, RecordedRun } from './recorded-run.ts'
import { assertMarks } from './file-marks.ts'
import type { FileMark } from './file-marks.ts'
import { BadLine, fileBytes, readFileLines } from './file-lines.ts'
import type { FileRead } from './file-lines.ts'
import type { RowFilesInput } from './row-files.ts'
import { RowObjects } from './row-objects.ts'
import { startRowReading } from './row-reading.ts'
import { decodeRunRecord, isAsWritten } from './run-json.ts'

export interface ReadingSteps {
  /** Is told each file that is begun. */
  readonly onFile?: (file: string) => void
  /** Is given the load while contents are being made, in a large run by another thread, and the plan while that reads the rest. */
  readonly onLoad?: (load: RecordedLoad) => void
  readonly onPlan?: (plan: RecordedPlan) => void
}

/**
 * Everything that the folder holds. HarnessError BAD_RUN_FOLDER when it is none, is of a schema that this version does not know, or has
 * a line that is not ours. A last line that was cut off is left out and counted: that is how a killed run ends.
 */
export async function readRun(
  folder: string,
  { onFile = () => undefined, onLoad = () => undefined, onPlan = () => undefined }: ReadingSteps = {},
): Promise<RecordedRun> {
  const record = await readRunFile(folder)
  const read = new Map<string, FileMark>()
  try {
    const run = await readFiles(folder, record, read, { onFile, onLoad, onPlan })
    await assertMarks(folder, record, read)
    return run
  } catch (error) {
    // Of a damaged folder it is told what is missing, not what was stumbled over for want of it.
    await assertMarks(folder, record)
    throw error instanceof BadLine ? bad(folder, `${error.file}, line ${error.line}: ${error.message}`, error.cause) : error
  }
}

/** `counted` is given the lines and the digest of each file that was read. */
async function readFiles(
  folder: string,
  record: RunRecord,
  counted: Map<string, FileMark>,
  { onFile, onLoad, onPlan }: Required<ReadingSteps>,
): Promise<RecordedRun> {
  const read: FileRead[] = []
  const lines = async (file: string, add: (line: string) => void, scan?: LineScan): Promise<void> => {
    onFile(file)
    const told = await readFileLines(folder, file, add, scan)
    if (told !== undefined) read.push(told)
  }
  await using reading = startRowReading(rowsInput(folder, record), await bytesOfRows(folder))
  const history = new RecordLines()
  await lines(files.history, history.add, history.scan)
  const { records } = history
  const plan: PlanOfRows = { folder, record, recordCount: records.length, counted }
  const operations = await readOperations(plan)
  const reads = await readReads(plan)
  onLoad({ record, records, operations, reads })
  const { digits, areDistinct } = await reading.contents
  const contents = separateContents(digits)
  // Given up at once: the reading holds what it has told until it ends.
  digits.buffer.transfer(0)
  onFile(files.decisions)
  onPlan({ record, records, contents, areDistinct, operations, reads })
  const rows = await reading.rows
  read.push(...rows.read)
  const objects = new RowObjects(records, contents, rows.tables)
  const series: SeriesSample[] = []
  await lines(files.series, (line) => {
    series.push(parseSample(line))
  })
  for (const { file, lines: count, digest } of read) counted.set(file, { lines: count, digest })
  return {
    record,
    records,
    contents,
    areDistinct,
    operations,
    reads,
    decisions: objects.decisions(rows.decisions),
    decisionProblems: rows.decisionProblems,
    finalState: rows.finalState && objects.finalState(rows.finalState),
    decisionHistory: rows.decisionHistory && objects.history(rows.decisionHistory),
    rowColumns: {
      decisions: rows.decisions.columns,
      finalState: rows.finalState?.columns,
      decisionHistory: rows.decisionHistory?.columns,
    },
    causes: rows.tables.causes,
    series,
    cutOff: read.flatMap(({ file, cutOffCharacters: characters }) => (characters === 0 ? [] : [{ file, characters }])),
  }
}

function rowsInput(folder: string, record: RunRecord): RowFilesInput {
  const warmUp = warmUpTenant(record)
  return { folder, originUs: record.originUs ?? 0, warmUpTenant: record.tenants.includes(warmUp) ? undefined : warmUp }
}

async function bytesOfRows(folder: string): Promise<number> {
  const names = [files.history, files.decisions, files.finalState, files.decisionHistory]
  const sizes = await Promise.all(names.map((file) => fileBytes(join(folder, file))))
  return sizes.reduce((sum, size) => sum + size, 0)
}

/** How much of all contents is made one text: a text cannot be as long as the contents of many millions. */
const pieceBytes = contentLength << 16

function separateContents(digits: Uint8Array<ArrayBuffer>): string[] {
  const bytes = Buffer.from(digits.buffer, digits.byteOffset, digits.byteLength)
  const contents: string[] = []
  for (let from = 0; from < bytes.length; from += pieceBytes) {
    const piece = bytes.toString('latin1', from, from + pieceBytes)
    // Parts of one text cost a fraction of texts of their own.
    for (let at = 0; at < piece.length; at += contentLength) contents.push(piece.slice(at, at + contentLength))
  }
  return contents
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
  if (!isAsWritten(parsed as object)) throw bad(folder, `${files.run} was edited or is damaged: its digest is another`)
  return decoded(folder, parsed)
}

/** The record, its parts being there and its numbers possible. */
function decoded(folder: string, parsed: unknown): RunRecord {
  let record: RunRecord
  let impossible: string | undefined
  try {
    record = decodeRunRecord(parsed)
    impossible = impossibleRecord(record)
  } catch (error) {
    // A part of another shape, or an amount that is no whole number.
    if (error instanceof TypeError || error instanceof SyntaxError) throw bad(folder, `${files.run} does not hold what a run does`, error)
    throw error
  }
  if (impossible !== undefined) throw bad(folder, `${files.run} holds what no run can have: ${impossible}`)
  return record
}

/** What rows of the plan must agree with, and where it is noted that their file was read. */
interface PlanOfRows {
  readonly folder: string
  readonly record: RunRecord
  readonly recordCount: number
  readonly counted: Map<string, FileMark>
}

async function readOperations(plan: PlanOfRows): Promise<OperationRows | undefined> {
  const read = await readColumns(join(plan.folder, files.operations), operationColumns, laterOperationColumns)
  if (read === undefined) return undefined
  const { partition, offset, ...columns } = read.columns
  return { ...plannedRows(plan, files.operations, { ...read, columns }), partition, offset }
}

async function readReads(plan: PlanOfRows): Promise<ReadRows | undefined> {
  const read = await readColumns(join(plan.folder, files.reads), readColumnTypes)
  return read && plannedRows(plan, files.reads, read)
}

function plannedRows(
  { folder, record: { scenario }, recordCount, counted }: PlanOfRows,
  file: string,
  { count, columns, digest }: ReadColumns<typeof readColumnTypes>,
): ReadRows {
  counted.set(file, { lines: 0, digest })
  const { stream, ...operations } = columns
  const rows = { operations: { count, ...operations }, stream }
  const impossible = impossibleOperation(rows.operations, stream, streamsOf(scenario).length)
  if (impossible !== undefined) throw bad(folder, `${file} holds what no run can have: ${impossible}`)
  const beyond = operations.recordIndex.find((index) => index >= recordCount)
  if (beyond !== undefined) throw bad(folder, `${file} names record ${beyond}, but ${files.history} has ${recordCount}`)
  return rows
}

function bad(folder: string, what: string, cause?: unknown): HarnessError {
  return new HarnessError('BAD_RUN_FOLDER', `${folder} is not a run folder that can be read: ${what}`, {
    hint: 'name a folder that `tenfold run` made, such as runs/2026-11-27T09-00-00-black-friday-7f3a',
    cause,
  })
}
