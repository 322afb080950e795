/** A scenario's history as records with due times: generated or found as files, read through the parsers, paced, in the run's own tenants. */

import { join } from 'node:path'
import { setImmediate as nextTurn } from 'node:timers/promises'
import {
  amplifyInTurns,
  loadHistory,
  loadHistoryProfile,
  paceBySchedule,
  profileFileName,
  timedRecords,
  writeSyntheticHistory,
  type History,
  type Quarantined,
  type QuarantinedRow,
  type RawRow,
} from '../../replay/index.ts'
import { recordedArrivals, type RecordedArrivals, type TraceEntry } from '../load/arrivals/recorded.ts'
import { sendingArrivals, type StreamedArrivals } from '../load/arrivals/streams.ts'
import { HarnessError } from '../model/errors.ts'
import type { Phase } from '../model/plan.ts'
import type { CanonicalRecord } from '../model/record.ts'
import type { HistorySummary } from '../model/run-record.ts'
import { wireTenant } from '../model/run-tenants.ts'
import { streamsOf, type HistoryOptions, type Scenario } from '../model/scenario.ts'
import { findFiles, type FoundFiles } from './find-files.ts'
import { tenantNaming } from './options.ts'
import type { RunOptions } from './options.ts'
import { RawPlaces } from './raw-places.ts'
import { requireKnownTenants } from './scenario-problems.ts'

export interface PreparedHistory {
  /** In the order of replay. */
  readonly records: readonly CanonicalRecord[]
  readonly dueUs: Float64Array
  /** By due time: the place of its stream among the scenario's. */
  readonly stream: Uint8Array
  readonly phases: readonly Phase[]
  readonly quarantined: Quarantined
  /** The quarantined rows themselves, the first of very many; absent unless the run keeps them. */
  readonly rawRows?: AsyncIterable<RawRow>
  readonly summary: HistorySummary
  /** What should be known of the files besides. */
  readonly notes: readonly string[]
}

export interface Preparation {
  /** Ends it, for the signal's reason; absent: it goes to its end. */
  readonly signal?: AbortSignal
  /** Called once, when all that can be known without reading is known, with about how many records there will be. */
  readonly onSize?: (records: number) => void
  /** Told each row that cannot be read, as it is read. */
  readonly onQuarantined?: (rows: readonly QuarantinedRow[]) => Promise<void>
}

type Synthetic = Extract<HistoryOptions, { kind: 'synthetic' }>

/** The first business day of synthetic histories. Fixed, so that a seed alone decides the bytes. */
const syntheticStart = '2026-11-25'
/** Both sides of a payment are at most this far apart (scenarios.md); a safety margin stays. */
const pairGapSeconds = 1.5

/** Records that are made before others get a turn: a stack may be starting beside this. */
const recordsPerTurn = 5_000

const none: StreamedArrivals = { dueUs: new Float64Array(), stream: new Uint8Array(), phases: [] }

/** Synthetic files are kept in the run folder as they were read. Throws BAD_INPUT and BAD_CONFIGURATION. */
export async function prepareHistory(
  run: RunOptions,
  runFolder: string,
  { signal, onSize, onQuarantined }: Preparation = {},
): Promise<PreparedHistory> {
  const { scenario, seed, places } = run
  const { load, history: options } = scenario
  const streams = streamsOf(scenario)
  const pace = paceOf(scenario)
  const arrivals = load.executor === 'recorded' ? none : sendingArrivals(streams, seed)
  const factor = options.kind === 'files' ? options.amplify : 1
  const { folder, profile, names, recordsAbout, notes } =
    options.kind === 'synthetic'
      ? await synthetic(options, scenario, seed, arrivals, join(runFolder, 'history', 'files'))
      : await findFiles(options, places)
  signal?.throwIfAborted()
  onSize?.(recordsAbout * factor)
  const raw = run.keepRaw === true ? new RawPlaces() : undefined
  const history = await loadHistory(folder, profile, names, {
    signal,
    async onQuarantined(rows) {
      raw?.add(rows)
      await onQuarantined?.(rows)
    },
  })
  const tenants = new Set(history.records.map(({ tenant }) => tenant))
  requireKnownTenants(scenario, [...tenants].toSorted())
  const naming = tenantNaming(run)
  const turn = async (): Promise<void> => {
    await nextTurn()
    signal?.throwIfAborted()
  }
  const timed = timedRecords(history.records, history.dayRuleOf)
  const amplified = await amplifyInTurns(timed, factor, { tolerance: scenario.profile.tolerance }, turn)
  const records: CanonicalRecord[] = []
  const trace: TraceEntry[] = []
  const onWire = new Map(Array.from(tenants, (tenant) => [tenant, wireTenant(tenant, naming)]))
  for (const { record, atMs } of amplified.timed()) {
    const { tenant, merchant } = record
    records.push({ ...record, tenant: onWire.get(tenant) ?? wireTenant(tenant, naming) })
    if (pace !== 'schedule') trace.push({ tenant, merchant, atMs })
    if (records.length % recordsPerTurn === 0) await turn()
  }
  const { order, dueUs, phases } = pace === 'schedule' ? scheduled(records, arrivals) : recordedArrivals(trace, pace)
  return {
    records: Array.from(order, (index) => recordAt(records, index)),
    dueUs,
    // A recorded history is sent whole by the one stream that sends.
    stream: pace === 'schedule' ? arrivals.stream : new Uint8Array(dueUs.length).fill(streams.findIndex(({ kind }) => kind === 'ingest')),
    phases,
    quarantined: history.quarantined,
    ...(raw === undefined ? {} : { rawRows: history.rawRows(raw.rows) }),
    summary: { ...summaryOf(history, dueUs.length), ...(raw === undefined ? {} : { rawKept: true }) },
    notes: [
      ...notes,
      // What stands twice in files that were made for this run was planted there.
      ...(options.kind === 'files' ? history.notes : []),
      ...(raw?.notes() ?? []),
      ...amplified.notes,
      ...(options.kind === 'files' ? leftOverNotes(records.length, dueUs.length, factor) : []),
    ],
  }
}

async function synthetic(
  options: Synthetic,
  { load }: Scenario,
  seed: number,
  arrivals: StreamedArrivals,
  folder: string,
): Promise<FoundFiles> {
  const baseRate = Math.max(load.startPerSecond, 1)
  const lowestRate = Math.min(
    ...[load.startPerSecond, ...load.stages.map(({ targetPerSecond }) => targetPerSecond)].filter((rate) => rate > 0),
  )
  await writeSyntheticHistory(folder, {
    seed,
    tenants: options.tenants,
    merchants: Math.max(options.merchants, options.tenants),
    targetRecords: arrivals.dueUs.length,
    days: options.days,
    discrepancies: options.discrepancies,
    startDate: syntheticStart,
    pairGapRecords: Math.max(2, Math.floor(lowestRate * pairGapSeconds)),
    phases: arrivals.phases
      .filter(({ scheduled }) => scheduled > 0)
      .map(({ name, scheduled, rateFrom, rateTo }) => ({
        name,
        records: scheduled,
        // What lies above the first stage's rate is the surge, and the surge is one merchant's.
        ...(options.surgeMerchantShare > 0 && Math.max(rateFrom, rateTo) > baseRate
          ? { surgeMerchantShare: options.surgeMerchantShare }
          : {}),
      })),
  })
  const profile = await loadHistoryProfile(join(folder, profileFileName))
  return { folder, profile, names: undefined, recordsAbout: arrivals.dueUs.length, notes: [] }
}

/** How many times faster than in the history. Throws BAD_CONFIGURATION for times of the history's under an executor that has its own. */
function paceOf({ history, load }: Scenario): number | 'schedule' {
  if (history.kind === 'synthetic' || history.pace.kind === 'schedule') return 'schedule'
  const factor = history.pace.kind === 'original' ? 1 : history.pace.factor
  if (load.executor === 'recorded') return factor
  throw new HarnessError(
    'BAD_CONFIGURATION',
    `a pace of ${factor} times replays the history's own times, executor ${load.executor} has others`,
    {
      hint: "use executor: 'recorded' with this pace, or pace: 'schedule' with this executor",
    },
  )
}

function scheduled(records: readonly CanonicalRecord[], { dueUs, phases }: StreamedArrivals): RecordedArrivals {
  return { ...paceBySchedule(records, dueUs), phases }
}

/** A history that a schedule is over before: a reader of the report must not take it for all of the files. */
function leftOverNotes(records: number, sent: number, factor: number): readonly string[] {
  if (records === sent) return []
  const whose = factor === 1 ? 'history’s' : `history’s, ${factor} times,`
  return [`${records - sent} of the ${whose} ${records} records are not sent: the load has ${sent} arrivals (load.duration, load.rate)`]
}

function summaryOf(history: History, planned: number): HistorySummary {
  return {
    files: history.files.map(({ file, format, physicalRows, records, notBooked, quarantined }) => ({
      file,
      format,
      rows: physicalRows,
      records,
      notBooked,
      quarantined,
    })),
    records: planned,
    quarantined: history.quarantined.count,
    controlsHeld: history.controls.reduce((sum, { checked, failed }) => sum + checked - failed, 0),
    controlsFailed: history.controls.flatMap(({ file, name, failures }) =>
      failures.map(({ subject, expected, actual }) => `${file}: ${name} of ${subject}: expected ${expected}, got ${actual}`),
    ),
  }
}

function recordAt(records: readonly CanonicalRecord[], index: number): CanonicalRecord {
  const record = records[index]
  if (record === undefined) throw new Error(`no record ${index} among ${records.length}`)
  return record
}
