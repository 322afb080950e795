/**
 * Reads what the rows of a run folder say: the contents of its records, then its decisions, final state and decision history as columns. Makes
 * no record, so that it can run in a thread of its own beside the one that does.
 */

import { join } from 'node:path'

import { decodeDecisionValue } from '../model/decode-decision.ts'
import { decodeTrustedRecord } from '../model/decode-record.ts'
import type { CloseEvent, DecisionEvent, FinalStateRow, HistoryRow } from '../model/decision.ts'
import { fileBytes, readFileLines } from './file-lines.ts'
import type { FileRead } from './file-lines.ts'
import { files } from './layout.ts'
import type { LineScan } from './line-reader.ts'
import { KnownRecords } from './known-records.ts'
import { NumberTable } from './number-table.ts'
import { decisionTypes, rowTypes } from './row-columns.ts'
import type { DecisionColumns, FileRows, RowColumns, RowTables } from './row-columns.ts'
import { assertTime } from './possible-values.ts'
import { RowScanner } from './row-scanner.ts'
import { decodeFinalStateRow, decodeHistoryRow } from './state-lines.ts'

/** Room that is made for decisions; more are taken too. */
const decisionsPerRecord = 1.1

export interface RowFilesInput {
  readonly folder: string
  readonly originUs: number
  /** Its decisions are left out, but those of the run's records. */
  readonly warmUpTenant: string | undefined
}

/** What is known of the records' contents. */
export interface RecordContents {
  /** 32 digits each, one behind the other. */
  readonly digits: Uint8Array<ArrayBuffer>
  /** Whether no two are equal. */
  readonly areDistinct: boolean
}

/** An observed event in another than the usual form. */
export interface OtherDecision {
  readonly observedUs: number
  readonly event: DecisionEvent | CloseEvent
}

export interface RowFiles {
  readonly decisions: FileRows<DecisionColumns, OtherDecision>
  /** Messages of the decisions topic that break the wire's form, in words. */
  readonly decisionProblems: readonly string[]
  /** undefined: there is no such file. */
  readonly finalState: FileRows<RowColumns, FinalStateRow> | undefined
  readonly decisionHistory: FileRows<RowColumns, HistoryRow> | undefined
  readonly tables: RowTables
  readonly read: readonly FileRead[]
}

/** Calls `onContents` with the contents of all records before it reads rows. Throws `BadLine`. */
export async function readRowFiles(input: RowFilesInput, onContents: (contents: RecordContents) => void): Promise<RowFiles> {
  const { folder, originUs, warmUpTenant } = input
  const read: FileRead[] = []
  const lines = async (file: string, add: (line: string) => void, scan: LineScan): Promise<boolean> => {
    const told = await readFileLines(folder, file, add, scan)
    if (told !== undefined) read.push(told)
    return told !== undefined
  }
  // What rows were compared with is given up before they are handed over.
  using known = await readKnown(folder)
  onContents({ digits: known.contents(), areDistinct: known.areDistinct })
  using scanner = new RowScanner(known)

  // Closes come besides, and some records are decided twice.
  const decisions = new NumberTable(decisionTypes, Math.ceil(decisionsPerRecord * known.count))
  const otherDecisions: [number, OtherDecision][] = []
  const decisionProblems: string[] = []
  await lines(
    files.decisions,
    (line) => {
      const { us, e } = JSON.parse(line) as { us: number; e: unknown }
      // The clock is the host's own, which may have been up for years.
      assertTime('us', us - originUs)
      const event = decodeDecisionValue(e)
      if (event.kind === 'problem') decisionProblems.push(event.problem)
      else if (event.kind !== 'decision' || event.identity.tenant !== warmUpTenant || known.indexOf(event.content) !== -1) {
        const at = addOther(decisions, known, event)
        const observedUs = us - originUs
        decisions.columns.observedUs[at] = observedUs
        otherDecisions.push([at, { observedUs, event }])
      }
    },
    (bytes, at) => scanner.decision(bytes, at, originUs, decisions),
  )
  const finalState = new NumberTable(rowTypes, known.count)
  const otherRows: [number, FinalStateRow][] = []
  const hasFinalState = await lines(
    files.finalState,
    (line) => {
      const row = decodeFinalStateRow(line)
      otherRows.push([addOther(finalState, known, row), row])
    },
    (bytes, at) => scanner.finalState(bytes, at, finalState),
  )
  const history = new NumberTable(rowTypes, known.count)
  const otherVersions: [number, HistoryRow][] = []
  const hasHistory = await lines(
    files.decisionHistory,
    (line) => {
      const row = decodeHistoryRow(line)
      otherVersions.push([addOther(history, known, row), row])
    },
    (bytes, at) => scanner.history(bytes, at, history),
  )
  const { texts, results, causes } = scanner
  return {
    decisions: { columns: decisions.take(), others: otherDecisions },
    decisionProblems,
    finalState: hasFinalState ? { columns: finalState.take(), others: otherRows } : undefined,
    decisionHistory: hasHistory ? { columns: history.take(), others: otherVersions } : undefined,
    tables: { texts: texts.packed(), results: results.table.take(), otherResults: results.others, causes: causes.table.take() },
    read,
  }
}

async function readKnown(folder: string): Promise<KnownRecords> {
  const known = new KnownRecords(await fileBytes(join(folder, files.history)))
  const add = (line: string): void => known.add(decodeTrustedRecord(JSON.parse(line) as Record<string, unknown>))
  await readFileLines(folder, files.history, add, (bytes, at) => known.scan(bytes, at))
  known.index()
  return known
}

/** The place of a row that is kept whole. */
function addOther(table: NumberTable<typeof rowTypes>, known: KnownRecords, row: CloseEvent | Pick<FinalStateRow, 'content'>): number {
  const at = table.add()
  table.columns.record[at] = 'content' in row ? known.indexOf(row.content) : -1
  table.columns.result[at] = -1
  return at
}
