/** The part of a run that needs the stack: warm-up, load, drain, close, final state. Each started thing ends at the indentation where it began. */

import type { StartedEnvironment } from '../environment/port.ts'
import type { Bodies } from '../load/bodies.ts'
import { startLoad } from '../load/run-load.ts'
import type { LoadResult } from '../load/port.ts'
import { startStreams } from '../load/run-streams.ts'
import { outcomeCodes } from '../model/outcome.ts'
import type { Phase, RunPlan } from '../model/plan.ts'
import type { Pause } from '../model/run-record.ts'
import { warmUpTenant } from '../model/run-tenants.ts'
import { streamsOf } from '../model/scenario.ts'
import type { RecordWriter } from '../record/record-writer.ts'
import { monotonicUs } from '../system/clock.ts'
import type { Span } from '../system/observe-lag.ts'
import { startObserver } from '../system/observe.ts'
import type { RunningObserver } from '../system/observer-port.ts'
import type { HttpIngest, SystemUnderTest } from '../system/port.ts'
import { requireAllowedHosts, requireAllowedSystem } from '../system/remote-hosts.ts'
import { defaultCloseDate } from './build-plan.ts'
import { closeTenants } from './close-tenants.ts'
import { drain, drainedBeforeCloses } from './drain.ts'
import { assertTargets, faultsUnder } from './inject-faults.ts'
import type { RunJournal } from './journal.ts'
import { requireKnownSubjects } from './known-subjects.ts'
import { liveOperations } from './live-operations.ts'
import { loadLine } from './load-line.ts'
import { tenantNaming } from './options.ts'
import type { RunOptions } from './options.ts'
import { polledFor, polledNote } from './poll-interval.ts'
import { readySampler } from './sampler.ts'
import { watchStack, type StackWatch } from './stack-watch.ts'
import { warmUpNotes, warmUpPlan } from './warm-up.ts'
import { brokenNote, plannedThresholds, watchThresholds } from './watch-thresholds.ts'

export interface MeasureInput {
  readonly options: RunOptions
  readonly plan: RunPlan
  /** Those of the plan's records. */
  readonly bodies: Bodies
  readonly environment: StartedEnvironment
  readonly writer: RecordWriter
  readonly journal: RunJournal
}

/** All waits of one run share these. */
interface Context extends MeasureInput {
  readonly system: SystemUnderTest
  readonly observer: RunningObserver
  readonly watch: StackWatch
  readonly signal: AbortSignal
}

/** After a death the rest of the stack is given this long for what it still can do. */
const timeoutAfterDeathMs = 10_000
/** A close is worked off behind everything else: where that was not, it will not be either. */
const closeUndrainedMs = 1_000

/**
 * Measures one plan on a started stack, and leaves its files in the run folder. Throws the interruption's reason, and STACK_DIED
 * when a process ended before the load; one that ends during the load is told in the record's ending.
 */
export async function measure(input: MeasureInput): Promise<void> {
  const { options, plan, environment, journal, writer } = input
  const { signal } = options.interruption
  await using system = options.system.connect(environment.endpoints)
  const watch = watchStack(environment, () => journal.stepName)
  // Until the load begins, a death of the stack ends the run.
  const untilLoad = AbortSignal.any([signal, watch.signal])
  const tenants = [...new Set(plan.records.map(({ tenant }) => tenant))].toSorted()
  const ofWarmUp = warmUpTenant(tenantNaming(options))
  const ingest = await journal.step('connect', () =>
    watch.need(async () => {
      assertTargets(options.scenario.faults, environment)
      await requireAllowedSystem(system, options.system, untilLoad)
      journal.change({ tenants, versions: { ...journal.record.versions, ...environment.versions, ...(await system.describe(untilLoad)) } })
      await requireKnownSubjects(options.scenario, plan, { environment, system }, untilLoad)
      return system.prepareTenants([...tenants, ofWarmUp], options.scenario.profile, untilLoad)
    }),
  )
  await requireAllowedHosts([ingest.host], options.system)
  const decisions = polledFor(system.decisions, plannedThresholds(options.scenario, plan), journal.record.baseline)
  if (decisions.kind === 'http-poll') journal.change({ versions: { ...journal.record.versions, decisions: polledNote(decisions) } })
  await using observer = await startObserver({ decisions, file: writer.path('decisions'), signal })
  const context: Context = { ...input, system, observer, watch, signal }
  await journal.step('warm-up', () => watch.need(() => warmUp({ ...context, signal: untilLoad }, ingest, ofWarmUp)))
  await measureLoad(context, ingest, tenants)
}

async function warmUp({ options, plan, system, observer, journal, signal }: Context, ingest: HttpIngest, tenant: string): Promise<void> {
  const load = await startLoad({
    plan: warmUpPlan(plan.records, tenant, options.scenario.load),
    ingest: system.ingest ?? ingest,
    options: options.scenario.load,
    signal,
  })
  const { operations } = await load.done
  signal.throwIfAborted()
  const { drainTimeoutMs } = options.scenario
  const drainedUs = await drain(system, observer, { timeoutMs: drainTimeoutMs, nowUs: monotonicUs, signal, onLag: () => undefined })
  const { runtime } = journal.record
  const notes = warmUpNotes(operations, drainedUs !== undefined, drainTimeoutMs)
  journal.change({ runtime: { ...runtime, notes: [...runtime.notes, ...notes] } })
}

async function measureLoad(context: Context, ingest: HttpIngest, tenants: readonly string[]): Promise<void> {
  const { options, plan, bodies, environment, writer, journal, system, observer, watch, signal } = context
  const runStartUs = journal.originUs
  const failed = new AbortController()
  const broken = new AbortController()
  // Whatever ends this step, no thread sends any more and no fault is left to come.
  using _ending = { [Symbol.dispose]: () => failed.abort() }
  const stop = AbortSignal.any([signal, watch.signal, failed.signal, broken.signal])
  const streams = streamsOf(options.scenario)
  const samples = readySampler({ writer, sample: () => environment.sample(), system, signal })
  const load = await startStreams({
    plan,
    bodies,
    streams,
    ingest: system.ingest ?? ingest,
    reading: ingest,
    beforeStart: () => samples.look(),
    signal: stop,
  })
  observer.loadStarts(lagSpans(plan.phases, load.originUs))
  journal.startLoad(
    load.originUs,
    options.startedAt.add({ microseconds: load.originUs - runStartUs }).toString({ smallestUnit: 'millisecond' }),
  )
  using thresholds = watchThresholds({
    thresholds: plannedThresholds(options.scenario, plan),
    parts: liveOperations(plan, streams, load),
    phases: plan.phases,
    naming: tenantNaming(options),
    baseline: journal.record.baseline,
    originUs: load.originUs,
    onBroken: () => broken.abort(),
  })
  await using sampler = samples.begin({ originUs: load.originUs, onSamples: (taken) => thresholds.takeSeries(taken) })

  const result = await journal.step('load', async () => {
    using _line = loadLine(options.progress, plan, () => ({ ...load.progress(), ...observer.progress(), lag: sampler.lagRecords }))
    const faults = faultsUnder(stop, {
      faults: options.scenario.faults,
      originUs: load.originUs,
      targets: {
        pauseGenerator: (durationMs) => load.pause(durationMs),
        pauseObserver: (durationMs) => observer.pause(durationMs),
        signalProcess: (name, which) => environment.signalProcess(name, which),
        restartProcess: (name) => environment.restartProcess(name, stop),
      },
    })
    const done = await Promise.race([load.done, sampler.failed, faults.failed])
    thresholds[Symbol.dispose]()
    await writer.writeOperations(done)
    if (done.reads !== undefined) await writer.writeReads(done.reads)
    journal.change({ answers: { sent: done.answers, ...(done.reads === undefined ? {} : { read: done.reads.answers }) } })
    journal.change({ faults: await faults.evidence })
    return done
  })
  signal.throwIfAborted()
  if (thresholds.broken !== undefined) options.progress.note(brokenNote(thresholds.broken))
  await watch.attempt(() => settle(context, tenants, result))
  await observeRest(context, result)
  signal.throwIfAborted()
  await watch.attempt(() => journal.step('final state', () => readFinalState(context, tenants)))
  journal.change({ ending: watch.dead === undefined ? (thresholds.broken ?? watch.ending()) : watch.ending() })
}

/** Drain, close, wait for the close; once more where a send was unknown, since it may have landed behind the close. */
async function settle(context: Context, tenants: readonly string[], { operations }: LoadResult): Promise<void> {
  const { options, plan, journal, system, observer, watch, signal } = context
  const { scenario } = options
  const bounded = (timeoutMs: number): number => (watch.dead === undefined ? timeoutMs : Math.min(timeoutMs, timeoutAfterDeathMs))
  const rounds = operations.outcome.includes(outcomeCodes.unknown) ? 2 : 1
  const drainsUs: (number | null)[] = []
  // A stack that is not whole any more gets nothing done a second time.
  for (let round = 0; round < (watch.dead === undefined ? rounds : 1); round++) {
    await journal.step('drain', async () => {
      const onLag = (lagRecords: number): void => options.progress.update(`consumer lag ${lagRecords}`)
      const drainedUs = await drain(system, observer, { timeoutMs: bounded(scenario.drainTimeoutMs), nowUs: monotonicUs, signal, onLag })
      drainsUs.push(drainedUs === undefined ? null : drainedUs - journal.originUs)
      journal.change({ drainedUs: drainedBeforeCloses(drainsUs), drainsUs: [...drainsUs] })
    })
    await journal.step('close', async () => {
      const date = scenario.closeDate ?? defaultCloseDate(plan.records, scenario.profile.carryDays)
      const closes = await closeTenants(system, observer, {
        tenants,
        date,
        timeoutMs: watch.dead !== undefined && journal.record.drainedUs === null ? closeUndrainedMs : bounded(scenario.closeTimeoutMs),
        originUs: journal.originUs,
        nowUs: monotonicUs,
        signal,
      })
      journal.change({ closes: [...journal.record.closes, ...closes] })
    })
  }
}

/** The phases, and what comes behind them, on the monotonic clock. */
function lagSpans(phases: readonly Phase[], originUs: number): Span[] {
  const behind = { startUs: phases.at(-1)?.endUs ?? 0, endUs: Number.POSITIVE_INFINITY }
  return [...phases, behind].map(({ startUs, endUs }) => ({ fromUs: originUs + startUs, toUs: originUs + endUs }))
}

async function observeRest({ options, plan, journal, observer, signal, watch }: Context, { generator }: LoadResult): Promise<void> {
  const fromOrigin = ({ fromUs, toUs }: Pause): Pause => ({ fromUs: fromUs - journal.originUs, toUs: toUs - journal.originUs })
  const { pauseMsMax: generatorPauseMsMax, cpuMs: generatorCpuMs } = generator
  const generatorPauses = generator.pauses.map(fromOrigin)
  journal.change({ health: { ...journal.record.health, generatorPauseMsMax, generatorPauses, generatorCpuMs } })
  await watch.attempt(async () => {
    // A broker that died answers nobody any more.
    const timeoutMs = Math.min(options.scenario.drainTimeoutMs, timeoutAfterDeathMs)
    const limited = watch.dead === undefined ? signal : AbortSignal.any([signal, AbortSignal.timeout(timeoutMs)])
    const observed = await observer.finish(limited)
    const { health } = journal.record
    journal.change({
      health: {
        ...health,
        observerPauseMsMax: observed.pauseMsMax,
        observerPauses: observed.pauses.map(fromOrigin),
        observerLagMsMax: observed.lagMsMax,
        observerLagMsP99: observed.lagMsP99,
        observerLags: observed.lagMsP99BySpan.flatMap((msP99, span) => {
          if (msP99 === undefined) return []
          const phase = plan.phases[span]?.name
          return [phase === undefined ? { msP99 } : { phase, msP99 }]
        }),
        observerCpuMs: observed.cpuMs,
      },
    })
  })
}

async function readFinalState({ system, writer, signal }: Context, tenants: readonly string[]): Promise<void> {
  await using state = await system.readFinalState(tenants, signal)
  await writer.writeFinalState(state)
}
