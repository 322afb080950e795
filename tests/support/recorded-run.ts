/** A small run that went well, with all files of its folder: tests change one thing of it and look at what the judge says. No clock, no chance. */

import { appendFile } from 'node:fs/promises'
import { join } from 'node:path'

import type { FinalStateRow, HistoryRow } from '../../harness/model/decision.ts'
import type { MatchResult } from '../../harness/model/match-result.ts'
import { defaultProfile } from '../../harness/model/match-result.ts'
import { emptyOperations, outcomeCodes } from '../../harness/model/outcome.ts'
import type { CanonicalRecord, Kind, Side } from '../../harness/model/record.ts'
import { contentOf, encodeRecord, identityOf } from '../../harness/model/record-key.ts'
import type { RunRecord } from '../../harness/model/run-record.ts'
import { runSchemaVersion } from '../../harness/model/run-record.ts'
import type { Scenario, ThresholdTable } from '../../harness/model/scenario.ts'
import { startingRecords } from '../../harness/oracle/bases.ts'
import { match, matchAgain } from '../../harness/oracle/match.ts'
import { files } from '../../harness/record/layout.ts'
import type { OperationRows, ReadRows } from '../../harness/record/operation-columns.ts'
import { RecordWriter } from '../../harness/record/record-writer.ts'
import type { SeriesSample } from '../../harness/model/series.ts'
import { recordOf } from './sample-record.ts'

/** Everything of a run, to be changed in place before it is written. */
export interface RunParts {
  record: RunRecord
  records: CanonicalRecord[]
  contents: string[]
  rows: OperationRows
  /** undefined: no stream reads. */
  reads: ReadRows | undefined
  /** As the observer writes them. */
  decisions: { us: number; p: number; o: string; e: object }[]
  finalState: FinalStateRow[] | undefined
  history: HistoryRow[] | undefined
  series: SeriesSample[]
}

export interface RunShape {
  /** Groups of ten charge pairs with their payout and bank line, a fee, a pair that differs and an order that was never paid. */
  readonly groups: number
  readonly thresholds?: ThresholdTable
}

const tenants = ['acme-7f3a', 'globex-7f3a'] as const
export const originUs = 5_000_000_000
export const hostId = 'host-of-the-test'
const partitions = 4
/** From due to answer, and from the last due record of an answer to its observation. */
export const ackUs = 2_000
export const decisionUs = 20_000
const gapUs = 1_000

export function cleanRun({ groups, thresholds = {} }: RunShape): RunParts {
  const records = Array.from({ length: groups }, (_, group) => groupOf(group)).flat()
  const contents = records.map(contentOf)
  const loadUs = records.length * gapUs
  const rows = operationsOf(records)
  const open = match(records, defaultProfile, undefined, contents)
  const closed = matchAgain(open, defaultProfile, '2026-01-20')
  const starts = startingRecords(open.bases, rows.operations.dueUs)
  const closeUs = loadUs + 1_500_000
  const closeIds = new Map(tenants.map((tenant) => [tenant as string, `close-${tenant}`]))

  const finalState: FinalStateRow[] = []
  const history: HistoryRow[] = []
  const decisions: RunParts['decisions'] = []
  records.forEach((record, index) => {
    const content = contents[index] as string
    const result = closed.results[index] as MatchResult
    const identity = identityOf(record)
    const { currency, grossMinor, netMinor } = record
    const start = starts[index] as number
    const cause =
      start === -1
        ? ({ kind: 'close', closeId: closeIds.get(record.tenant) as string } as const)
        : ({ kind: 'record', partition: rows.partition[start] as number, offset: String(rows.offset[start]) } as const)
    finalState.push({ identity, content, currency, grossMinor, netMinor, current: { result, version: 1 } })
    history.push({ identity, content, version: 1, result, cause })
    const fromUs = originUs + (start === -1 ? closeUs : (rows.operations.dueUs[start] as number))
    const { kind: _, ...causeFields } = cause
    const times = { hostId, produced: fromUs + 1_000, read: fromUs + 5_000, decided: fromUs + 15_000 }
    decisions.push({
      us: fromUs + decisionUs,
      p: index % partitions,
      o: String(index),
      e: { identity, content, ...wireResult(result), version: 1, cause: causeFields, ...(start === -1 ? {} : times) },
    })
  })
  for (const closeId of closeIds.values()) {
    for (let partition = 0; partition < partitions; partition++) {
      decisions.push({ us: originUs + closeUs + 50_000, p: partition, o: '1000000', e: { closeId, partition } })
    }
  }
  const record = runRecord(records.length, loadUs, thresholds)
  const series: SeriesSample[] = Array.from({ length: 5 }, (_, at) => [
    { us: (at * loadUs) / 4, metric: 'cpu' as const, subject: 'matcher-0', value: at * 100 },
    { us: (at * loadUs) / 4, metric: 'consumer_lag' as const, subject: '', value: at === 4 ? 0 : 3 },
  ]).flat()
  return {
    record: { ...record, closes: closesOf(closeIds, closeUs), drainedUs: closeUs - 1_000 },
    records,
    contents,
    rows,
    reads: undefined,
    decisions: decisions.toSorted((a, b) => a.us - b.us),
    finalState,
    history,
    series,
  }
}

/** Writes the folder as a run does. Parts that are undefined are left out, as by a run that did not get so far. */
export async function writeRunParts(outDir: string, name: string, parts: RunParts): Promise<string> {
  await using writer = await RecordWriter.create(outDir, name)
  await writer.writeRun(parts.record)
  await using quarantine = await writer.openQuarantine()
  await quarantine.complete()
  await writer.writeHistory(parts.records.map(encodeRecord))
  await writer.writeOperations(parts.rows)
  if (parts.reads !== undefined) await writer.writeReads(parts.reads)
  const lines = parts.decisions.map((line) => `${JSON.stringify(line)}\n`)
  for (let at = 0; at < lines.length; at += 10_000)
    await appendFile(join(writer.folder, files.decisions), lines.slice(at, at + 10_000).join(''))
  if (parts.finalState !== undefined) {
    await writer.writeFinalState({ rows: asyncOf(parts.finalState), history: asyncOf(parts.history ?? []) })
  }
  await writer.appendSeries(parts.series)
  return writer.folder
}

async function* asyncOf<Row>(rows: readonly Row[]): AsyncGenerator<Row> {
  yield* rows
}

function wireResult({ state, ruleId, varianceMinor, leg1Group, leg2bGroup, payout, detail }: MatchResult): object {
  return {
    state,
    ruleId,
    varianceMinor: varianceMinor.toString(),
    leg1Group,
    leg2bGroup,
    payout: payout === undefined ? undefined : { memberCount: payout.memberCount, residualMinor: payout.residualMinor.toString() },
    detail,
  }
}

function groupOf(group: number): CanonicalRecord[] {
  const tenant = tenants[group % 2] as string
  const make = (side: Side, kind: Kind, id: string, grossMinor: bigint, references: Partial<CanonicalRecord>): CanonicalRecord =>
    recordOf({ tenant, merchant: `m${Math.floor(group / 2) % 5}`, side, recordId: `${id}_${group}`, kind, grossMinor, ...references })
  const pairs = Array.from({ length: 10 }, (_, at) => [
    make('ledger', 'charge', `order_${at}`, 1_000n + BigInt(at), { ref: `pi_${group}_${at}` }),
    make('processor', 'charge', `txn_${at}`, 1_000n + BigInt(at), { ref: `pi_${group}_${at}`, payoutRef: `po_${group}` }),
  ]).flat()
  return [
    ...pairs,
    make('processor', 'payout', 'po', -10_045n, { ref: `po_${group}`, traceRef: `trace_${group}` }),
    make('bank', 'bank_line', 'line', 10_045n, { references: [`trace_${group}`] }),
    make('processor', 'fee', 'fee', -25n, {}),
    make('ledger', 'charge', 'short_order', 500n, { ref: `short_${group}` }),
    make('processor', 'charge', 'short_txn', 499n, { ref: `short_${group}` }),
    make('ledger', 'charge', 'unpaid', 700n, { ref: `unpaid_${group}` }),
  ]
}

function operationsOf(records: readonly CanonicalRecord[]): OperationRows {
  const operations = emptyOperations(records.length)
  const partition = new Int32Array(records.length)
  const offset = new Float64Array(records.length)
  const next = Array.from({ length: partitions }, () => 0)
  records.forEach(({ tenant, merchant }, index) => {
    const dueUs = index * gapUs
    operations.recordIndex[index] = index
    operations.dueUs[index] = dueUs
    operations.slotUs[index] = dueUs
    operations.sentUs[index] = dueUs + 100
    operations.answeredUs[index] = dueUs + ackUs
    operations.outcome[index] = outcomeCodes.accepted
    operations.status[index] = 202
    const at = (tenant.length + Number(merchant.slice(1))) % partitions
    partition[index] = at
    offset[index] = next[at] as number
    next[at] = (next[at] as number) + 1
  })
  return { operations, partition, offset, stream: new Uint8Array(records.length) }
}

function closesOf(closeIds: ReadonlyMap<string, string>, closeUs: number): RunRecord['closes'] {
  return [...closeIds].map(([tenant, closeId]) => ({
    closeId,
    tenant,
    date: '2026-01-20',
    requestedUs: closeUs,
    partitions,
    settledUs: closeUs + 60_000,
    missingPartitions: [],
  }))
}

function scenarioOf(loadUs: number, thresholds: ThresholdTable): Scenario {
  const half = { durationMs: loadUs / 2_000, targetPerSecond: 1_000 }
  return {
    name: 'small',
    description: 'A small run that went well.',
    exercises: [],
    system: 'event-driven',
    matchers: 1,
    stackSwitches: [],
    matcherLives: [],
    history: { kind: 'synthetic', tenants: 2, merchants: 5, days: 1, surgeMerchantShare: 0, discrepancies: 'none' },
    load: {
      executor: 'ramping-arrival-rate',
      arrivals: 'even',
      startPerSecond: 1_000,
      stages: [
        { name: 'normal', ...half },
        { name: 'surge', ...half },
      ],
      recordsPerRequest: 1,
      batchWindowMs: 5,
      workers: 1,
      inFlightMax: 64,
      requestTimeoutMs: 10_000,
      slotDeadlineMs: 5_000,
      warmUp: { durationMs: 0, perSecond: 0 },
    },
    profile: defaultProfile,
    closeDate: undefined,
    drainTimeoutMs: 30_000,
    closeTimeoutMs: 30_000,
    thresholds,
    faults: [],
    demands: [],
  }
}

function runRecord(records: number, loadUs: number, thresholds: ThresholdTable): RunRecord {
  const half = loadUs / 2
  const inFirst = Math.min(records, Math.ceil(half / gapUs))
  return {
    schemaVersion: runSchemaVersion,
    tool: { name: 'tenfold', version: '0.1.0' },
    runId: 'small-7f3a',
    scenario: scenarioOf(loadUs, thresholds),
    seed: 1,
    command: 'tenfold run small --seed 1',
    startedAt: '2026-11-27T09:00:00.000Z',
    hostId,
    clock: 'CLOCK_MONOTONIC',
    originUs,
    runtime: { kind: 'local', notes: [] },
    versions: {},
    machine: { cpus: 2, cpuModel: 'a model', memoryBytes: 2 ** 33, platform: 'linux x64' },
    tenantSuffix: '7f3a',
    tenants,
    phases: [
      { name: 'normal', startUs: 0, endUs: half, scheduled: inFirst, rateFrom: 1_000, rateTo: 1_000 },
      { name: 'surge', startUs: half, endUs: loadUs, scheduled: records - inFirst, rateFrom: 1_000, rateTo: 1_000 },
    ],
    timeline: [{ step: 'load', startUs: 0, endUs: loadUs }],
    closes: [],
    faults: [],
    drainedUs: null,
    health: {
      generatorPauseMsMax: 3,
      observerPauseMsMax: 4,
      observerLagMsMax: 5,
      observerLagMsP99: 2,
      generatorCpuMs: 100,
      observerCpuMs: 50,
    },
    ending: { kind: 'complete' },
    history: { files: [], records, quarantined: 0, controlsHeld: 0, controlsFailed: [] },
  }
}
