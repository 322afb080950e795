/** A scenario's history as records with due times: generated or found as files, read through the parsers, paced, in the run's own tenants. */

import { existsSync } from 'node:fs'
import { glob } from 'node:fs/promises'
import { dirname, join, relative, resolve, sep } from 'node:path'
import {
  amplify,
  keyFileName,
  loadHistory,
  loadHistoryProfile,
  paceBySchedule,
  profileFileName,
  timedRecords,
  writeSyntheticHistory,
  type History,
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
import { tenantNaming } from './options.ts'
import type { RunOptions } from './options.ts'
import { requireKnownTenants } from './scenario-problems.ts'

export interface PreparedHistory {
  /** In the order of replay. */
  readonly records: readonly CanonicalRecord[]
  readonly dueUs: Float64Array
  /** By due time: the place of its stream among the scenario's. */
  readonly stream: Uint8Array
  readonly phases: readonly Phase[]
  readonly quarantined: readonly QuarantinedRow[]
  /** The quarantined rows themselves; absent unless the run keeps them. */
  readonly rawRows?: AsyncIterable<RawRow>
  readonly summary: HistorySummary
  /** What should be known of the files besides. */
  readonly notes: readonly string[]
}

type Synthetic = Extract<HistoryOptions, { kind: 'synthetic' }>
type Files = Extract<HistoryOptions, { kind: 'files' }>

/** The first business day of synthetic histories. Fixed, so that a seed alone decides the bytes. */
const syntheticStart = '2026-11-25'
/** Both sides of a payment are at most this far apart (scenarios.md); a safety margin stays. */
const pairGapSeconds = 1.5

const none: StreamedArrivals = { dueUs: new Float64Array(), stream: new Uint8Array(), phases: [] }

/** Synthetic files are kept in the run folder as they were read. Throws BAD_INPUT and BAD_CONFIGURATION. */
export async function prepareHistory(run: RunOptions, runFolder: string): Promise<PreparedHistory> {
  const { scenario, seed, places } = run
  const { load, history: options } = scenario
  const streams = streamsOf(scenario)
  const arrivals = load.executor === 'recorded' ? none : sendingArrivals(streams, seed)
  const history =
    options.kind === 'synthetic'
      ? await synthetic(options, scenario, seed, arrivals, join(runFolder, 'history', 'files'))
      : await fromFiles(options, places)
  const tenants = new Set(history.records.map(({ tenant }) => tenant))
  requireKnownTenants(scenario, [...tenants].toSorted())
  const factor = options.kind === 'files' ? options.amplify : 1
  const naming = tenantNaming(run)
  const pace = options.kind === 'synthetic' || options.pace.kind === 'schedule' ? 'schedule' : timesFaster(options.pace)
  if (pace !== 'schedule' && load.executor !== 'recorded') {
    throw new HarnessError(
      'BAD_CONFIGURATION',
      `a pace of ${pace} times replays the history's own times, executor ${load.executor} has others`,
      {
        hint: "use executor: 'recorded' with this pace, or pace: 'schedule' with this executor",
      },
    )
  }
  const amplified = amplify(timedRecords(history.records, history.dayRuleOf), factor, { tolerance: scenario.profile.tolerance })
  const records: CanonicalRecord[] = []
  const trace: TraceEntry[] = []
  for (const { record, atMs } of amplified.timed()) {
    records.push({ ...record, tenant: wireTenant(record.tenant, naming) })
    if (pace !== 'schedule') trace.push({ tenant: record.tenant, merchant: record.merchant, occurredAt: new Date(atMs).toISOString() })
  }
  const { order, dueUs, phases } = pace === 'schedule' ? scheduled(records, arrivals) : recordedArrivals(trace, pace)
  return {
    records: Array.from(order, (index) => recordAt(records, index)),
    dueUs,
    // A recorded history is sent whole by the one stream that sends.
    stream: pace === 'schedule' ? arrivals.stream : new Uint8Array(dueUs.length).fill(streams.findIndex(({ kind }) => kind === 'ingest')),
    phases,
    quarantined: history.quarantined,
    ...(run.keepRaw === true ? { rawRows: history.rawRows() } : {}),
    summary: { ...summaryOf(history, dueUs.length), ...(run.keepRaw === true ? { rawKept: true } : {}) },
    notes: [...history.notes, ...amplified.notes],
  }
}

async function synthetic(
  options: Synthetic,
  { load }: Scenario,
  seed: number,
  arrivals: StreamedArrivals,
  folder: string,
): Promise<History> {
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
  return loadHistory(folder, await loadHistoryProfile(join(folder, profileFileName)))
}

async function fromFiles({ files, profile }: Files, places: readonly string[]): Promise<History> {
  const place = places.find((candidate) => existsSync(resolve(candidate, profile))) ?? places[0] ?? '.'
  const profilePath = resolve(place, profile)
  const folder = dirname(profilePath)
  const found: string[] = []
  for (const pattern of files) {
    const before = found.length
    for await (const entry of glob(pattern, { cwd: place, withFileTypes: true })) {
      const name = relative(folder, join(entry.parentPath, entry.name)).split(sep).join('/')
      if (entry.isFile() && name !== profileFileName && name !== keyFileName && !name.endsWith('.md')) found.push(name)
    }
    if (found.length === before) {
      throw new HarnessError('BAD_INPUT', `no history file is called ${pattern} (looked in ${place})`, {
        hint: 'check the path; patterns may hold * and **',
      })
    }
  }
  return loadHistory(folder, await loadHistoryProfile(profilePath), [...new Set(found)].toSorted())
}

/** How many times faster than in the history. */
function timesFaster(pace: Exclude<Files['pace'], { kind: 'schedule' }>): number {
  return pace.kind === 'original' ? 1 : pace.factor
}

function scheduled(records: readonly CanonicalRecord[], { dueUs, phases }: StreamedArrivals): RecordedArrivals {
  return { ...paceBySchedule(records, dueUs), phases }
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
    quarantined: history.quarantined.length,
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
